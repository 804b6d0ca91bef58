package import Records

/// A conflict as an operation met it: its values, what decided it or nothing, and what was kept.
///
/// Notes are history. They are added, never changed, so that a value that lost stays known.
public struct ConflictNote: Sendable, Hashable {
  /// What one side held.
  public struct Value: Sendable, Hashable {
    /// A side, as `SideName.description` writes it.
    public var side: String
    /// As content-line text; nil where the side had nothing.
    public var value: String?

    package init(side: String, value: String?) {
      self.side = side
      self.value = value
    }
  }

  package var kind: RecordKind
  /// The UID of the link.
  public var uid: String
  /// The record as a person knew it then.
  public var name: String
  /// `NAME`, `NAME[key]`, or `*` for the whole record (FORMS).
  public var property: String
  package var base: String?
  /// In the order of the conflict.
  public var values: [Value]
  /// The setting, `resolve`, or `first_link`.
  public var rule: String
  package var isDecided: Bool
  /// What stood in the merged record then.
  public var kept: String?
  /// The operation that met it; 0 until it is committed.
  public var operation: Int

  package init(
    kind: RecordKind, uid: String, name: String, property: String, base: String?,
    values: [Value], rule: String, isDecided: Bool, kept: String?, operation: Int = 0
  ) {
    self.kind = kind
    self.uid = uid
    self.name = name
    self.property = property
    self.base = base
    self.values = values
    self.rule = rule
    self.isDecided = isDecided
    self.kept = kept
    self.operation = operation
  }

  /// The values that were not kept; where several were kept, `kept` has a line for each.
  public var losers: [Value] {
    guard isDecided else { return [] }
    let lines = kept?.split(separator: "\n").map(String.init) ?? []
    return values.filter { value in
      guard value.value != kept else { return false }
      let own = value.value?.split(separator: "\n").map(String.init) ?? []
      return own.isEmpty || !own.allSatisfy(lines.contains)
    }
  }
}
