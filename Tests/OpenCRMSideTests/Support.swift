import CivilTime
import ContentLines
import Records
import Sides

@testable import OpenCRMSide

let zones = ZoneCatalog()
let london = zones.zone(named: "Europe/London") ?? .utc

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

func file(_ name: String, _ lines: String...) -> OpenCRMFile {
  OpenCRMFile(name: name, bytes: bytes(lines.joined(separator: "\r\n") + "\r\n"))
}

func reader(
  headers: [OpenCRMColumns.Entry] = [], custom: [OpenCRMColumns.Entry] = [], zone: Zone = london
) -> OpenCRMReader {
  OpenCRMReader(columns: OpenCRMColumns(headers: headers, customFields: custom), zone: zone)
}

/// A contact from the lines between BEGIN and END, canonical.
func contact(_ lines: String...) -> Record {
  record(.contact, "VCARD", ["VERSION:4.0"] + lines)
}

func event(_ lines: String...) -> Record { record(.event, "VEVENT", lines) }
func task(_ lines: String...) -> Record { record(.task, "VTODO", lines) }

private func record(_ kind: RecordKind, _ name: String, _ lines: [String]) -> Record {
  let text = (["BEGIN:\(name)"] + lines + ["END:\(name)"]).joined(separator: "\r\n") + "\r\n"
  return Record(kind, canonicalBytes: bytes(text))?.canonical() ?? Record(kind, [])
}

/// The lines of a record's components, without BEGIN, END and VERSION.
func lines(_ record: Record?) -> [String] {
  record?.components.flatMap { $0.properties.map(\.lineText) }.filter { $0 != "VERSION:4.0" } ?? []
}

func text(_ file: OpenCRMFile) -> String { String(decoding: file.bytes, as: UTF8.self) }

extension OpenCRMRead {
  func read(_ kind: RecordKind) -> SourceRead? { reads.first { $0.kind == kind } }
  var codes: [String] { findings.map(\.finding.kind.code) }
}

/// SplitMix64.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
