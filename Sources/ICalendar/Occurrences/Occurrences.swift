public import CivilTime
import ContentLines
public import Records

/// Lists when records take place within a window.
public enum Occurrences {
  /// The occurrences that lie in the window in part at least, by start, then UID.
  ///
  /// Bounded: every rule is followed for a limited number of steps and at most `limit` occurrences.
  ///
  /// - Parameters:
  ///   - records: canonical events and tasks; cancelled ones and contacts have no occurrence.
  ///   - from: the first day; nil from the beginning.
  ///   - to: the last day; nil for ever.
  ///   - zone: whose midnights bound the window, and whose clock places days and floating times
  ///     among moments.
  public static func expand(
    _ records: [Record], from: CivilDate?, to: CivilDate?, limit: Int, zone: Zone,
    zones: ZoneCatalog
  ) -> OccurrenceList {
    var result = OccurrenceList()
    let window = OccurrenceWindow(from: from, to: to, zone: zone)
    for record in records where record.kind != .contact {
      var series = OccurrenceSeries(record, zones: zones, window: window, limit: limit)
      series.run()
      result.occurrences += series.found
      result.isLimited = result.isLimited || series.isLimited
      result.findings += series.findings
    }
    result.occurrences = result.occurrences.map { ($0, $0.start.instant(in: zone)) }
      .sorted {
        ($0.1, $0.0.uid ?? "", $0.0.startText, $0.0.summary ?? "")
          < ($1.1, $1.0.uid ?? "", $1.0.startText, $1.0.summary ?? "")
      }.map(\.0)
    if result.occurrences.count > limit {
      result.occurrences.removeLast(result.occurrences.count - max(limit, 0))
      result.isLimited = true
    }
    return result
  }
}

/// Days of one zone, and what moments they span.
struct OccurrenceWindow {
  var zone: Zone
  var begin: Instant?
  var end: Instant?

  init(from: CivilDate?, to: CivilDate?, zone: Zone) {
    self.zone = zone
    begin = from.map { zone.resolve(CivilDateTime(date: $0)) }
    end = to?.adding(days: 1).map { zone.resolve(CivilDateTime(date: $0)) }
  }

  /// Whether something lies in the window in part; what has no length counts by its start.
  func contains(_ start: OccurrenceTime, _ end: OccurrenceTime?) -> Bool {
    let first = start.instant(in: zone)
    if let limit = self.end, first >= limit { return false }
    guard let begin else { return true }
    guard let last = end?.instant(in: zone), last > first else { return first >= begin }
    return last > begin
  }
}
