/// What the first bytes of a file look like. Names play no part: Takeout translates them.
package enum InputContent: String, Sendable {
  /// A line `BEGIN:VCARD` stands near the beginning.
  case vCard
  /// A line `BEGIN:VCALENDAR` stands near the beginning.
  case iCalendar
  /// The first character is `{` or `[`.
  case json
  /// Text whose first line has a comma, semicolon or tab.
  case delimited
  /// A JPEG, PNG or GIF image.
  case photo
  /// A zip, gzip or tar archive.
  case archive
  /// No bytes, or only blanks.
  case empty
  /// Anything else.
  case other

  /// How many bytes from the beginning are looked at.
  package static let sniffLength = 4096

  /// Tells what the first bytes of a file look like, in UTF-8 or UTF-16.
  ///
  /// - Complexity: O(*n*), at most `sniffLength` bytes.
  package static func detect(_ first: some Collection<UInt8>) -> InputContent {
    let start = Array(first.prefix(sniffLength))
    if start.isEmpty { return .empty }
    if ArchiveKind(start) != nil { return .archive }
    if isPhoto(start) { return .photo }
    let text = TextDecoding.utf8(start).bytes
    if let begun = begins(text) { return begun }
    guard let lead = text.first(where: { !isBlank($0) }) else { return .empty }
    if lead == 0x7B || lead == 0x5B { return .json }
    return isDelimited(text, lead: lead) ? .delimited : .other
  }

  /// Tells whether a file of a folder or an archive is worth keeping, by default: records of any
  /// format, and images small enough to be a contact's.
  package static func isWanted(name: String, first: [UInt8], size: Int?) -> Bool {
    switch detect(first) {
    case .vCard, .iCalendar, .json, .delimited: true
    case .photo: (size ?? .max) <= largestPhoto
    case .archive, .empty, .other: false
    }
  }

  /// Whether a file's name says that it holds cards or a calendar.
  static func isNamedAsRecords(_ name: String) -> Bool {
    let name = name.lowercased()
    return [".vcf", ".ics", ".vcs", ".ical"].contains { name.hasSuffix($0) }
  }

  /// The largest image that is taken for a contact's: 2 MiB.
  package static let largestPhoto = 2 << 20

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  private static func isPhoto(_ start: [UInt8]) -> Bool {
    start.starts(with: [0xFF, 0xD8, 0xFF])
      || start.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
      || start.starts(with: Array("GIF87a".utf8)) || start.starts(with: Array("GIF89a".utf8))
  }

  /// Finds the first line that begins a component; lines before it may be blank or junk, but not a
  /// table: a note in one may hold anything, a card among it.
  private static func begins(_ text: [UInt8]) -> InputContent? {
    let lead = text.first { !isBlank($0) }
    let isTable = lead.map { isDelimited(text, lead: $0) } ?? false
    for line in text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      if isTable, isQuoted(text, before: line.startIndex) { continue }
      let upper = line.drop(while: isBlank).prefix(16).map {
        (0x61...0x7A).contains($0) ? $0 & 0xDF : $0
      }
      if upper.starts(with: Array("BEGIN:VCARD".utf8)) { return .vCard }
      if upper.starts(with: Array("BEGIN:VCALENDAR".utf8)) { return .iCalendar }
    }
    return nil
  }

  /// Whether a quote is open at a place: then it is inside a cell.
  private static func isQuoted(_ text: [UInt8], before place: Int) -> Bool {
    !text[..<place].count { $0 == 0x22 }.isMultiple(of: 2)
  }

  private static func isDelimited(_ text: [UInt8], lead: UInt8) -> Bool {
    // `<` is a page, `%` a PDF or a script's comment; control bytes are no text at all.
    if lead == 0x3C || lead == 0x25 { return false }
    if text.contains(where: { $0 < 0x09 || (0x0E..<0x20).contains($0) && $0 != 0x1B }) {
      return false
    }
    let line = text.drop(while: isBlank).prefix { $0 != 0x0A && $0 != 0x0D }
    return line.contains { $0 == 0x2C || $0 == 0x3B || $0 == 0x09 }
  }
}

/// The kinds of archive that are opened, told by their first bytes.
enum ArchiveKind {
  case zip
  case gzip
  case tar

  init?(_ start: some Collection<UInt8>) {
    let start = Array(start.prefix(265))
    if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) || start.starts(with: [0x50, 0x4B, 0x05, 0x06])
      || start.starts(with: [0x50, 0x4B, 0x07, 0x08])
    {
      self = .zip
    } else if start.starts(with: [0x1F, 0x8B, 0x08]) {
      self = .gzip
    } else if start.count >= 262, start[257..<262].elementsEqual("ustar".utf8) {
      self = .tar
    } else {
      return nil
    }
  }
}
