public import Records

/// What a person chose (FORMS, `resolve`).
public enum Choice: Sendable, Hashable {
  /// The value of a side.
  case take(SideName)
  /// The value before the changes.
  case base
  /// A value of the person's own, as content-line text.
  case value(String)
  /// All values, where the unit can hold them.
  case both
  /// The default value, the others into NOTE.
  case note
  /// The record is the same as another, named by its UID.
  case link(String)
  /// The record is new.
  case new
  /// The record was merged into another on its side, named by its UID.
  case mergedInto(String)
  /// The record was deleted on its side.
  case deleted
  /// The record is to come back.
  case restore
}

extension Choice {
  /// The stable name and the payload, as the ledger stores them.
  public var stored: (name: String, value: String?) {
    switch self {
    case .take(let side): ("take", side.description)
    case .base: ("base", nil)
    case .value(let text): ("value", text)
    case .both: ("both", nil)
    case .note: ("note", nil)
    case .link(let uid): ("link", uid)
    case .new: ("new", nil)
    case .mergedInto(let uid): ("merged-into", uid)
    case .deleted: ("deleted", nil)
    case .restore: ("restore", nil)
    }
  }

  /// The choice of a stored name and payload; nil where they make none.
  public init?(stored name: String, value: String?) {
    switch (name, value) {
    case ("take", let value?):
      guard let side = SideName(value) else { return nil }
      self = .take(side)
    case ("value", let value?): self = .value(value)
    case ("link", let value?): self = .link(value)
    case ("merged-into", let value?): self = .mergedInto(value)
    case ("base", nil): self = .base
    case ("both", nil): self = .both
    case ("note", nil): self = .note
    case ("new", nil): self = .new
    case ("deleted", nil): self = .deleted
    case ("restore", nil): self = .restore
    default: return nil
    }
  }
}

/// A person's resolution of a conflict or a question.
public struct Answer: Sendable, Hashable {
  /// What was asked.
  public enum Subject: String, Sendable, CaseIterable {
    case conflict, question
  }

  /// Unique in the ledger.
  public var id: String
  package var subject: Subject
  package var kind: RecordKind
  /// The link it is about, where there is one.
  public var uid: String?
  /// The view entries it is about.
  public var entries: [EntryKey]
  /// The property (`EMAIL[joe@acme.co]`), or `*` for the whole record.
  public var property: String
  package var choice: Choice
  /// The digest of the values the person saw; when they move, the answer no longer holds.
  public var boundTo: Digest?
  /// The operation that recorded it: `LedgerState.nextOperation` when it was made.
  public var operation: Int

  package init(
    id: String, subject: Subject, kind: RecordKind, uid: String? = nil,
    entries: [EntryKey] = [], property: String = "*", choice: Choice, boundTo: Digest? = nil,
    operation: Int
  ) {
    self.id = id
    self.subject = subject
    self.kind = kind
    self.uid = uid
    self.entries = entries
    self.property = property
    self.choice = choice
    self.boundTo = boundTo
    self.operation = operation
  }
}
