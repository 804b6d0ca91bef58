import ContentLines
import Records

/// What speaks for and against two records being one, in points (spec/matching.md).
struct Evidence {
  /// 50 and more: one record. 15 and more: worth a question.
  static let same = 50
  static let doubtful = 15
  /// Two ways of pairing that are closer than this are not told apart.
  static let margin = 15

  private(set) var points = 0
  private(set) var relation = PersonName.Relation.unknown
  /// The best key shared of each field, by field.
  private(set) var shared: [NumberedKeys.Item] = []
  /// Fields that both have and that have nothing in common.
  private(set) var contradicted: [MatchField] = []
  private(set) var difference: ContentDifference?

  var score: Double { Double(min(max(points, 0), 100)) / 100 }

  /// Points of a key that no other record holds.
  static func weight(_ field: MatchField) -> Int {
    switch field {
    case .uid: 100
    case .email: 45
    case .phone, .name, .summary: 35
    case .start: 30
    case .phoneEnd: 28
    case .address, .birthday, .note, .due: 20
    case .website: 15
    case .company, .attendee: 10
    case .title, .nickname, .end, .place: 5
    case .repeats: 0
    }
  }

  /// - Parameter share: the per cent of its weight that a key counts, less the more records hold
  ///   it.
  init(_ one: NumberedKeys, _ other: NumberedKeys, share: (Int32) -> Int) {
    var best: [(field: MatchField, points: Int, item: NumberedKeys.Item)] = []
    NumberedKeys.forEachShared(one, other) { item in
      let field = item.entry.key.field
      let points = Self.weight(field) * share(item.number) / 100
      if let at = best.firstIndex(where: { $0.field == field }) {
        if points > best[at].points { best[at] = (field, points, item) }
      } else {
        best.append((field, points, item))
      }
    }
    best.sort { $0.field < $1.field }
    func points(_ field: MatchField) -> Int { best.first { $0.field == field }?.points ?? 0 }
    func has(_ field: MatchField) -> Bool { best.contains { $0.field == field } }

    relation = has(.name) ? .same : PersonName.relation(one.person, other.person)
    contradicted = Self.contradictable.filter { field in
      !has(field) && one.holds(field) && other.holds(field)
        && (field != .phone || !has(.phoneEnd))
    }
    // What a household or an office shares does not make two people one.
    var household = max(points(.phone), points(.phoneEnd)) + points(.address) + points(.company)
    let isOther = relation == .different || relation == .sameFamily || relation == .overlapping
    if isOther, !has(.email), !has(.uid) { household = min(household, 35) }
    var total = household
    for (field, points, _) in best where !Self.countedElsewhere.contains(field) { total += points }
    total += namePoints(points(.name))
    for field in contradicted { total -= Self.penalty(field) }
    self.points = total
    shared = best.map(\.item).filter { item in
      item.entry.key.field != .repeats && (item.entry.key.field != .phoneEnd || !has(.phone))
    }
  }

  private static let countedElsewhere: [MatchField] = [
    .phone, .phoneEnd, .address, .company, .name,
  ]
  private static let contradictable: [MatchField] = [.uid, .email, .phone, .birthday, .start]

  private static func penalty(_ field: MatchField) -> Int {
    switch field {
    case .uid: 100
    case .birthday: 15
    case .start: 10
    default: 5
    }
  }

  private func namePoints(_ whole: Int) -> Int {
    switch relation {
    case .same: max(whole, 5)
    case .alike: 25
    case .sameGiven: 10
    case .overlapping, .unknown: 0
    case .sameFamily: -10
    case .different: -20
    }
  }

  /// Adds what the unchanged rest of the content says: an edit touches one thing. O(n log n).
  mutating func weighContent(_ one: Record, _ other: Record) {
    // Two records with nothing in common may both be short.
    guard !shared.isEmpty || relation == .alike || relation == .sameGiven else { return }
    let difference = ContentDifference(one, other)
    self.difference = difference
    let isPersonal = shared.contains {
      [.uid, .email, .birthday, .note, .website, .summary].contains($0.entry.key.field)
    }
    let isOther = relation == .different || relation == .sameFamily || relation == .overlapping
    switch difference.differing {
    case 0: points += 40
    case 1: points += !isOther || isPersonal || difference.equal >= 4 ? 30 : 10
    case 2: points += 10
    default: break
    }
  }

  /// Whether a key shared counts as proof by itself where only these two hold it.
  static func identifies(_ field: MatchField) -> Bool {
    switch field {
    case .uid, .email, .phone, .phoneEnd, .name, .summary, .note, .birthday, .website, .address:
      true
    default: false
    }
  }

  /// Sentences for people, strongest first: `same e-mail joe@acme.co`.
  var reasons: [String] {
    var result = shared.sorted {
      let one = Self.weight($0.entry.key.field)
      let other = Self.weight($1.entry.key.field)
      return one != other ? one > other : $0.entry.key < $1.entry.key
    }.map { Self.sentence($0.entry) }
    if let only = difference?.only {
      result.append("only the \(only) differs")
    } else if difference?.differing == 0 {
      result.append("everything else is the same")
    }
    switch relation {
    case .alike: result.append("similar names")
    case .sameGiven: result.append("another family name")
    case .sameFamily: result.append("another given name")
    case .different: result.append("the names share no word")
    default: break
    }
    return result + contradicted.map { "different \($0.words)" }
  }

  static func sentence(_ entry: MatchKeys.Entry) -> String {
    let field = entry.key.field
    switch field {
    case .note: return "same note"
    case .phoneEnd: return "same phone \(shown(entry)) but for its prefix"
    default: return "same \(field.words) \(shown(entry))"
    }
  }

  private static func shown(_ entry: MatchKeys.Entry) -> String {
    let field = entry.key.field
    if field == .email || field == .attendee { return entry.key.text.string }
    let words = TextEscaping.split(entry.shown, at: ASCII.semicolon)
      .map { TextEscaping.unescape($0).trimmed.string }.filter { !$0.isEmpty }
    return words.joined(separator: field == .address ? ", " : " ")
      .replacing("\n", with: ", ")
  }
}
