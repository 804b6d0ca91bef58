package import Records

/// What identifies an exported step: its plan and its id there.
public struct StepKey: Sendable, Hashable, Comparable {
  package var plan: String
  package var step: String

  package init(plan: String, step: String) {
    self.plan = plan
    self.step = step
  }

  /// By plan, then step.
  public static func < (one: StepKey, other: StepKey) -> Bool {
    one.plan != other.plan ? one.plan < other.plan : one.step < other.step
  }
}

/// A step of a plan that left the workspace: the journal that later imports settle.
public struct SentStep: Sendable, Hashable {
  /// What became of the step.
  public enum State: String, Sendable, CaseIterable {
    /// Out, with nothing known of it.
    case sent
    /// Seen to be done.
    case settled
    /// Seen not to be done.
    case refused
    /// Of an export that was undone: it may have been carried out before.
    case possible
  }

  package var plan: String
  package var step: String
  package var side: SideName
  package var kind: RecordKind
  /// `create`, `update`, `delete` … (FORMS, Plan).
  public var action: String
  package var uid: String
  package var state: State
  /// The step as JSON, as the plan holds it.
  public var body: String
  /// The operation that sent it: `LedgerState.nextOperation` when it was made.
  public var operation: Int

  package init(
    plan: String, step: String, side: SideName, kind: RecordKind, action: String, uid: String,
    state: State = .sent, body: String, operation: Int
  ) {
    self.plan = plan
    self.step = step
    self.side = side
    self.kind = kind
    self.action = action
    self.uid = uid
    self.state = state
    self.body = body
    self.operation = operation
  }

  package var key: StepKey { StepKey(plan: plan, step: step) }
}
