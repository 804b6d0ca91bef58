import ContentLines
import Foundation
import Records
import Testing

@testable import VCard

/// The .vcf files of the shared folder (DRAWBRIDGE_SHARED, or ../shared beside the package).
func corpusFiles() -> [(name: String, bytes: [UInt8])] {
  let root: URL
  if let shared = ProcessInfo.processInfo.environment["DRAWBRIDGE_SHARED"] {
    root = URL(filePath: shared)
  } else {
    root = URL(filePath: #filePath).appending(path: "../../../../shared").standardized
  }
  let corpus = root.appending(path: "corpus")
  guard let all = FileManager.default.enumerator(at: corpus, includingPropertiesForKeys: nil) else {
    return []
  }
  return all.compactMap { $0 as? URL }.filter { $0.pathExtension.lowercased() == "vcf" }
    .sorted { $0.path < $1.path }
    .compactMap { url in
      (try? Data(contentsOf: url)).map { (url.lastPathComponent, utf8(Array($0))) }
    }
}

/// UTF-16 is decoded before the reader sees it.
private func utf8(_ bytes: [UInt8]) -> [UInt8] {
  if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
    return Array((String(data: Data(bytes), encoding: .utf16) ?? "").utf8)
  }
  return bytes
}

@Test("Every card of the corpus reads, and its written forms read as the same card")
func corpusRoundTrips() throws {
  let files = corpusFiles()
  var cards = 0
  var failures = 0
  var counts = (version4: 0, version3: 0, jCard: 0)
  for file in files {
    for read in VCardReader.read(file.bytes).records {
      cards += 1
      let record = read.record
      let forms: [(String, [UInt8], Record?)] = [
        ("canonical", [], VCardReader.canonical(record)),
        (
          "vCard 4.0", VCardWriter.vcard4(record),
          VCardReader.read(VCardWriter.vcard4(record)).records.first?.record
        ),
        (
          "vCard 3.0", VCardWriter.vcard3(record),
          VCardReader.read(VCardWriter.vcard3(record)).records.first?.record
        ),
        (
          "jCard", JCard.write(record), try JCard.read(JCard.write(record)).records.first?.record
        ),
      ]
      for (form, _, again) in forms where again != record {
        failures += 1
        if failures < 12 {
          Issue.record(
            "\(file.name) as \(form):\n\(difference(record.bytes(), again?.bytes() ?? []))")
        }
      }
      if forms[1].2 == record { counts.version4 += 1 }
      if forms[2].2 == record { counts.version3 += 1 }
      if forms[3].2 == record { counts.jCard += 1 }
    }
  }
  print("corpus: \(files.count) .vcf files, \(cards) cards; same after 4.0: \(counts.version4),")
  print("        after 3.0: \(counts.version3), after jCard: \(counts.jCard)")
  #expect(files.isEmpty || cards > 100)
}

@Test("Every line of every corpus card is kept, upgraded or reported")
func corpusLinesAreAccountedFor() {
  var lines = 0
  var failures = 0
  for file in corpusFiles() {
    var steps: Set<Int> = []
    let read = VCardReader.read(file.bytes) { steps.insert($0.line) }
    let reported = Set(read.findings.map(\.line))
    let kept = Set(
      read.records.flatMap { $0.record.components }.flatMap(\.properties).map { Int($0.line) })
    let lexed = Lexer.lex(file.bytes)
    for card in ComponentReader.read(lexed).components where card.name == .vcard {
      let record = read.records.first { $0.lines.first?.lowerBound == Int(card.line) }?.record
      for property in card.properties {
        lines += 1
        let line = Int(property.line)
        if steps.contains(line) || reported.contains(line) || kept.contains(line) { continue }
        // Lists of one name are one property: each value has to be in it.
        let values = (record?.components.first?.all(property.name) ?? []).flatMap {
          TextEscaping.split($0.value, at: ASCII.comma).map(TextEscaping.unescape)
        }
        let own = TextEscaping.split(property.value, at: ASCII.comma).map(TextEscaping.unescape)
        if own.allSatisfy({ $0.isEmpty || values.contains($0) }) { continue }
        failures += 1
        if failures < 10 { Issue.record("\(file.name):\(line): \(property.lineText)") }
      }
    }
  }
  print("corpus: \(lines) lines of cards accounted for")
}
