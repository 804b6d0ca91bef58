/// Reads fixed-width fields from the front of a slice. A failed read leaves the position anywhere:
/// callers give up then, or keep a copy.
struct ByteScanner {
  let bytes: ArraySlice<UInt8>
  var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  var isAtEnd: Bool { position >= bytes.endIndex }

  var peek: UInt8? { isAtEnd ? nil : bytes[position] }

  func peek(_ offset: Int) -> UInt8? {
    position + offset < bytes.endIndex ? bytes[position + offset] : nil
  }

  /// Steps over `byte` if it comes next; letters match in either case when given in upper case.
  mutating func skip(_ byte: UInt8) -> Bool {
    guard let next = peek else { return false }
    let isLetter = (0x41...0x5A).contains(byte)
    guard next == byte || (isLetter && next == byte | 0x20) else { return false }
    position += 1
    return true
  }

  /// Exactly `count` digits.
  mutating func digits(_ count: Int) -> Int? {
    guard bytes.endIndex - position >= count else { return nil }
    var value = 0
    for _ in 0..<count {
      let byte = bytes[position]
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      value = value * 10 + Int(byte - 0x30)
      position += 1
    }
    return value
  }

  /// One or more digits, at most `limit` of them.
  mutating func number(atMost limit: Int = 9) -> Int? {
    var value = 0
    var count = 0
    while let byte = peek, byte >= 0x30, byte <= 0x39 {
      count += 1
      guard count <= limit else { return nil }
      value = value * 10 + Int(byte - 0x30)
      position += 1
    }
    return count > 0 ? value : nil
  }

  /// `19870324`, or also `1987-03-24`.
  mutating func date(extended: Bool) -> CivilDate? {
    guard let year = digits(4) else { return nil }
    let dashed = extended && skip(0x2D)
    guard let month = digits(2) else { return nil }
    if dashed, !skip(0x2D) { return nil }
    guard let day = digits(2) else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  /// `120000`, or also `12:00:00` and `12:00`.
  mutating func time(extended: Bool) -> TimeOfDay? {
    guard let hour = digits(2) else { return nil }
    let coloned = extended && skip(0x3A)
    guard let minute = digits(2) else { return nil }
    if coloned, !skip(0x3A) { return TimeOfDay(hour: hour, minute: minute) }
    guard let second = digits(2) else { return nil }
    return TimeOfDay(hour: hour, minute: minute, second: second)
  }

  /// A date, `T`, a time; a lower-case `t` too and, in the extended spelling, a space.
  mutating func dateTime(extended: Bool) -> CivilDateTime? {
    guard let date = date(extended: extended), skip(0x54) || (extended && skip(0x20)),
      let time = time(extended: extended)
    else { return nil }
    return CivilDateTime(date: date, time: time)
  }

  /// `Z`, `+01`, `+0100`, `+01:00`, in seconds.
  mutating func offset() -> Int? {
    if skip(0x5A) { return 0 }
    let negative = skip(0x2D)
    guard negative || skip(0x2B), let hours = digits(2), hours <= 23 else { return nil }
    var minutes = 0
    let colon = skip(0x3A)
    if let next = peek, (0x30...0x39).contains(next) {
      guard let read = digits(2), read <= 59 else { return nil }
      minutes = read
    } else if colon {
      return nil
    }
    let size = hours * 3600 + minutes * 60
    return negative ? -size : size
  }
}
