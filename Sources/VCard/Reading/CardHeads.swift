import ContentLines
import Records

/// The heads of lines that the cards of one version had so far, found by their bytes.
struct CardHeads {
  /// Files whose heads are all different (`X-LABEL=` with a text) shall not be kept whole.
  private static let most = 4096

  private let version: Text
  /// Open addressing; 0 is an empty place, else the number of a head from 1.
  private var slots: [UInt16] = []
  private var heads: [CardHead] = []
  /// The bytes of the heads, one after the other, and where each begins.
  private var letters: [UInt8] = []
  private var starts: [Int] = [0]

  init(version: Text) {
    self.version = version
  }

  /// What the head of a line comes to. O(length).
  mutating func head(
    of line: RawLine, in file: LexedFile, _ all: Span<UInt8>
  ) -> CardHead {
    // Name, parameters and value follow one another, with a colon before the value.
    let range = Int(line.name.offset)..<Int(line.value.offset) - 1
    let bytes = all.extracting(range)
    // Not before it is needed: a file has cards of one version, and many files have one card.
    if slots.isEmpty { slots = [UInt16](repeating: 0, count: 4 * Self.most) }
    let mask = slots.count - 1
    var place = Self.hash(bytes) & mask
    while slots[place] != 0 {
      let number = Int(slots[place]) - 1
      if isEqual(number, bytes) { return heads[number] }
      place = (place + 1) & mask
    }
    var property = ComponentReader.property(
      line, of: file, in: .vcard, decodesCarets: version == "4.0")
    // What is kept shall keep no file in memory.
    property.parameters = property.parameters.map { Parameter($0.name, Text($0.value.bytes)) }
    let head = CardHead(property, version: version)
    guard heads.count < Self.most else { return head }
    heads.append(head)
    letters.append(contentsOf: file.store(of: line).bytes[range])
    starts.append(letters.count)
    slots[place] = UInt16(heads.count)
    return head
  }

  private static func hash(_ bytes: Span<UInt8>) -> Int {
    // Quick rather than good: a file has few heads, and equal places are compared byte by byte.
    var value = UInt64(bytes.count)
    for place in bytes.indices { value = (value << 5 | value >> 59) ^ UInt64(bytes[place]) }
    value = value &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: value >> 20)
  }

  private func isEqual(_ number: Int, _ bytes: Span<UInt8>) -> Bool {
    let start = starts[number]
    guard starts[number + 1] - start == bytes.count else { return false }
    for place in bytes.indices where letters[start + place] != bytes[place] { return false }
    return true
  }
}
