import ContentLines
import Records

/// The one form that all times of a series have: days of February 2026, counted from 1.
struct TimeForm: Sendable {
  enum Style: CaseIterable {
    case day, floating, universal, zoned, otherZone, ownZone
  }

  static let ownZone: Text = "Custom/Zone"

  var style: Style
  var hour: Int
  /// The day of February on which the series begins.
  var day: Int

  var isAllDay: Bool { style == .day }

  /// A date property on a day of the series, some hours after its usual time.
  func property(_ name: Name, _ number: Int, hours: Int = 0) -> Property {
    let date = "202602\(Self.pair(day + number - 1))"
    let time = "T\(Self.pair(hour + hours))0000"
    return switch style {
    case .day: Property(name, [Parameter(.value, "DATE")], value: Text(date))
    case .floating: Property(name, value: Text(date + time))
    case .universal: Property(name, value: Text(date + time + "Z"))
    case .zoned: Property(name, [Parameter(.tzid, "Europe/London")], value: Text(date + time))
    case .otherZone:
      Property(name, [Parameter(.tzid, "America/New_York")], value: Text(date + time))
    case .ownZone: Property(name, [Parameter(.tzid, Self.ownZone)], value: Text(date + time))
    }
  }

  func rule(_ number: Int) -> Text {
    switch number {
    case 0: "FREQ=DAILY;COUNT=20"
    case 1: style == .day ? "FREQ=DAILY;UNTIL=20260520" : "FREQ=DAILY;UNTIL=20260520T200000Z"
    case 2: "FREQ=DAILY;INTERVAL=1"
    default: "FREQ=DAILY"
    }
  }

  private static func pair(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
