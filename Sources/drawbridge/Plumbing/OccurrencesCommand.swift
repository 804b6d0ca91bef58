import ArgumentParser
import Bridge
import CivilTime
import FileSide
import ICalendar
import Records
import Sides

/// Lists when the events of a file take place.
struct OccurrencesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "occurrences", abstract: "Lists the occurrences of events and tasks.")

  @Argument(help: "A file, folder or archive.")
  var input: String

  @Option(help: "The first day, as 2026-11-23.")
  var from: String?

  @Option(help: "The last day.")
  var to: String?

  @Option(help: "At most so many occurrences.")
  var limit = 1000

  @Option(help: "The zone for floating times and days.")
  var zone = "Europe/London"

  @Flag(help: "One JSON object an occurrence.")
  var json = false

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let console = global.console
    let reading = Reading(console: console)
    guard let home = reading.zones.zone(named: zone) else {
      throw CommandFailure(
        .impossible, "--zone \(zone): no such zone. Use an IANA name such as Europe/London.")
    }
    guard limit > 0 else { throw CommandFailure(.impossible, "--limit must be above zero.") }
    let result = try reading.read([input])
    reading.summarise(result.findings)
    let records = result.files.flatMap(\.read.records).map(\.record).filter { $0.kind != .contact }
    let expansion = Occurrences.expand(
      records, from: try day(from, "--from"), to: try day(to, "--to"), limit: limit, zone: home,
      zones: reading.zones)
    for occurrence in expansion.occurrences {
      if json {
        console.out(
          JSONText.object([
            ("start", .string(occurrence.startText)), ("end", .optional(occurrence.endText)),
            ("uid", .optional(occurrence.uid)), ("summary", .optional(occurrence.summary)),
            ("from", .string(occurrence.from.rawValue)),
          ]).text)
      } else {
        console.out(
          "\(occurrence.startText)  \(occurrence.endText ?? "")  \(occurrence.summary ?? "")")
      }
    }
    // What cannot be listed is part of the answer, with or without --verbose.
    for finding in expansion.findings {
      console.note(FileFinding(file: input, finding).line)
    }
    if expansion.isLimited {
      console.note("There are more; set --from, --to or a higher --limit.")
    }
  }

  private func day(_ text: String?, _ option: String) throws -> CivilDate? {
    guard let text else { return nil }
    guard let date = CivilDate(Array(text.utf8)[...], extended: true) else {
      throw CommandFailure(.impossible, "\(option) \(text) is no date. Write it as 2026-11-23.")
    }
    return date
  }
}
