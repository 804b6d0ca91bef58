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
  private(set) var contradicted = FieldSet()
  private(set) var difference: ContentDifference?
  private let one: NumberedKeys
  /// Places in `one` of the best key shared of each field.
  private var shared: [Int] = []

  /// The numbers of the best key shared of each field.
  var sharedNumbers: [Int32] { shared.map { one.numbers[$0] } }

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
    self.one = one
    var has = FieldSet()
    // At most one for each field, so a short array.
    var best: [(field: MatchField, points: Int, place: Int)] = []
    NumberedKeys.forEachShared(one, other) { place in
      let field = one.fields[place]
      let points = Self.weight(field) * share(one.numbers[place]) / 100
      if !has.contains(field) {
        has.insert(field)
        best.append((field, points, place))
      } else if let at = best.firstIndex(where: { $0.field == field }),
        points > best[at].points
      {
        best[at] = (field, points, place)
      }
    }
    relation = has.contains(.name) ? .same : PersonName.relation(one.person, other.person)
    var household = 0
    var phone = 0
    var name = 0
    var total = 0
    for (field, points, place) in best {
      switch field {
      case .phone, .phoneEnd: phone = max(phone, points)
      case .address, .company: household += points
      case .name: name = points
      default: total += points
      }
      if field != .repeats, field != .phoneEnd || !has.contains(.phone) { shared.append(place) }
    }
    household += phone
    // What a household or an office shares does not make two people one.
    if isOtherPerson, !has.contains(.email), !has.contains(.uid) { household = min(household, 35) }
    total += household + namePoints(name)
    for field in Self.contradictable
    where !has.contains(field) && one.holds(field) && other.holds(field) {
      if field == .phone, has.contains(.phoneEnd) { continue }
      contradicted.insert(field)
      total -= Self.penalty(field)
    }
    points = total
  }

  /// Whether the names speak of two people.
  private var isOtherPerson: Bool {
    relation == .different || relation == .sameFamily || relation == .overlapping
  }

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
      [.uid, .email, .birthday, .note, .website, .summary].contains(self.one.fields[$0])
    }
    switch difference.differing {
    case 0: points += 40
    case 1: points += !isOtherPerson || isPersonal || difference.equal >= 4 ? 30 : 10
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
    var result = shared.map { one.entry(at: $0) }.sorted {
      let first = Self.weight($0.key.field)
      let second = Self.weight($1.key.field)
      return first != second ? first > second : $0.key < $1.key
    }.map(Self.sentence)
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
    return result
      + Self.contradictable.filter(contradicted.contains).map { "different \($0.words)" }
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
    let words = TextEscaping.split(entry.shown, at: ASCII.semicolon).filter { !$0.isEmpty }
      .map { part in
        let text = TextEscaping.unescape(part).trimmed
        return text.contains(ASCII.lf) ? text.string.replacing("\n", with: ", ") : text.string
      }
    return words.joined(separator: field == .address ? ", " : " ")
  }
}
