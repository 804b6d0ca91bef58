/// A DATE or DATE-TIME value of RFC 5545 (sections 3.3.4, 3.3.5). A time in a zone reads as
/// `floating`; its zone stands in the TZID parameter beside it.
public enum CalendarValue: Sendable, Hashable {
  case date(CivilDate)
  case floating(CivilDateTime)
  case utc(CivilDateTime)

  /// The day, and midnight for a date.
  public var civil: CivilDateTime {
    switch self {
    case .date(let date): CivilDateTime(date: date)
    case .floating(let value), .utc(let value): value
    }
  }

  package var isDate: Bool { if case .date = self { true } else { false } }

  package var isUTC: Bool { if case .utc = self { true } else { false } }

  /// The moment it names: as written for UTC, else on the clocks of `zone`, a date at its midnight.
  public func instant(in zone: Zone) -> Instant {
    if case .utc(let value) = self { return Instant(utc: value) }
    return zone.resolve(civil)
  }
}

extension CalendarValue: CustomStringConvertible {
  /// Reads `19870324`, `19870324T120000`, `19870324T120000Z` and, if `extended`, also
  /// `1987-03-24`, `1987-03-24T12:00:00`, `1987-03-24T12:00:00Z`.
  public init?(_ bytes: ArraySlice<UInt8>, extended: Bool = false) {
    var scanner = ByteScanner(bytes)
    guard let date = scanner.date(extended: extended) else { return nil }
    if scanner.isAtEnd {
      self = .date(date)
      return
    }
    guard scanner.skip(0x54), let time = scanner.time(extended: extended) else { return nil }
    let isUTC = scanner.skip(0x5A)
    guard scanner.isAtEnd else { return nil }
    let value = CivilDateTime(date: date, time: time)
    self = isUTC ? .utc(value) : .floating(value)
  }

  /// Appends the basic spelling.
  public func print(to bytes: inout [UInt8]) {
    switch self {
    case .date(let date): date.print(to: &bytes)
    case .floating(let value): value.print(to: &bytes)
    case .utc(let value):
      value.print(to: &bytes)
      bytes.append(0x5A)
    }
  }

  /// The basic spelling.
  public var description: String { String(printing: print(to:)) }
}
