import CivilTime
import Foundation
import Recurrence

/// The recurrence cases of the shared corpus, which other calendar programs were tested with.
struct CorpusCase: Decodable {
  var id: String
  var note: String
  var dtstart: String?
  var rrule: String?
  var set: String?
  var expected: [String]
  var complete: Bool?
  var error: String?
  var rfc5545: String?

  static let all: [CorpusCase] = {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let shared =
      ProcessInfo.processInfo.environment["DRAWBRIDGE_SHARED"].map {
        URL(fileURLWithPath: $0, relativeTo: package)
      } ?? package.deletingLastPathComponent().appendingPathComponent("shared")
    let file = shared.appendingPathComponent("corpus/rrule/cases.json")
    // A missing or unreadable corpus shows as a count of zero, which the tests refuse.
    guard let data = try? Data(contentsOf: file) else { return [] }
    return (try? JSONDecoder().decode([CorpusCase].self, from: data)) ?? []
  }()
}

/// A whole DTSTART/RRULE block, or the two fields, as a recurrence set with its zone.
struct CaseSet {
  var start: CalendarValue
  var zone: Zone?
  var set: RecurrenceSet

  init?(_ item: CorpusCase, catalog: ZoneCatalog) throws {
    let lines =
      item.set.map { $0.split(whereSeparator: \.isNewline).map(String.init) }
      ?? ["DTSTART:\(item.dtstart ?? "")", "RRULE:\(item.rrule ?? "")"]
    var start: CalendarValue?
    var zone: Zone?
    var rules: [RecurrenceRule] = []
    for line in lines {
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = Array(line[line.index(after: colon)...].utf8)[...]
      if line.hasPrefix("DTSTART") {
        start = CalendarValue(value)
        if let sign = line[..<colon].range(of: "TZID=") {
          zone = catalog.zone(named: String(line[sign.upperBound..<colon]))
          if zone == nil { return nil }
        }
      } else if line.hasPrefix("RRULE:") {
        rules.append(try RecurrenceRule(value))
      } else {
        return nil
      }
    }
    guard let start else { return nil }
    self.start = start
    self.zone = zone
    set = RecurrenceSet(
      start: start.civil, isDate: start.isDate,
      rules: rules.map { rule in
        if let zone, case .utc(let value) = rule.until {
          return .init(rule, until: zone.local(Instant(utc: value)))
        }
        return .init(rule)
      })
  }

  /// An instance as the corpus writes it.
  func text(_ instance: CivilDateTime) -> String {
    if let zone {
      let moment = zone.resolve(instance)
      let text = moment.rfc3339(offset: zone.offset(at: moment))
      return text.hasSuffix("Z") ? text.dropLast() + "+00:00" : text
    }
    switch start {
    case .date: return CalendarValue.date(instance.date).description
    case .floating: return instance.basic
    case .utc: return instance.basic + "Z"
    }
  }
}
