/// A length of time as the settings write it: `24 hours`.
package struct SettingDuration: Sendable, Equatable {
  /// A unit of fixed length.
  package enum Unit: String, CaseIterable, Sendable {
    case minutes, hours, days, weeks

    var seconds: Int {
      switch self {
      case .minutes: 60
      case .hours: 3600
      case .days: 86_400
      case .weeks: 604_800
      }
    }
  }
  /// Number of units, at least 0 and at most `limit`.
  package var count: Int
  /// The unit.
  package var unit: Unit

  /// Most units that can be written, so that no sum of seconds overflows.
  package static let limit = 100_000

  /// Makes a length of time.
  package init(count: Int, unit: Unit) {
    self.count = min(max(count, 0), Self.limit)
    self.unit = unit
  }

  /// The length in seconds.
  package var seconds: Int { count * unit.seconds }
}

/// The days around today whose events or tasks are carried, by date in the workspace's zone.
package struct TimeWindow: Sendable, Equatable {
  /// A distance from today: `-2 months`.
  package struct Offset: Sendable, Equatable {
    /// A unit of the calendar.
    package enum Unit: String, CaseIterable, Sendable {
      case days, weeks, months, years

      /// Days in the unit, about; good for telling an empty window.
      var days: Int {
        switch self {
        case .days: 1
        case .weeks: 7
        case .months: 30
        case .years: 365
        }
      }
    }
    /// Number of units; negative before today; between `-limit` and `limit`.
    package var count: Int
    /// The unit.
    package var unit: Unit

    /// Most units that can be written.
    package static let limit = 10_000

    /// Makes a distance from today.
    package init(count: Int, unit: Unit) {
      self.count = min(max(count, -Self.limit), Self.limit)
      self.unit = unit
    }
  }
  /// The first day.
  package var from: Offset
  /// The last day.
  package var to: Offset

  /// Makes a window.
  package init(from: Offset, to: Offset) {
    self.from = from
    self.to = to
  }

  /// Google2OpenCRM's window from Google to OpenCRM.
  package static let toOpenCRM = TimeWindow(
    from: Offset(count: -2, unit: .months), to: Offset(count: 2, unit: .months))
  /// Google2OpenCRM's window from OpenCRM to Google.
  package static let toGoogle = TimeWindow(
    from: Offset(count: -2, unit: .months), to: Offset(count: 12, unit: .months))
}
