import ContentLines

/// The folded name of a contact, as far as it is known.
struct PersonName: Sendable {
  var given = Text.empty
  var family = Text.empty
  /// All words that count as a name, nicknames included, sorted, each once.
  var words: [Text] = []
  /// Whether given and family name are known, not just a row of words (a company).
  var hasParts = false

  var isUnknown: Bool { words.isEmpty }

  /// How two names stand to each other.
  enum Relation: Sendable, Equatable {
    /// One has no name.
    case unknown
    case same
    /// One is a spelling or a part of the other.
    case alike
    /// Another family name: a marriage, or another person.
    case sameGiven
    /// Another given name: probably a relative.
    case sameFamily
    /// Some word is shared.
    case overlapping
    case different
  }

  /// Titles and forms of address that are no part of a name.
  static let honorifics: Set<Text> = [
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "herr", "frau",
  ]

  /// Whether the names have a word in common; initials do not count.
  static func shareWord(_ one: PersonName, _ other: PersonName) -> Bool {
    var first = 0
    var second = 0
    while first < one.words.count, second < other.words.count {
      if one.words[first] == other.words[second] {
        return true
      }
      if one.words[first] < other.words[second] { first += 1 } else { second += 1 }
    }
    return false
  }

  /// How the names stand to each other, where no whole name is equal already.
  static func relation(_ one: PersonName, _ other: PersonName) -> Relation {
    if one.isUnknown || other.isUnknown { return .unknown }
    if one.words == other.words { return .same }
    let shares = shareWord(one, other)
    guard one.hasParts, other.hasParts else {
      let common = one.words.filter(other.words.contains).count
      let smaller = min(one.words.count, other.words.count)
      let larger = max(one.words.count, other.words.count)
      if common == smaller || common * 4 >= larger * 3 { return .alike }
      return shares ? .overlapping : .different
    }
    let givenAlike = alike(one.given, other.given, takesBeginnings: true)
    let familyAlike = alike(one.family, other.family, takesBeginnings: false)
    switch (givenAlike, familyAlike) {
    case (true, true): return .alike
    case (true, false):
      return isInitial(one.given) || isInitial(other.given)
        ? (shares ? .overlapping : .different) : .sameGiven
    case (false, true): return .sameFamily
    case (false, false): return shares ? .overlapping : .different
    }
  }

  private static func isInitial(_ name: Text) -> Bool {
    name.count == 1
  }

  /// Equal, a few letters apart, or (given names) an initial or a short form.
  private static func alike(_ one: Text, _ other: Text, takesBeginnings: Bool) -> Bool {
    if one == other { return true }
    // An empty half says nothing against the other.
    if one.isEmpty || other.isEmpty { return takesBeginnings }
    if takesBeginnings {
      let shorter = one.count < other.count ? one : other
      let longer = one.count < other.count ? other : one
      if longer[0..<shorter.count] == shorter { return true }
    }
    let length = min(one.count, other.count)
    let allowed = length >= 8 ? 2 : length >= 4 ? 1 : 0
    return allowed > 0 && isWithin(allowed, one, other)
  }

  /// Whether at most `limit` edits lead from one to the other. O(n²) in the length of a name, which
  /// is cut off at 64 bytes.
  private static func isWithin(_ limit: Int, _ one: Text, _ other: Text) -> Bool {
    guard abs(one.count - other.count) <= limit, one.count <= 64, other.count <= 64 else {
      return false
    }
    let second = Array(other.bytes)
    var row = Array(0...second.count)
    for (i, a) in one.bytes.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in second.enumerated() {
        let next = min(diagonal + (a == b ? 0 : 1), row[j] + 1, row[j + 1] + 1)
        diagonal = row[j + 1]
        row[j + 1] = next
      }
    }
    return row[second.count] <= limit
  }
}
