import ContentLines
import Records

/// An array in which jCards and jCals stand one after the other: what belongs to each reader.
enum MixedJSON {
  /// An array of the jCards and one of the calendars; nil where all items are of one kind, or the
  /// bytes are no array of arrays. O(n).
  static func parts(_ bytes: [UInt8]) -> (cards: [UInt8], calendars: [UInt8])? {
    // Most files hold one kind, and say its name once too often to be looked at twice.
    guard holds(bytes, "\"vcard\""), holds(bytes, "\"vcalendar\""),
      let root = try? JSONValue(parsing: bytes), let items = root.items
    else { return nil }
    var cards: [JSONValue] = []
    var calendars: [JSONValue] = []
    for item in items {
      guard let first = item.items?.first?.text else { return nil }
      if first.equalsIgnoringCase("vcard") { cards.append(item) } else { calendars.append(item) }
    }
    guard !cards.isEmpty, !calendars.isEmpty else { return nil }
    return (JSONValue.array(cards).bytes, JSONValue.array(calendars).bytes)
  }

  private static func holds(_ bytes: [UInt8], _ word: String) -> Bool {
    let wanted = Array(word.utf8)
    for place in bytes.indices where bytes[place] == wanted[0] {
      let found = bytes[place...].prefix(wanted.count).map(ASCII.lower)
      if found == wanted { return true }
    }
    return false
  }
}
