package import ContentLines
import Records
import Synchronization

/// The definitions of zones in a calendar file as they stand there, for components that are copied
/// out of it. Safe to share between threads; the file is looked through when it is first asked.
package final class CalendarZones: Sendable {
  private struct Calendar {
    var lines: ClosedRange<Int>
    var zones: [Text: [UInt8]]
  }

  private let file: RecordFile
  private let calendars = Mutex<[Calendar]?>(nil)

  /// The definitions of one file.
  package init(_ file: RecordFile) { self.file = file }

  /// What the TZIDs in some copied lines stand for: the lines of each definition, none where the
  /// calendar around them has none. O(n) in the copied lines, once in the file.
  ///
  /// - Parameter line: the first of the lines in the file, which tells the calendar.
  package func definitions(usedIn copied: [UInt8], from line: Int) -> [Text: [UInt8]] {
    let all = calendars.withLock { known in
      if let known { return known }
      let found = read()
      known = found
      return found
    }
    let own = all.last { $0.lines.contains(line) }?.zones ?? [:]
    var result: [Text: [UInt8]] = [:]
    for component in ComponentReader.read(Lexer.lex(copied)).components {
      for id in component.writtenZones { result[id] = own[id] ?? [] }
    }
    return result
  }

  private func read() -> [Calendar] {
    ComponentReader.read(Lexer.lex(file.bytes)).components.map { calendar in
      var zones: [Text: [UInt8]] = [:]
      for zone in calendar.components where zone.name == .vtimezone {
        let id = TextEscaping.unescape(zone.first(.tzid)?.value ?? .empty).trimmed
        // Of two with one TZID the first counts.
        guard zones[id] == nil else { continue }
        let range = Int(zone.line)...Int(max(zone.line, zone.endLine))
        zones[id] = file.copiedLines([range], version: "") ?? zone.bytes()
      }
      let end = calendar.endLine == 0 ? UInt32.max : calendar.endLine
      return Calendar(lines: Int(calendar.line)...Int(max(end, calendar.line)), zones: zones)
    }
  }
}

extension Component {
  /// Every TZID in it, as definitions spell it.
  fileprivate var writtenZones: Set<Text> {
    var result = Set<Text>()
    for property in properties {
      for id in property.parameters(.tzid) { result.insert(TextEscaping.unescape(id).trimmed) }
    }
    for inner in components { result.formUnion(inner.writtenZones) }
    return result
  }
}
