import CLibical
import CivilTime
import ContentLines
import Foundation
import ICalendar
import Records
import VCard

/// Medians of one thread over the same bytes, beside a memchr scan, SHA-256 and libical.
enum Table {
  static func run(share: Double) {
    print("| what | bytes | ms | MB/s | of the scan | must | aim |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    let count = max(Int(100_000 * share), 100)
    for kind in Cards.Kind.allCases {
      cards(kind, Cards.file(kind, count: count))
    }
    events(Events.file(count: max(Int(50_000 * share), 100)))
  }

  private static func cards(_ kind: Cards.Kind, _ bytes: [UInt8]) {
    let name =
      switch kind {
      case .takeout3: "3.0 as Takeout"
      case .vcard4: "4.0"
      case .phone21: "2.1 quoted-printable"
      }
    let scan = floor(name, bytes)
    // As cards are read: in pieces.
    let store = ByteStore(bytes)
    row("\(name): lex", bytes, scan, must: 0.2, aim: 0.3) {
      var start = 0
      var lines = 0
      while start < bytes.count {
        let end = CardCut.end(in: bytes, from: start, least: VCardReader.pieceSize)
        lines += Lexer.lex(store, start..<end, firstLine: 1).lines.count
        start = end
      }
      return lines
    }
    row("\(name): read, kept", bytes, scan, must: 0.035, aim: 0.08) {
      VCardReader.read(bytes).records.count
    }
    let limits = kind == .phone21 ? (must: 0.023, aim: 0.045) : (must: 0.035, aim: 0.08)
    row(
      "\(name): read, canonical, digest", bytes, scan, must: limits.must, aim: limits.aim
    ) {
      var size = 0
      for record in VCardReader.read(bytes).records {
        size += VCardWriter.vcard4(record.record).count
        _ = record.record.digest()
      }
      return size
    }
  }

  private static func events(_ bytes: [UInt8]) {
    let scan = floor("events", bytes)
    let zones = ZoneCatalog(directory: "/usr/share/zoneinfo")
    row("events: lex", bytes, scan, must: 0.2, aim: 0.3) { Lexer.lex(bytes).lines.count }
    let ours = row("events: read, canonical", bytes, scan, must: nil, aim: nil) {
      ICalendarWriter(zones: zones).write(file: ICalendarReader(zones: zones).read(bytes)).count
    }
    let text = bytes + [0]
    row("events: libical parse", bytes, scan, must: nil, aim: nil) { libical(text, writes: false) }
    let theirs = row("events: libical parse, write", bytes, scan, must: nil, aim: nil) {
      libical(text, writes: true)
    }
    print(
      "\nevents: \(String(format: "%.1f", theirs / ours)) x libical's parse and write (must 6, aim 12)"
    )
  }

  private static func libical(_ text: [UInt8], writes: Bool) -> Int {
    text.withUnsafeBufferPointer { all in
      all.withMemoryRebound(to: CChar.self) { text in
        guard let start = text.baseAddress, let calendar = icalparser_parse_string(start) else {
          return 0
        }
        defer { icalcomponent_free(calendar) }
        guard writes, let written = icalcomponent_as_ical_string_r(calendar) else { return 1 }
        defer { free(written) }
        return strlen(written)
      }
    }
  }

  /// The scan for line ends, which nothing that reads lines can beat, and SHA-256. In seconds.
  private static func floor(_ name: String, _ bytes: [UInt8]) -> Double {
    let scan = row("\(name): memchr scan", bytes, nil, must: nil, aim: nil) {
      bytes.withUnsafeBytes { all in
        var lines = 0
        var place = 0
        while place < all.count, let start = all.baseAddress,
          let found = memchr(start + place, 0x0A, all.count - place)
        {
          lines += 1
          place = UnsafeRawPointer(found) - start + 1
        }
        return lines
      }
    }
    row("\(name): SHA-256", bytes, scan, must: nil, aim: nil) {
      Digest(of: bytes).bytes.count
    }
    return scan
  }

  /// Prints the median of five runs and gives it in seconds.
  @discardableResult
  private static func row(
    _ name: String, _ bytes: [UInt8], _ scan: Double?, must: Double?, aim: Double?,
    _ work: () -> Int
  ) -> Double {
    var times: [Double] = []
    for _ in 0..<5 {
      let start = ContinuousClock.now
      precondition(work() > 0, "nothing was read")
      let time = ContinuousClock.now - start
      times.append(Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18)
      // Slow work says the same in fewer runs.
      if times.reduce(0, +) > 20 { break }
    }
    let median = times.sorted()[times.count / 2]
    let share = scan.map { String(format: "%.3f", $0 / median) } ?? "1"
    let speed = Double(bytes.count) / median / 1e6
    print(
      "| \(name) | \(bytes.count) | \(String(format: "%.1f", median * 1000)) "
        + "| \(String(format: "%.0f", speed)) | \(share) "
        + "| \(must.map { "\($0)" } ?? "") | \(aim.map { "\($0)" } ?? "") |")
    return median
  }
}
