package import ContentLines

/// The name of a property, parameter or component: upper-case, interned where the schema knows it.
package struct Name: Sendable {
  /// Upper-case ASCII, as written on output.
  package let text: Text
  /// The place in the table of known names, from 1; 0 for a name the schema does not know.
  package let id: UInt16

  /// Looks the name up; an unknown one is upper-cased. O(length).
  package init(_ text: Text) {
    let id = NameTable.shared.find(text)
    self.id = id
    self.text = id == 0 ? text.asciiUppercased : NameTable.shared.names[Int(id)]
  }

  package var string: String { text.string }

  /// Whether the name is experimental or a vendor's (RFC 6350 section 6.10).
  package var isExtension: Bool {
    text.count > 2 && text.byte(at: 0) == 0x58 && text.byte(at: 1) == 0x2D
  }
}

extension Name: Hashable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
  package static func == (one: Name, other: Name) -> Bool {
    one.id == other.id && (one.id != 0 || one.text == other.text)
  }

  package static func < (one: Name, other: Name) -> Bool {
    one.text < other.text
  }

  package func hash(into hasher: inout Hasher) {
    if id == 0 { hasher.combine(text) } else { hasher.combine(id) }
  }

  package init(stringLiteral value: String) {
    self.init(Text(value))
  }

  package var description: String { string }
}

/// Known names by a case-blind hash of their bytes; built once from the schema.
struct NameTable: Sendable {
  static let shared = NameTable()

  /// Index 0 is no name.
  let names: [Text]
  /// Open addressing; 0 is an empty place.
  private let slots: [UInt16]
  private let mask: Int

  private init() {
    var all: [String] = []
    var seen = Set<String>()
    for name in SchemaNames.properties + SchemaNames.parameters + SchemaNames.components
    where seen.insert(name).inserted {
      all.append(name)
    }
    var size = 64
    while size < all.count * 4 { size *= 2 }
    var slots = [UInt16](repeating: 0, count: size)
    var names: [Text] = [.empty]
    // One store for all names keeps them together in memory.
    let store = ByteStore(all.flatMap { Array($0.utf8) })
    var offset: UInt32 = 0
    for name in all {
      let length = UInt32(name.utf8.count)
      let text = Text(store: store, offset: offset, length: length)
      offset += length
      names.append(text)
      var place = Self.hash(text) & (size - 1)
      while slots[place] != 0 { place = (place + 1) & (size - 1) }
      slots[place] = UInt16(names.count - 1)
    }
    self.names = names
    self.slots = slots
    mask = size - 1
  }

  private static func hash(_ text: Text) -> Int {
    var value: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.bytes {
      value = (value ^ UInt64(ASCII.upper(byte))) &* 0x100_0000_01b3
    }
    return Int(truncatingIfNeeded: value ^ (value >> 29)) & Int.max
  }

  func find(_ text: Text) -> UInt16 {
    var place = Self.hash(text) & mask
    while slots[place] != 0 {
      let name = names[Int(slots[place])]
      if name.count == text.count,
        zip(name.bytes, text.bytes).allSatisfy({ $0 == ASCII.upper($1) })
      {
        return slots[place]
      }
      place = (place + 1) & mask
    }
    return 0
  }
}
