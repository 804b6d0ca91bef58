public import ContentLines
import Synchronization

/// The name of a property, parameter or component: upper-case, compared by a number.
///
/// Every name is interned: those of the schema in a fixed table, all others in a register that
/// grows with the names a run meets. Names order by their text, never by their number.
public struct Name: Sendable, Hashable {
  /// The place in the table of known names, from 1; above them the place in the register; 0 for
  /// the empty name.
  public let id: UInt32

  /// Looks the name up, in any case. O(length).
  public init(_ text: Text) {
    id = text.withSpan { NameTable.id($0) }
  }

  /// Upper-case ASCII, as written on output. O(1).
  public var text: Text { NameTable.text(id) }

  /// Upper-case, as written on output.
  public var string: String { text.string }

  /// Adds the name to the line under way. O(length).
  public func write(to writer: inout LineWriter) { NameTable.write(id, to: &writer) }

  /// Whether the name stands in the schema's table.
  public var isInTable: Bool { Int(id) < NameTable.shared.names.count }

  /// Whether the name is experimental or a vendor's (RFC 6350 section 6.10).
  public var isExtension: Bool {
    let text = text
    return text.count > 2 && text.byte(at: 0) == 0x58 && text.byte(at: 1) == 0x2D
  }
}

extension Name: Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// By text. O(length).
  public static func < (one: Name, other: Name) -> Bool {
    one.id != other.id && one.text < other.text
  }

  /// Looks a literal up.
  public init(stringLiteral value: StaticString) {
    id = value.withUTF8Buffer { NameTable.id($0.span) }
  }

  /// Upper-case, as written on output.
  public var description: String { string }
}

/// Known names by a case-blind hash of their bytes, built once from the schema, and the register
/// of all others.
struct NameTable: Sendable {
  static let shared = NameTable()

  /// Index 0 is the empty name.
  let names: [Text]
  /// The names one after the other, and where each begins: no reference is counted to compare.
  private let letters: [UInt8]
  private let starts: [Int]
  /// Open addressing; 0 is an empty place.
  private let slots: [UInt16]
  private let mask: Int

  /// The number of a name, in any case.
  static func id(_ bytes: Span<UInt8>) -> UInt32 {
    let found = shared.find(bytes)
    return found != 0 || bytes.isEmpty ? UInt32(found) : NameRegister.shared.id(bytes)
  }

  static func text(_ id: UInt32) -> Text {
    let known = shared.names
    return Int(id) < known.count
      ? known[Int(id)] : NameRegister.shared.text(Int(id) - known.count)
  }

  static func write(_ id: UInt32, to writer: inout LineWriter) {
    guard Int(id) < shared.names.count else { return writer.put(text(id)) }
    let letters = shared.letters
    writer.put(letters.span.extracting(shared.starts[Int(id)]..<shared.starts[Int(id) + 1]))
  }

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
    let letters = all.flatMap { Array($0.utf8) }
    // One store for all names keeps them together in memory.
    let store = ByteStore(letters)
    var starts = [0, 0]
    var offset: UInt32 = 0
    for name in all {
      let length = UInt32(name.utf8.count)
      let text = Text(store: store, offset: offset, length: length)
      offset += length
      starts.append(Int(offset))
      names.append(text)
      var place = text.withSpan { Self.hash($0) } & (size - 1)
      while slots[place] != 0 { place = (place + 1) & (size - 1) }
      slots[place] = UInt16(names.count - 1)
    }
    self.names = names
    self.letters = letters
    self.starts = starts
    self.slots = slots
    mask = size - 1
  }

  /// Blind to the case of letters; what else it takes for equal `isEqual` tells apart.
  private static func hash(_ bytes: Span<UInt8>) -> Int {
    var value: UInt64 = 0xcbf2_9ce4_8422_2325
    for place in bytes.indices {
      value = (value ^ UInt64(bytes[place] & 0xDF)) &* 0x100_0000_01b3
    }
    return Int(truncatingIfNeeded: value ^ (value >> 29)) & Int.max
  }

  private func isEqual(_ number: Int, _ bytes: Span<UInt8>) -> Bool {
    let start = starts[number]
    guard starts[number + 1] - start == bytes.count else { return false }
    for place in bytes.indices {
      let byte = bytes[place]
      guard letters[start + place] == byte || letters[start + place] == ASCII.upper(byte) else {
        return false
      }
    }
    return true
  }

  private func find(_ bytes: Span<UInt8>) -> UInt16 {
    var place = Self.hash(bytes) & mask
    while slots[place] != 0 {
      if isEqual(Int(slots[place]), bytes) { return slots[place] }
      place = (place + 1) & mask
    }
    return 0
  }
}

/// The names that no schema knows, in the order a run meets them.
///
/// Shared by all threads; it only grows, as input does. Nothing that leaves the program depends on
/// the order of its entries.
private final class NameRegister: Sendable {
  static let shared = NameRegister()

  private struct Entries {
    var names: [Text] = []
    var places: [Text: Int] = [:]
  }

  private let entries = Mutex(Entries())

  func id(_ bytes: Span<UInt8>) -> UInt32 {
    var upper: [UInt8] = []
    for place in bytes.indices { upper.append(ASCII.upper(bytes[place])) }
    let text = Text(upper)
    let place = entries.withLock { entries in
      if let known = entries.places[text] { return known }
      entries.places[text] = entries.names.count
      entries.names.append(text)
      return entries.names.count - 1
    }
    return UInt32(NameTable.shared.names.count + place)
  }

  func text(_ place: Int) -> Text {
    entries.withLock { $0.names[place] }
  }
}
