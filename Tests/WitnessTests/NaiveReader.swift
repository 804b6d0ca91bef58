import Witness

/// The simplest reader of calendars that can stand for ours in these tests: it unfolds, splits at
/// the first colon outside quotes, and knows nothing about values.
enum NaiveReader {
  static func components(of ics: [UInt8]) -> [WitnessComponent] {
    var open: [WitnessComponent] = []
    var ignored = 0
    var result: [WitnessComponent] = []
    for line in lines(of: ics) {
      guard let property = property(line) else { continue }
      let name = property.name.uppercased()
      let value = property.value.uppercased()
      if name == "BEGIN" {
        let isWanted =
          open.isEmpty
          ? value == "VEVENT" || value == "VTODO" : open.count == 1 && value == "VALARM"
        if ignored > 0 || !isWanted && !open.isEmpty {
          ignored += 1
        } else if isWanted {
          open.append(.init(kind: value, properties: []))
        }
      } else if name == "END" {
        if ignored > 0 {
          ignored -= 1
        } else if let last = open.popLast() {
          if open.isEmpty { result.append(last) } else { open[0].alarms.append(last) }
        }
      } else if ignored == 0, !open.isEmpty {
        open[open.count - 1].properties.append(property)
      }
    }
    return result
  }

  private static func lines(of ics: [UInt8]) -> [[UInt8]] {
    var result: [[UInt8]] = []
    for line in ics.split(whereSeparator: { $0 == 0x0A }) {
      let line = line.last == 0x0D ? line.dropLast() : line
      if let first = line.first, first == 0x20 || first == 0x09, !result.isEmpty {
        result[result.count - 1] += line.dropFirst()
      } else if !line.isEmpty {
        result.append(Array(line))
      }
    }
    return result
  }

  static func property(_ line: [UInt8]) -> WitnessProperty? {
    var fields: [[UInt8]] = [[]]
    var isQuoted = false
    var colon: Int?
    for (index, byte) in line.enumerated() {
      if byte == 0x22 { isQuoted.toggle() }
      if !isQuoted, byte == 0x3A {
        colon = index
        break
      }
      if !isQuoted, byte == 0x3B {
        fields.append([])
      } else {
        fields[fields.count - 1].append(byte)
      }
    }
    guard let colon else { return nil }
    let parameters = fields.dropFirst().map { field in
      let halves = field.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
      var values: [[UInt8]] = [[]]
      var isQuoted = false
      for byte in halves.count == 2 ? halves[1] : [] {
        if byte == 0x22 {
          isQuoted.toggle()
        } else if byte == 0x2C, !isQuoted {
          values.append([])
        } else {
          values[values.count - 1].append(byte)
        }
      }
      return WitnessParameter(text(halves[0]), values.map { undone(text($0)) })
    }
    return WitnessProperty(
      text(fields[0]), Array(parameters), value: text(line[(colon + 1)...]))
  }

  private static func text(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  private static func undone(_ value: String) -> String {
    value.split(separator: "^^", omittingEmptySubsequences: false).map { part in
      part.split(separator: "^n", omittingEmptySubsequences: false).map {
        $0.split(separator: "^'", omittingEmptySubsequences: false).joined(separator: "\"")
      }.joined(separator: "\n")
    }.joined(separator: "^")
  }
}
