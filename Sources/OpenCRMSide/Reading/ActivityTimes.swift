import CivilTime
import ContentLines
import Records

/// Reads the columns that carry an activity's schedule into canonical cells.
struct ActivityTimes {
  /// The columns, of which a system has some.
  static let fields = [
    "date_start", "time_start", "due_date", "time_end", "duration_hours", "duration_minutes",
    "notime",
  ]

  /// Canonical `date_start`, `time_start`, `due_date`, `time_end`.
  private(set) var cells: [String: String] = [:]
  private(set) var problems: [(FindingKind, String)] = []
  /// Whether the cell of the date shows a time.
  private(set) var hasStartTime = false
  private(set) var hasDueTime = false

  init(
    cells raw: [String: String], kind: RecordKind, zone: Zone, noDate: CivilDate? = nil
  ) {
    func moment(_ field: String) -> Moment? {
      guard let text = raw[field] else { return nil }
      switch Self.parse(text, zone) {
      case .none: return nil
      case .moment(let moment): return moment
      case .unreadable:
        problems.append((.openCRMDate, "\(field) is \"\(text)\", which is no date yyyy-mm-dd."))
        return nil
      }
    }
    func time(_ field: String) -> TimeOfDay? {
      guard let text = raw[field] else { return nil }
      let time = Self.time(Text(text).trimmed)
      if time == nil {
        problems.append((.openCRMDate, "\(field) is \"\(text)\", which is no time hh:mm:ss."))
      }
      return time
    }
    func number(_ field: String) -> Int {
      guard let text = raw[field].map({ Text($0).trimmed.string }) else { return 0 }
      let whole = text.utf8.count <= 6 ? Int(text) : nil
      if whole == nil || whole.map({ $0 < 0 }) == true {
        problems.append((.openCRMDate, "\(field) is \"\(text)\", which is no whole number."))
      }
      return max(whole ?? 0, 0)
    }

    var start = moment("date_start")
    var end = moment("due_date")
    hasStartTime = start?.time != nil
    hasDueTime = end?.time != nil
    let startTime = time("time_start")
    let endTime = time("time_end")
    let seconds = number("duration_hours") &* 3600 &+ number("duration_minutes") &* 60
    guard problems.isEmpty else { return }
    // A day that stands for none has no time either.
    if let noDate {
      if start?.date == noDate { start = nil }
      if end?.date == noDate { end = nil }
    }

    if let startTime { start?.time = startTime }
    if Words.isTrue(raw["notime"]) { start?.time = nil }
    if kind == .task {
      if let endTime { end?.time = endTime }
    } else {
      end = eventEnd(start: start, due: end, time: endTime, seconds: seconds)
    }
    if let start { cells.merge(start.cells("date_start", "time_start")) { one, _ in one } }
    if let end { cells.merge(end.cells("due_date", "time_end")) { one, _ in one } }
  }

  /// The end of an event: a day with its time, else the start and the duration.
  private mutating func eventEnd(
    start: Moment?, due: Moment?, time: TimeOfDay?, seconds: Int
  ) -> Moment? {
    guard let start else {
      if due != nil {
        problems.append((.openCRMEnd, "The activity ends, but has no start; the end was not read."))
      }
      return nil
    }
    var end: Moment?
    if start.time == nil {
      end = due.map { Moment(date: $0.date, time: nil) }
    } else if let time = time ?? due?.time {
      end = Moment(date: due?.date ?? start.date, time: time)
    } else if seconds > 0 {
      end = start.civil.adding(seconds: seconds).map(Moment.init)
    } else if let due, due.date != start.date {
      problems.append(
        (.openCRMEnd, "The activity ends on \(due.date) at no known time; the end was not read."))
    }
    if let ended = end, ended.civil < start.civil {
      problems.append((.openCRMEnd, "The activity ends before it starts."))
    }
    return end
  }

  enum Reading {
    /// Blank, or the zero date of a database.
    case none
    case moment(Moment)
    case unreadable
  }

  /// Reads `yyyy-mm-dd`, `yyyy-mm-dd hh:mm:ss` on the zone's clocks, or RFC 3339.
  static func parse(_ text: String, _ zone: Zone) -> Reading {
    let text = Text(text).trimmed
    if text.isEmpty || text[0..<10] == "0000-00-00" { return .none }
    guard let date = OpenCRMSlots.date(text[0..<10].string) else { return .unreadable }
    if text.count == 10 { return .moment(Moment(date: date, time: nil)) }
    let separator = text.byte(at: 10)
    guard separator == ASCII.space || separator == 0x54 else { return .unreadable }
    let rest = text[11..<text.count]
    if let time = time(rest) { return .moment(Moment(date: date, time: time)) }
    let standard = text[0..<10].string + "T" + rest.string
    guard let instant = Instant(standard) else { return .unreadable }
    return .moment(Moment(zone.local(instant)))
  }

  /// Reads `hh:mm:ss` or `hh:mm`; the hour may have one digit.
  static func time(_ text: Text) -> TimeOfDay? {
    let bytes = text.byte(at: 1) == ASCII.colon ? [0x30] + Array(text.bytes) : Array(text.bytes)
    return TimeOfDay(bytes[...], extended: true)
  }
}
