/// The words of OpenCRM's pick lists that mean the same as a word of iCalendar. Any other word is
/// kept as it is, in a property of its own.
enum Words {
  static let meeting = "Meeting"
  static let task = "Task"

  /// VTODO STATUS (RFC 5545 section 3.8.1.11), in OpenCRM's word first.
  static let taskStatus = PickList(
    [("Not Started", "NEEDS-ACTION"), ("In Progress", "IN-PROCESS"), ("Completed", "COMPLETED")],
    other: "NEEDS-ACTION")
  /// PRIORITY (RFC 5545 section 3.8.1.9): 1 to 4 are high, 6 to 9 low.
  static let priority = PickList([("High", "1"), ("Medium", "5"), ("Low", "9")], other: nil)

  /// The level that a PRIORITY of iCalendar stands for; nil for 0 and for what is no priority.
  static func level(ofPriority value: String) -> String? {
    switch Int(value) ?? 0 {
    case 1...4: "1"
    case 5: "5"
    case 6...9: "9"
    default: nil
    }
  }

  /// Whether a flag is set: `1`, `true`, `yes` or `on`.
  static func isTrue(_ value: String?) -> Bool {
    guard let value else { return false }
    return ["1", "true", "yes", "on", "y", "t"].contains(ColumnName.folded(value))
  }
}

/// Words of OpenCRM and what each means.
struct PickList: Sendable {
  private let entries: [(word: String, meaning: String)]
  /// What all other words mean.
  private let other: String?

  init(_ entries: [(String, String)], other: String?) {
    self.entries = entries.map { (word: $0.0, meaning: $0.1) }
    self.other = other
  }

  /// What a word means, whatever its case.
  func meaning(of word: String) -> String? {
    let folded = ColumnName.folded(word)
    return entries.first { ColumnName.folded($0.word) == folded }?.meaning ?? other
  }

  /// The word for a meaning, or nil.
  func word(for meaning: String) -> String? {
    entries.first { $0.meaning == meaning }?.word
  }

  /// The word to show: the one that was seen, as long as it still means the same.
  func word(seen: String?, meaning: String?) -> String? {
    if let seen, self.meaning(of: seen) == meaning { return seen }
    return meaning.flatMap { word(for: $0) }
  }
}
