import CivilTime
import ContentLines

/// The spellings of a date-and-or-time: basic in vCard 4.0, extended in vCard 3.0 and jCard.
enum DateSpelling {
  /// The canonical basic spelling (RFC 6350 section 4.3), or nil if the text is no date.
  static func basic(_ value: Text) -> Text? {
    guard let date = VCardDate(value.trimmed.bytes) else { return nil }
    return spelled(date)
  }

  /// A date as programs write it: of RFC 6350, with slashes (`1996/10/22`), with a blank before the
  /// time, or with a fraction of a second, which no value of vCard can hold.
  ///
  /// - Returns: nil if the text is no date; `fraction` where digits other than zeros were left out.
  static func read(_ value: Text) -> (date: VCardDate, hasFraction: Bool)? {
    let trimmed = value.trimmed
    if let date = VCardDate(trimmed.bytes) { return (date, false) }
    var bytes = Array(trimmed.bytes)
    guard bytes.count >= 10 else { return nil }
    let slash: UInt8 = 0x2F
    if bytes[4] == slash, bytes[7] == slash { (bytes[4], bytes[7]) = (0x2D, 0x2D) }
    if bytes.count > 10, bytes[10] == ASCII.space { bytes[10] = 0x54 }
    var hasFraction = false
    if let dot = bytes.firstIndex(of: ASCII.dot), bytes[..<dot].contains(0x54) {
      let digits = bytes[(dot + 1)...].prefix(while: ASCII.isDigit)
      guard !digits.isEmpty else { return nil }
      hasFraction = digits.contains { $0 != 0x30 }
      bytes.removeSubrange(dot..<digits.endIndex)
    }
    return VCardDate(bytes[...]).map { ($0, hasFraction) }
  }

  /// A time of day without the T that dates have before it (`VALUE=time`), or nil.
  static func clock(_ value: Text) -> VCardDate? {
    VCardDate([0x54] + Array(value.trimmed.bytes))
  }

  /// The basic spelling of such a time.
  static func spelledClock(_ time: VCardDate) -> Text {
    let text = spelled(time)
    return text[1..<text.count]
  }

  /// Whether a value is seen at a glance to be a stamp in the basic spelling with UTC, such as
  /// `20200102T030405Z`, of which no part is out of range.
  static func isBasicStamp(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count == 16, bytes[8] == 0x54, bytes[15] == 0x5A else { return false }
    func pair(_ place: Int) -> Int? {
      guard ASCII.isDigit(bytes[place]), ASCII.isDigit(bytes[place + 1]) else { return nil }
      return Int(bytes[place] - 0x30) * 10 + Int(bytes[place + 1] - 0x30)
    }
    guard let century = pair(0), century > 0, pair(2) != nil, let month = pair(4),
      let day = pair(6), let hour = pair(9), let minute = pair(11), let second = pair(13)
    else { return false }
    return 1...12 ~= month && 1...28 ~= day && hour < 24 && minute < 60 && second < 60
  }

  static func spelled(_ date: VCardDate) -> Text {
    var bytes: [UInt8] = []
    date.print(to: &bytes)
    return Text(bytes)
  }

  /// The extended spelling of jCard (RFC 7095 section 3.5.5) and of ISO 8601: `1987-03-24`,
  /// `--03-24`, `1987-03-24T10:22:00Z`.
  static func extended(_ date: VCardDate) -> Text {
    var bytes: [UInt8] = []
    func put(_ text: String) { bytes.append(contentsOf: text.utf8) }
    func pair(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let year = date.year.map { String(repeating: "0", count: max(0, 4 - "\($0)".count)) + "\($0)" }
    switch (year, date.month, date.day) {
    case (let year?, let month?, let day?): put("\(year)-\(pair(month))-\(pair(day))")
    case (let year?, let month?, nil): put("\(year)-\(pair(month))")
    case (let year?, nil, _): put(year)
    case (nil, let month?, let day?): put("--\(pair(month))-\(pair(day))")
    case (nil, let month?, nil): put("--\(pair(month))")
    case (nil, nil, let day?): put("---\(pair(day))")
    case (nil, nil, nil): break
    }
    guard date.hasTime else { return Text(bytes) }
    put("T")
    switch (date.hour, date.minute, date.second) {
    case (let hour?, let minute?, let second?):
      put("\(pair(hour)):\(pair(minute)):\(pair(second))")
    case (let hour?, let minute?, nil): put("\(pair(hour)):\(pair(minute))")
    case (let hour?, nil, _): put(pair(hour))
    case (nil, let minute?, let second?): put("-\(pair(minute)):\(pair(second))")
    case (nil, let minute?, nil): put("-\(pair(minute))")
    case (nil, nil, let second): put("--\(pair(second ?? 0))")
    }
    if let offset = date.offset { put(extendedOffset(offset)) }
    return Text(bytes)
  }

  private static func extendedOffset(_ seconds: Int) -> String {
    if seconds == 0 { return "Z" }
    let minutes = abs(seconds) / 60
    func pair(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(seconds < 0 ? "-" : "+")\(pair(minutes / 60)):\(pair(minutes % 60))"
  }

  /// `-0500` for `-05:00`, `-0500` or `-05`; nil for anything else (RFC 6350 section 4.7).
  static func basicOffset(_ value: Text) -> Text? {
    let bytes = Array(value.trimmed.bytes)
    guard let sign = bytes.first, sign == 0x2B || sign == 0x2D else { return nil }
    var digits = Array(bytes.dropFirst())
    if digits.count == 5, digits[2] == ASCII.colon { digits.remove(at: 2) }
    if digits.count == 2 { digits += [0x30, 0x30] }
    guard digits.count == 4, digits.allSatisfy(ASCII.isDigit) else { return nil }
    let hours = Int(digits[0] - 0x30) * 10 + Int(digits[1] - 0x30)
    guard hours <= 14, digits[2] < 0x36 else { return nil }
    return Text([sign] + digits)
  }

  /// `-05:00` for `-0500`, or nil.
  static func extendedOffset(_ value: Text) -> Text? {
    guard let basic = basicOffset(value), basic == value else { return nil }
    let bytes = Array(basic.bytes)
    return Text(bytes[..<3] + [ASCII.colon] + bytes[3...])
  }
}
