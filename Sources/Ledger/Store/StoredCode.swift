import Records

/// A value that stands as a small number in the ledger. Numbers are never given twice: a new case
/// is added at the end of the list.
protocol StoredCode: Equatable {
  static var stored: [Self] { get }
}

extension StoredCode {
  /// From 1; 0 is a case that was forgotten in the list, which a test rules out.
  var number: Int { (Self.stored.firstIndex(of: self) ?? -1) + 1 }

  init?(number: Int) {
    guard number > 0, number <= Self.stored.count else { return nil }
    self = Self.stored[number - 1]
  }
}

extension RecordKind: StoredCode {
  static let stored: [RecordKind] = [.contact, .event, .task]
}

extension Presence: StoredCode {
  static let stored: [Presence] = [.present, .vanished, .deleted, .unseen]
}

extension LinkSideState: StoredCode {
  static let stored: [LinkSideState] = [.live, .frozen, .detached, .retired, .pending]
}
