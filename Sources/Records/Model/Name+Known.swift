/// Names that are looked for in the innermost loops: a constant is found once, a literal at every
/// use.
extension Name {
  package static let start: Name = "DTSTART"
  package static let end: Name = "DTEND"
  package static let due: Name = "DUE"
  package static let duration: Name = "DURATION"
  package static let recurrenceRule: Name = "RRULE"
  package static let recurrenceDate: Name = "RDATE"
  package static let exceptionRule: Name = "EXRULE"
}
