/// Why a text is no recurrence rule. The text itself stays with the caller.
public struct RecurrenceError: Error, Sendable, Hashable {
  /// Stable names of what can be wrong.
  public enum Code: String, Sendable, Hashable {
    /// A part that is not NAME=value.
    case malformedPart = "malformed-part"
    /// A part that RFC 5545 and RFC 7529 do not know.
    case unknownPart = "unknown-part"
    /// A part given twice.
    case repeatedPart = "repeated-part"
    /// No FREQ.
    case missingFrequency = "missing-frequency"
    /// A value that its part cannot have.
    case badValue = "bad-value"
    /// Parts that RFC 5545 section 3.3.10 forbids together.
    case forbiddenCombination = "forbidden-combination"
  }

  package var code: Code
  /// The byte of the rule at which the trouble was seen, from 0.
  public var position: Int
  /// What is wrong, in words for a person.
  public var detail: String

  package init(code: Code, position: Int, detail: String) {
    self.code = code
    self.position = position
    self.detail = detail
  }
}
