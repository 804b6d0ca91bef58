import ContentLines
package import Records

/// The words by which a forgotten record could be found again in texts and files.
package struct Traces: Sendable {
  /// Names, addresses, numbers and ids, longest first.
  package private(set) var words: [String]

  /// The traces of all versions of a record and of its ids. O(n).
  package init(of records: [Record], ids: Set<String>) {
    var words = Set(ids)
    for record in records {
      words.insert(record.displayName)
      for property in record.components.flatMap(\.properties) {
        if property.name == .uid || Self.isAddress(property.name) {
          words.insert(Self.plain(property.value.string))
        } else if property.name == Self.title(of: record.kind) {
          words.insert(property.text.string)
        }
      }
    }
    var telling: [String] = []
    for word in words where word.utf8.count >= 4 && word != "(no name)" { telling.append(word) }
    self.words = telling.sorted(by: Self.isLonger)
  }

  private static func isLonger(_ one: String, _ other: String) -> Bool {
    let first = one.utf8.count
    let second = other.utf8.count
    return first == second ? one < other : first > second
  }

  private init(words: [String]) { self.words = words }

  /// Whether the schema pairs members of the name by an e-mail address or a telephone number.
  private static func isAddress(_ name: Name) -> Bool {
    let key = Schema.vCard[name].key
    return key == .email || key == .phone
  }

  /// The property that a record is known by.
  private static func title(of kind: RecordKind) -> Name { kind == .contact ? "FN" : "SUMMARY" }

  /// The addresses of a record: e-mail and telephone.
  static func addresses(of records: [Record]) -> Set<String> {
    var addresses = Set<String>()
    for property in records.flatMap(\.components).flatMap(\.properties)
    where isAddress(property.name) {
      let address = plain(property.value.string)
      if address.utf8.count >= 4 { addresses.insert(address) }
    }
    return addresses
  }

  /// The traces that other texts do not hold: what is found by them is about the record alone.
  package func leadingToNoOther(_ others: [[UInt8]]) -> Traces {
    Traces(
      words: words.filter { word in
        let bytes = Array(word.utf8)
        return !others.contains { ByteSearch.contains($0, bytes) }
      })
  }

  /// Whether some bytes hold a trace, in any case of its letters. O(bytes × traces).
  package func isIn(_ bytes: [UInt8]) -> Bool {
    words.contains { ByteSearch.contains(bytes, Array($0.utf8)) }
  }

  /// The text with `[forgotten]` in place of every trace.
  package func cleaned(_ text: String) -> String {
    var bytes = Array(text.utf8)
    for word in words {
      for form in [word, String(JSONText.string(word).text.dropFirst().dropLast())] {
        bytes = ByteSearch.replacing(bytes, Array(form.utf8), with: Array("[forgotten]".utf8))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func plain(_ value: String) -> String {
    for scheme in ["mailto:", "tel:"] where value.lowercased().hasPrefix(scheme) {
      return String(value.dropFirst(scheme.utf8.count))
    }
    return value
  }
}

/// Looks for bytes in bytes; ASCII letters of either case are equal.
enum ByteSearch {
  static func contains(_ text: [UInt8], _ word: [UInt8]) -> Bool {
    first(text, word, from: 0) != nil
  }

  static func replacing(_ text: [UInt8], _ word: [UInt8], with other: [UInt8]) -> [UInt8] {
    guard var found = first(text, word, from: 0) else { return text }
    var result: [UInt8] = []
    var at = 0
    while true {
      result += text[at..<found] + other
      at = found + word.count
      guard let next = first(text, word, from: at) else { break }
      found = next
    }
    return result + text[at...]
  }

  /// Where the word stands first. O(text × word) at worst, one comparison a byte as a rule.
  static func first(_ text: [UInt8], _ word: [UInt8], from start: Int) -> Int? {
    guard !word.isEmpty, text.count >= word.count else { return nil }
    let folded = word.map(fold)
    return text.withUnsafeBufferPointer { text in
      var at = start
      let last = text.count - folded.count
      while at <= last {
        if fold(text[at]) == folded[0] {
          var length = 1
          while length < folded.count, fold(text[at + length]) == folded[length] { length += 1 }
          if length == folded.count { return at }
        }
        at += 1
      }
      return nil
    }
  }

  private static func fold(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }
}
