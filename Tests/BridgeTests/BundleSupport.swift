import CivilTime
import ContentLines
import ICalendar
import Merge
import Records
import Testing
import VCard

@testable import Bridge

/// A canonical contact from some lines.
func bundleContact(_ lines: String...) throws -> Record {
  let text = (["BEGIN:VCARD", "VERSION:4.0"] + lines + ["END:VCARD"]).joined(separator: "\r\n")
  return try #require(VCardReader.read(Array(text.utf8)).records.first?.record)
}

/// A canonical event or task from some lines.
func bundleItem(_ kind: RecordKind, _ lines: String...) throws -> Record {
  let name = kind == .event ? "VEVENT" : "VTODO"
  let text =
    (["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:\(name)"] + lines
    + ["END:\(name)", "END:VCALENDAR"]).joined(separator: "\r\n")
  let file = ICalendarReader(zones: ZoneCatalog()).read(Array(text.utf8))
  return try #require(file.records.first?.record)
}

/// A step of a plan, with the changes between its two versions.
func bundleStep(
  _ id: String, _ side: SideName, _ kind: RecordKind, _ action: Plan.Action, by: Plan.Way,
  before: Record? = nil, after: Record? = nil, collection: String? = nil, remoteID: String? = nil,
  needs: [String] = []
) -> Plan.Step {
  Plan.Step(
    id: id, side: side, kind: kind, action: action, uid: "uid-\(id)",
    name: (after ?? before)?.displayName ?? "(no name)",
    changes: Diff.changes(from: before, to: after), reason: "new in OpenCRM", rule: "rule",
    needs: needs, by: by, remoteID: remoteID, collection: collection, before: before, after: after)
}

/// Writes tables that say what they were given.
struct PlainTables: OpenCRMBundling {
  /// Ids whose changes no column holds.
  var unwritable: Set<String> = []

  func creates(_ records: [Record]) -> [BundleFile] {
    let groups: [(String, (Record) -> Bool)] = [
      ("contacts.csv", { $0.kind == .contact }), ("activities.csv", { $0.kind != .contact }),
    ]
    return groups.compactMap { name, isOwn in
      let names = records.filter(isOwn).map { "\($0.displayName)\r\n" }
      return names.isEmpty ? nil : BundleFile(path: name, bytes: Array(names.joined().utf8))
    }
  }

  func updates(_ updates: [OpenCRMBundleUpdate]) -> OpenCRMUpdateFiles {
    let lines = updates.filter { !unwritable.contains($0.remoteID) }.map {
      "\($0.remoteID),\($0.after.displayName)\r\n"
    }
    return OpenCRMUpdateFiles(
      files: lines.isEmpty
        ? [] : [BundleFile(path: "updates-contacts.csv", bytes: Array(lines.joined().utf8))],
      unwritten: Set(updates.indices.filter { unwritable.contains(updates[$0].remoteID) }))
  }

  func all(_ records: [(remoteID: String?, record: Record)]) -> [BundleFile] {
    let lines = records.map { "\($0.remoteID ?? ""),\($0.record.displayName)\r\n" }
    return lines.isEmpty
      ? [] : [BundleFile(path: "contacts.csv", bytes: Array(lines.joined().utf8))]
  }
}

struct PlainPlaces: ChecklistPlaces {
  func place(of property: Name, for step: Plan.Step) -> String { "edit \(property)" }
  func creation(for step: Plan.Step) -> String { "add to \(step.collection ?? "")" }
  func deletion(for step: Plan.Step) -> String { "delete" }
}

/// A witness that stumbles over some records, and then over all that stand in their file.
struct Stumbling: CalendarWitness {
  var over: Set<String> = []
  var takesNeighbours = false
  /// A complaint about no record we know.
  var stray = false

  func disagreements(ics: [UInt8], expecting records: [Record]) async -> [String: String] {
    let uids = records.compactMap { $0.uid?.string }
    let bad = uids.filter(over.contains)
    if stray { return ["?": "It sees a record of its own."] }
    guard !bad.isEmpty else { return [:] }
    return Dictionary(
      uniqueKeysWithValues: (takesNeighbours ? uids : bad).map { ($0, "It stumbles.") })
  }
}

/// The bundle of some steps.
func bundle(
  _ steps: [Plan.Step], sides: [SideName] = [.opencrm, .google("mary")],
  tables: PlainTables = PlainTables(), witness: Stumbling = Stumbling(), warning: String? = nil
) async -> Bundle {
  var plan = Plan(made: "2026-11-23T09:00:00Z")
  plan.id = "0123456789abcdef"
  plan.steps = steps
  return await BundleWriter(
    plan: plan, sides: sides, zones: ZoneCatalog(), openCRM: tables, places: PlainPlaces(),
    witness: witness,
    page: { Array("\($0.title): \($0.rows.count) rows\n".utf8) },
    warning: warning.map { [$0] } ?? []
  ).bundle()
}

extension [BundleFile] {
  /// The text of a file with LF as line end, or nil.
  subscript(path: String) -> String? {
    first { $0.path == path }.map {
      String(decoding: $0.bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    }
  }
}
