import ContentLines
import VCard

/// One file of a Takeout, wherever it lay: in a folder, in an archive, in one of several parts.
package struct GoogleExportFile: Sendable {
  /// The place as people read it: `takeout-001.zip: Takeout/Contacts/All Contacts.vcf`.
  package var path: String
  /// The last part of its name. Takeout translates names: it is a hint for titles and no more.
  package var baseName: String
  /// The place within the export, whichever part of it the file came in; the path where nothing
  /// is known of parts.
  package var place: String
  /// The content in UTF-8.
  package var bytes: [UInt8]

  package init(path: String, baseName: String, place: String? = nil, bytes: [UInt8]) {
    self.path = path
    self.baseName = baseName
    self.place = place ?? path
    self.bytes = bytes
  }

  /// What a file holds, told by its content.
  enum Content: Sendable {
    case cards, table, calendar, tasks, photo, empty, other
  }

  /// The base name without its extension.
  var title: String {
    guard let dot = baseName.utf8.lastIndex(of: ASCII.dot), dot > baseName.startIndex else {
      return baseName
    }
    return String(baseName[..<dot])
  }

  /// The place without the last part of the name: files of one folder have it in common.
  var folder: Text {
    let name = Array(baseName.utf8)
    let all = Array(place.utf8)
    return all.suffix(name.count) == name[...] ? Text(Array(all.dropLast(name.count))) : .empty
  }

  /// The type of a picture, told by its first bytes; nil for anything else.
  var pictureType: String? {
    for (magic, type) in Self.pictures where bytes.starts(with: magic) { return type }
    return nil
  }

  private static let pictures: [(magic: [UInt8], type: String)] = [
    ([0xFF, 0xD8, 0xFF], "image/jpeg"), ([0x89, 0x50, 0x4E, 0x47], "image/png"),
    ([0x47, 0x49, 0x46, 0x38], "image/gif"),
  ]

  /// Looks at the first line that says something; of JSON at its beginning. O(n) at worst.
  var content: Content {
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard let first = bytes[mark...].firstIndex(where: { !ASCII.isSpace($0) }) else {
      return .empty
    }
    if pictureType != nil { return .photo }
    if bytes[first] == 0x7B || bytes[first] == 0x5B {
      return Self.isTasks(bytes[first...].prefix(4096)) ? .tasks : .other
    }
    // A note in a table may hold anything, a card among it.
    if GoogleCSV.isTable(bytes) { return .table }
    var start = first
    while start < bytes.count {
      let stop = bytes[start...].firstIndex { $0 == ASCII.lf || $0 == ASCII.cr } ?? bytes.count
      let head = Text(bytes[start..<min(stop, start + 40)]).trimmed
      if head.equalsIgnoringCase("BEGIN:VCARD") { return .cards }
      for word in ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "BEGIN:VTODO"]
      where head.equalsIgnoringCase(word) {
        return .calendar
      }
      start = stop + 1
    }
    return .other
  }

  /// Whether `"kind"` says `tasks#…`: every file of Google Tasks has it near its beginning.
  private static func isTasks(_ head: ArraySlice<UInt8>) -> Bool {
    let word = Array("\"tasks#task".utf8)
    guard head.count >= word.count else { return false }
    return (head.startIndex...head.endIndex - word.count).contains {
      head[$0] == ASCII.quote && head[$0..<$0 + word.count].elementsEqual(word)
    }
  }
}
