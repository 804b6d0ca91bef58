public import ContentLines

/// A DATE or DATE-TIME value (RFC 5545 section 3.3.4 and 3.3.5) as it stands: local arithmetic
/// without zones.
public struct LocalStamp: Equatable {
  /// Seconds of the proleptic Gregorian calendar since 1970-01-01T00:00:00, in no zone.
  var seconds: Int
  var isDate: Bool
  var isUTC: Bool

  /// Nil if the text is no such value.
  public init?(_ text: Text) {
    let bytes = text.bytes
    let base = bytes.startIndex
    func number(_ from: Int, _ count: Int) -> Int? {
      var value = 0
      for at in from..<from + count {
        let byte = bytes[base + at]
        guard ASCII.isDigit(byte) else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      return value
    }
    guard text.count == 8 || text.count == 15 || text.count == 16,
      let year = number(0, 4), let month = number(4, 2), let day = number(6, 2),
      (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    seconds = Self.days(year, month, day) * 86_400
    isDate = text.count == 8
    isUTC = text.count == 16
    guard !isDate else { return }
    guard text.byte(at: 8) == 0x54, !isUTC || text.byte(at: 15) == 0x5A,
      let hour = number(9, 2), let minute = number(11, 2), let second = number(13, 2)
    else { return nil }
    seconds += hour * 3600 + minute * 60 + second
  }

  var day: Int { Int((Double(seconds) / 86_400).rounded(.down)) }
  var timeOfDay: Int { seconds - day * 86_400 }

  /// The time that many seconds later.
  public func moved(by offset: Int) -> LocalStamp {
    var result = self
    result.seconds += offset
    return result
  }

  /// The value as a content line has it.
  public var text: Text {
    let (year, month, date) = Self.civil(day)
    var digits = Self.padded(year, 4) + Self.padded(month, 2) + Self.padded(date, 2)
    if !isDate {
      let time = timeOfDay
      digits +=
        [0x54] + Self.padded(time / 3600, 2) + Self.padded(time / 60 % 60, 2)
        + Self.padded(time % 60, 2)
    }
    if isUTC { digits.append(0x5A) }
    return Text(digits)
  }

  private static func padded(_ number: Int, _ width: Int) -> [UInt8] {
    let digits = Array(String(max(number, 0)).utf8)
    return [UInt8](repeating: 0x30, count: max(0, width - digits.count)) + digits
  }

  /// Days since 1970-01-01 of a civil date.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func civil(_ days: Int) -> (Int, Int, Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let part = (5 * dayOfYear + 2) / 153
    let month = part < 10 ? part + 3 : part - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * part + 2) / 5 + 1)
  }
}
