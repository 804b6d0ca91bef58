import ContentLines
package import Records

/// Writes a record in another of the spellings that are no difference (DESIGN, law 1): order of
/// properties and parameters, letter case of names, numbers of groups, folds, line ends.
package enum Scrambler {
  /// The bytes of the record's components, spelled at random.
  package static func bytes(_ record: Record, _ random: inout SeededRandom) -> [UInt8] {
    var writer = Spelling(
      lineEnd: random.chance(50) || Self.hasCR(record) ? "\r\n" : "\n", random: random)
    if random.chance(10) { writer.result += [0xEF, 0xBB, 0xBF] }
    let components = writer.random.shuffled(record.components)
    for component in record.zones + components { writer.write(component) }
    random = writer.random
    return writer.result
  }

  /// A carriage return at the end of a value would become part of a bare LF.
  private static func hasCR(_ record: Record) -> Bool {
    record.components.contains(where: hasCR)
  }

  private static func hasCR(_ component: Component) -> Bool {
    component.properties.contains { property in
      property.value.contains(ASCII.cr)
        || property.parameters.contains { $0.value.contains(ASCII.cr) }
    } || component.components.contains(where: hasCR)
  }

  private struct Spelling {
    let lineEnd: String
    var random: SeededRandom
    var result: [UInt8] = []

    mutating func write(_ component: Component) {
      line(cased("BEGIN") + Array(":".utf8) + cased(component.name.string))
      let offset = random.below(50)
      // VERSION comes first in a card: it says how the rest is to be read.
      let head = component.properties.filter { $0.name == .version }
      for property in head + random.shuffled(component.properties.filter { $0.name != .version }) {
        write(property, groupOffset: offset)
      }
      for inner in random.shuffled(component.components) { write(inner) }
      line(cased("END") + Array(":".utf8) + cased(component.name.string))
    }

    private mutating func write(_ property: Property, groupOffset: Int) {
      var bytes: [UInt8] = []
      if !property.group.isEmpty {
        bytes += group(property.group, groupOffset) + [ASCII.dot]
      }
      bytes += cased(property.name.string)
      for parameter in parameters(property) {
        bytes.append(ASCII.semicolon)
        bytes += cased(parameter.name.string) + [ASCII.equals]
        bytes += parameter.value.bytes
      }
      bytes.append(ASCII.colon)
      bytes += property.value.bytes.flatMap { $0 == ASCII.lf ? Array("\\n".utf8) : [$0] }
      line(bytes)
    }

    /// `item1` is as good as `ITEM31`.
    private mutating func group(_ group: Text, _ offset: Int) -> [UInt8] {
      guard group.count > 4, group[0..<4] == "item", let number = Int(group[4..<group.count].string)
      else { return Array(group.bytes) }
      return Array((random.chance(50) ? "item" : "Item").utf8) + Array("\(number + offset)".utf8)
    }

    /// One entry a name, or one a value, each with its values ready to write.
    private mutating func parameters(_ property: Property) -> [Parameter] {
      var entries: [Parameter] = []
      var seen: [Name] = []
      for parameter in property.parameters where !seen.contains(parameter.name) {
        seen.append(parameter.name)
        let values = property.parameters(parameter.name).map { encoded($0) }
        if random.chance(30) {
          entries += values.map { Parameter(parameter.name, $0) }
        } else {
          entries.append(
            Parameter(parameter.name, CanonicalValue.join(values, ASCII.comma)))
        }
      }
      // Values of one name keep their order; names may stand in any.
      let names = random.shuffled(seen)
      return names.flatMap { name in entries.filter { $0.name == name } }
    }

    private mutating func encoded(_ value: Text) -> Text {
      var bytes: [UInt8] = []
      var needsQuotes = random.chance(20)
      for byte in value.bytes {
        switch byte {
        case ASCII.caret: bytes += Array("^^".utf8)
        case ASCII.quote: bytes += Array("^'".utf8)
        case ASCII.lf: bytes += Array((random.chance(50) ? "^n" : "^N").utf8)
        default:
          if byte == ASCII.comma || byte == ASCII.colon || byte == ASCII.semicolon {
            needsQuotes = true
          }
          bytes.append(byte)
        }
      }
      return Text(needsQuotes ? [ASCII.quote] + bytes + [ASCII.quote] : bytes)
    }

    private mutating func cased(_ name: String) -> [UInt8] {
      let style = random.below(3)
      return name.utf8.map { byte in
        style == 0 || style == 1 && random.chance(50) ? ASCII.lower(byte) : byte
      }
    }

    /// Folds anywhere, inside characters as well, or not at all.
    private mutating func line(_ bytes: [UInt8]) {
      let fold = Array(lineEnd.utf8) + [random.chance(80) ? ASCII.space : ASCII.tab]
      switch random.below(4) {
      case 0 where bytes.count > 2:
        var start = 0
        while bytes.count - start > 1 {
          let length = min(bytes.count - start, 1 + random.below(60))
          result += bytes[start..<start + length]
          start += length
          if start < bytes.count { result += fold }
        }
        result += bytes[start...]
      default: result += bytes
      }
      result += Array(lineEnd.utf8)
      if random.chance(3) { result += Array(lineEnd.utf8) }
    }
  }
}
