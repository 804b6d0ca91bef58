public import Records

/// One version of a record to merge, under the name of its side.
public struct MergeSide: Sendable {
  package let label: String
  /// Canonical; nil if the record is deleted there (or, without a base, not there).
  public let record: Record?

  package init(label: String, record: Record?) {
    self.label = label
    self.record = record
  }
}

/// One merge unit that sides changed differently, put before whoever decides.
public struct UnitConflict: Sendable {
  /// What one side that has a say holds.
  public struct SideValue: Sendable {
    package let label: String
    package let value: UnitValue?
    /// As content-line text; nil where the side has nothing.
    public let text: String?
  }

  package let unit: UnitKey
  /// The unit as FORMS names it.
  public let property: String
  package let base: UnitValue?
  package let baseText: String?
  /// The sides that changed the unit, in the order given.
  public let values: [SideValue]
  /// Whether both values can stand side by side.
  public let canHoldBoth: Bool
}

/// What to keep of a conflict.
public enum Decision: Sendable, Hashable {
  case keepBase
  /// The value of the side with this label.
  case take(String)
  /// A value given as content-line text; nil removes the unit.
  case value(String?)
  /// All values, where the unit can hold them; else the base is kept.
  case both
  /// The value of the side with this label; the others go into NOTE or DESCRIPTION.
  case note(keeping: String)
}

/// A conflict with what was done about it.
public struct Conflict: Sendable, Hashable {
  /// What one side held, as content-line text.
  public struct Value: Sendable, Hashable {
    package let label: String
    package let value: String?

    package init(label: String, value: String?) {
      self.label = label
      self.value = value
    }
  }

  package let unit: UnitKey
  /// As FORMS: `NAME`, `NAME[key]`, `*`.
  public let property: String
  package let base: String?
  package let values: [Value]
  /// `keepBase` as well where what was decided cannot be done.
  public let decision: Decision
  /// The text that stands in the merged record now.
  public let kept: String?

  package init(
    unit: UnitKey, property: String, base: String?, values: [Value], decision: Decision,
    kept: String?
  ) {
    self.unit = unit
    self.property = property
    self.base = base
    self.values = values
    self.decision = decision
    self.kept = kept
  }
}

/// Which sides changed a unit: the reason of a step, and where a value comes from.
public struct UnitOrigin: Sendable, Hashable {
  package let unit: UnitKey
  package let property: String
  /// In the order given.
  public let labels: [String]
}

/// The merged record with what happened on the way.
public struct MergeResult: Sendable {
  /// Canonical; nil if the record is deleted.
  public var merged: Record?
  package var conflicts: [Conflict] = []
  /// Every unit that a side changed in content, in schema order.
  public var origins: [UnitOrigin] = []

  /// The labels that changed a unit; empty if nobody did. O(n).
  public func changedBy(_ unit: UnitKey) -> [String] {
    origins.first { $0.unit == unit }?.labels ?? []
  }
}

/// What became of a record that two sides hold (FORMS, `merge --json`).
public enum Outcome: String, Sendable, CaseIterable {
  case unchanged, left, right, same, merged, deleted, conflict
}
