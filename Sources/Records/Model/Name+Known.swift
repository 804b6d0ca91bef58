/// Names that are looked for in the innermost loops: a constant is found once, a literal at every
/// use.
extension Name {
  /// `DTSTART`.
  public static let start: Name = "DTSTART"
  /// `DTEND`.
  public static let end: Name = "DTEND"
  /// `DUE`.
  public static let due: Name = "DUE"
  /// `DURATION`.
  public static let duration: Name = "DURATION"
  /// `RRULE`.
  public static let recurrenceRule: Name = "RRULE"
  /// `RDATE`.
  public static let recurrenceDate: Name = "RDATE"
  /// `EXRULE`.
  public static let exceptionRule: Name = "EXRULE"
}
