import ContentLines
import Records

/// The TYPE words by which vCard 2.1 and 3.0 name the format of a photo, sound or key.
enum MediaWord {
  private static let known: [(word: String, type: String)] = [
    ("JPEG", "image/jpeg"), ("JPG", "image/jpeg"), ("GIF", "image/gif"), ("PNG", "image/png"),
    ("BMP", "image/bmp"), ("TIFF", "image/tiff"), ("WMF", "image/wmf"), ("PICT", "image/x-pict"),
    ("WAVE", "audio/wav"), ("AIFF", "audio/aiff"), ("PCM", "audio/pcm"), ("MP3", "audio/mpeg"),
    ("OGG", "audio/ogg"), ("BASIC", "audio/basic"), ("PGP", "application/pgp-keys"),
    ("X509", "application/pkix-cert"), ("PDF", "application/pdf"),
  ]

  /// The TYPE words of RFC 6350 that say nothing about a format.
  private static let uses = ["home", "work", "pref"]

  /// The media type of a well-known word or of a media type itself, or nil.
  static func knownType(_ word: Text) -> String? {
    if word.contains(0x2F) { return word.asciiLowercased.string }
    return known.first { word.equalsIgnoringCase($0.word) }?.type
  }

  /// The media type that any word stands for beside inline data, or nil for `home`, `work`, `pref`.
  static func type(_ word: Text, of property: Name) -> String? {
    if word.isEmpty || uses.contains(where: word.equalsIgnoringCase) { return nil }
    return knownType(word) ?? "\(major(property))/\(word.asciiLowercased)"
  }

  /// The word to write for a media type in vCard 3.0, if a reader gets the same type back.
  static func word(for type: String, of property: Name) -> Text? {
    if let row = known.first(where: { $0.type == type }) { return Text(row.word) }
    let prefix = major(property) + "/"
    guard type.hasPrefix(prefix) else { return nil }
    let word = Text(String(type.dropFirst(prefix.count))).asciiUppercased
    let isWord = word.bytes.allSatisfy {
      ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2D || $0 == ASCII.dot || $0 == 0x2B
    }
    return isWord && self.type(word, of: property) == type ? word : nil
  }

  /// The word only where it is well known.
  static func knownWord(for type: Text) -> Text? {
    known.first { $0.type == type.string }.map { Text($0.word) }
  }

  /// The media type that the first bytes of the data show.
  static func sniff(_ letters: Text) -> String {
    let signs = [
      ("/9j/", "image/jpeg"), ("iVBORw0KGgo", "image/png"), ("R0lGOD", "image/gif"),
      ("Qk", "image/bmp"), ("UklGR", "audio/wav"), ("SUkqA", "image/tiff"), ("TU0AK", "image/tiff"),
    ]
    return signs.first { letters.bytes.starts(with: $0.0.utf8) }?.1 ?? "application/octet-stream"
  }

  private static func major(_ property: Name) -> String {
    switch property {
    case "SOUND": "audio"
    case "KEY": "application"
    default: "image"
    }
  }
}
