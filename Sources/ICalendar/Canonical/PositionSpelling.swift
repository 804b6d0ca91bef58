import ContentLines
import Records

/// Brings the numbers of a position into the spelling of RFC 5545 section 3.8.1.6:
/// `37.386013;-122.082932`.
enum PositionSpelling {
  /// The property with its numbers between semicolons; what is no list of `count` numbers stays as
  /// it is, with a finding.
  static func spell(_ property: Property, _ count: Int, findings: inout [Finding]) -> Property {
    let plain = Text(property.value.trimmed.bytes.filter { $0 != ASCII.backslash })
    for separator in [ASCII.semicolon, ASCII.comma] {
      let parts = TextEscaping.split(plain, at: separator).map(\.trimmed)
      guard parts.count == count, parts.allSatisfy(isNumber) else { continue }
      let spelled = CanonicalValue.join(parts, ASCII.semicolon)
      guard spelled != property.value else { return property }
      findings.append(
        Finding(
          .positionSpelling, line: Int(property.line), column: 1,
          message: "\(property.name) was written “\(property.value.shown)”."))
      var result = property
      result.value = spelled
      return result
    }
    guard !property.value.trimmed.isEmpty else { return property }
    findings.append(
      Finding(
        .positionInvalid, line: Int(property.line), column: 1,
        message: "\(property.name) is no latitude and longitude: “\(property.value.shown)”."))
    return property
  }

  private static func isNumber(_ text: Text) -> Bool {
    text.bytes.contains(where: ASCII.isDigit)
      && text.bytes.allSatisfy {
        ASCII.isDigit($0) || $0 == ASCII.dot || $0 == 0x2B || $0 == 0x2D
      }
  }
}
