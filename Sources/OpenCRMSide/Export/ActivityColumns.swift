import CivilTime

/// Turns canonical cells of an activity into the columns that a system has.
struct ActivityColumns: Sendable {
  /// The cells that together say when an activity takes place.
  static let schedule = ["date_start", "time_start", "due_date", "time_end"]

  private let coverage: OpenCRMCoverage?

  /// - Parameter covered: what the system has been seen to show; nil where nothing is known.
  init(covered: Set<String>?) {
    coverage = covered.map { OpenCRMCoverage($0) }
  }

  func columns(of cells: [String: String]) -> [String: String] {
    var result = cells
    guard let coverage else {
      if cells["visibility"] == "" { result["visibility"] = "Public" }
      return result
    }
    visibility(cells, coverage, &result)
    // A change of another field leaves the schedule alone.
    guard Self.schedule.contains(where: { cells[$0] != nil }) else { return result }
    for field in Self.schedule { result[field] = nil }
    let start = Moment(date: cells["date_start"], time: cells["time_start"])
    let end = Moment(date: cells["due_date"], time: cells["time_end"])
    func put(_ column: String, _ value: String) {
      if coverage.has(column) { result[column] = value }
    }
    put("date_start", text(start, withTime: coverage.has("date_start+time")))
    put("time_start", start?.time?.description ?? "")
    put("due_date", text(end, withTime: coverage.has("due_date+time")))
    put("time_end", end?.time?.description ?? "")
    put("notime", start != nil && start?.time == nil ? "1" : "0")
    duration(start, end, coverage, &result)
    return result
  }

  private func text(_ moment: Moment?, withTime: Bool) -> String {
    guard let moment else { return "" }
    guard withTime, let time = moment.time else { return moment.date.description }
    return "\(moment.date) \(time)"
  }

  /// Hours and minutes between start and end on the clock.
  private func duration(
    _ start: Moment?, _ end: Moment?, _ coverage: OpenCRMCoverage,
    _ result: inout [String: String]
  ) {
    var seconds: Int?
    if let start, let end, start.time != nil, end.time != nil {
      let length = end.civil.secondsAsIfUTC - start.civil.secondsAsIfUTC
      seconds = length >= 0 ? length : nil
    }
    let hasHours = coverage.has("duration_hours")
    if hasHours { result["duration_hours"] = seconds.map { "\($0 / 3600)" } ?? "" }
    if coverage.has("duration_minutes") {
      result["duration_minutes"] = seconds.map { "\((hasHours ? $0 % 3600 : $0) / 60)" } ?? ""
    }
  }

  private func visibility(
    _ cells: [String: String], _ coverage: OpenCRMCoverage, _ result: inout [String: String]
  ) {
    guard let word = cells["visibility"] else { return }
    result["visibility"] = nil
    if coverage.has("visibility") { result["visibility"] = word.isEmpty ? "Public" : word }
    if coverage.has("private") { result["private"] = word == "Private" ? "1" : "0" }
  }
}
