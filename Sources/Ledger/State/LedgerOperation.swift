/// One entry of the log: what one writing command did.
public struct LedgerOperation: Sendable, Hashable {
  /// From 1, without gaps; 0 until it is committed.
  public var number: Int
  /// RFC 3339.
  public var time: String
  /// The command as the user gave it.
  public var command: String
  /// What it did, in sentences.
  public var summary: [String]
  /// More of it as JSON, for `why` and `undo`.
  public var details: String
  /// The operation that this one undoes.
  public var undoes: Int?

  package init(
    number: Int = 0, time: String, command: String, summary: [String] = [],
    details: String = "{}", undoes: Int? = nil
  ) {
    self.number = number
    self.time = time
    self.command = command
    self.summary = summary
    self.details = details
    self.undoes = undoes
  }
}
