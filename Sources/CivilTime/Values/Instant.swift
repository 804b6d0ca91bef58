/// A moment, the same everywhere: seconds since 1970-01-01T00:00:00 UTC and a fraction.
public struct Instant: Sendable, Hashable, Comparable {
  package var seconds: Int64
  /// 0 ..< 1,000,000,000
  public var nanoseconds: Int32

  package init(seconds: Int64, nanoseconds: Int32 = 0) {
    self.seconds = seconds
    self.nanoseconds = min(max(nanoseconds, 0), 999_999_999)
  }

  /// The moment a UTC clock shows `utc`.
  public init(utc: CivilDateTime) {
    self.init(seconds: Int64(utc.secondsAsIfUTC))
  }

  /// What a UTC clock shows, without the fraction; the nearest date it can name if out of range.
  public var utc: CivilDateTime { CivilDateTime(clampingSeconds: Int(seconds)) }

  /// The moment `seconds` later, stopping at the ends of the number range.
  public func adding(seconds: Int) -> Instant {
    let (sum, overflow) = self.seconds.addingReportingOverflow(Int64(seconds))
    let clamped = overflow ? (seconds < 0 ? Int64.min : Int64.max) : sum
    return Instant(seconds: clamped, nanoseconds: nanoseconds)
  }

  /// The earlier one first.
  public static func < (left: Instant, right: Instant) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}

extension Instant: CustomStringConvertible {
  /// Reads RFC 3339 (`1987-03-24T12:00:00.25+01:00`) and the UTC form of RFC 5545
  /// (`19870324T120000Z`). Digits of the fraction beyond nanoseconds are dropped. Nil without an
  /// offset: such a time is no moment.
  public init?(_ bytes: ArraySlice<UInt8>) {
    var scanner = ByteScanner(bytes)
    guard let local = scanner.dateTime(extended: true) else { return nil }
    var nanoseconds = 0
    if scanner.skip(0x2E) {
      var scale = 100_000_000
      var digits = 0
      while let byte = scanner.peek, (0x30...0x39).contains(byte) {
        nanoseconds += Int(byte - 0x30) * scale
        scale /= 10
        digits += 1
        scanner.position += 1
      }
      guard digits > 0 else { return nil }
    }
    guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
    self.init(
      seconds: Int64(local.secondsAsIfUTC - offset), nanoseconds: Int32(nanoseconds))
  }

  /// Reads a string as `init(_:)` reads bytes.
  public init?(_ text: String) {
    self.init(Array(text.utf8)[...])
  }

  /// Appends the UTC form of RFC 5545, `19870324T120000Z`; the fraction is left out.
  public func print(to bytes: inout [UInt8]) {
    utc.print(to: &bytes)
    bytes.append(0x5A)
  }

  /// The UTC form of RFC 5545, `19870324T120000Z`.
  public var basic: String { String(printing: print(to:)) }

  /// RFC 3339 in UTC, `1987-03-24T12:00:00Z`, with 3, 6 or 9 digits of fraction if it has one.
  public var description: String { rfc3339(offset: 0) }

  /// RFC 3339 as a clock at `offset` seconds from UTC shows it; offset 0 prints as `Z`.
  public func rfc3339(offset: Int) -> String {
    let shown = CivilDateTime(clampingSeconds: Int(adding(seconds: offset).seconds))
    return shown.description
      + String(printing: {
        var fraction = Int(nanoseconds)
        if fraction != 0 {
          var digits = 9
          while digits > 3, fraction % 1000 == 0 {
            fraction /= 1000
            digits -= 3
          }
          $0.append(0x2E)
          $0.append(number: fraction, digits: digits)
        }
        if offset == 0 { $0.append(0x5A) } else { $0.append(offset: offset, extended: true) }
      })
  }
}
