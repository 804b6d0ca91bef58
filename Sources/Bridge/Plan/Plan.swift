import Ledger
package import Merge
package import Records

/// Ordered steps, each one write to one side, with what they rest on (FORMS, Plan).
package struct Plan: Sendable {
  package enum Action: String, Sendable, CaseIterable, Codable {
    case create, update, delete
    case linkCompany = "link-company"
    case redact
  }

  /// How a step reaches its side.
  package enum Way: String, Sendable, Codable {
    case importFile = "import"
    case checklist
    case api
  }

  package struct Step: Sendable {
    package var id: String
    package var side: SideName
    package var kind: RecordKind
    package var action: Action
    package var uid: String
    package var name: String
    package var changes: [UnitChange]
    package var reason: String
    package var rule: String
    package var needs: [String]
    package var by: Way
    /// The side's own id of the record, where it has one.
    package var remoteID: String?
    package var collection: String?
    /// What the side shows now; nil for a create.
    package var before: Record?
    /// What it should show; nil for a deletion.
    package var after: Record?
    /// Whether it is about a task that stands, or is to stand, in the calendar.
    package var inCalendar = false
    /// Whether the record is deleted where it stands because it moves elsewhere on its side.
    package var moves = false
    /// Whether the record is taken away from an account that may not see it any more.
    package var withdraws = false
  }

  package struct SnapshotRow: Sendable {
    package var side: SideName
    package var kind: RecordKind
    package var time: String
    package var complete: Bool
    package var digest: Digest
  }

  package struct ConflictRow: Sendable {
    package struct Value: Sendable {
      package var side: String
      package var value: String?
      package var time: String?
    }

    package var uid: String
    package var name: String
    package var kind: RecordKind
    package var property: String
    package var base: String?
    package var values: [Value]
    package var rule: String
    package var kept: String?
    package var isDecided: Bool
    package var boundTo: Digest
  }

  package struct Question: Sendable {
    package enum Kind: String, Sendable {
      case sameRecord = "same-record"
      case vanished
      case mergedOnSide = "merged-on-side"
      case tie
    }

    package struct Named: Sendable {
      package var uid: String
      package var name: String
    }

    package struct Candidate: Sendable {
      package var uid: String
      package var name: String
      package var score: Double
      package var reasons: [String]
    }

    package var kind: Kind
    package var recordKind: RecordKind
    package var side: SideName
    package var records: [Named]
    package var candidates: [Candidate]
  }

  /// Why a guard refuses the plan.
  package struct Refusal: Sendable, Equatable {
    package var guardName: String
    package var detail: String
    /// What allows it: an option of `plan`, or a command of its own.
    package var option: String

    /// The commands to go on with.
    package var way: String {
      option.hasPrefix("--")
        ? "drawbridge plan \(option) -o FILE, then drawbridge export --plan FILE" : option
    }
  }

  package var id = ""
  package var made: String
  package var snapshots: [SnapshotRow] = []
  package var steps: [Step] = []
  package var conflicts: [ConflictRow] = []
  package var questions: [Question] = []
  package var divergences: [Divergence] = []
  package var refused: Refusal?
  /// How many records have a step out that no import has shown yet.
  package var waiting = 0
  /// What a person should know before carrying it out.
  package var warnings: [String] = []
  /// The allowances it was made with.
  package var allowedDeletions: Int?
  package var allowsChanges = false
  /// The export whose effects outside it takes back.
  package var undoes: Int?

  package init(made: String) {
    self.made = made
  }

  /// Conflicts that nobody has decided.
  package var openConflicts: [ConflictRow] { conflicts.filter { !$0.isDecided } }

  /// Whether nothing is left for a person or the next command.
  package var isEmpty: Bool {
    steps.isEmpty && openConflicts.isEmpty && questions.isEmpty && refused == nil
  }

  package func count(_ action: Action) -> Int { steps.filter { $0.action == action }.count }
}
