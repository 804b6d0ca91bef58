/// Random numbers that are the same on every machine (SplitMix64).
struct Dice {
  private var state: UInt64

  /// The dice of one record: what is drawn for it does not depend on its neighbours.
  init(_ seed: UInt64, _ record: Int) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(record) &* 0xD1B5_4A32_D192_ED03
    _ = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func number(_ range: Range<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// True in so many of a hundred cases.
  mutating func chance(_ percent: Int) -> Bool { number(0..<100) < percent }

  mutating func pick<Element>(_ all: [Element]) -> Element { all[number(0..<all.count)] }

  /// A number from 0, by weight.
  mutating func weighted(_ weights: [Int]) -> Int {
    var left = number(0..<weights.reduce(0, +))
    for (index, weight) in weights.enumerated() {
      if left < weight { return index }
      left -= weight
    }
    return weights.count - 1
  }

  mutating func words(_ range: ClosedRange<Int>) -> String {
    let count = number(range.lowerBound..<range.upperBound + 1)
    return (0..<count).map { _ in pick(Vocabulary.words) }.joined(separator: " ")
  }

  mutating func hexadecimal(_ count: Int) -> String {
    let digits = Array("0123456789abcdef")
    return String((0..<count).map { _ in digits[number(0..<16)] })
  }

  mutating func uuid() -> String {
    "\(hexadecimal(8))-\(hexadecimal(4))-4\(hexadecimal(3))-a\(hexadecimal(3))-\(hexadecimal(12))"
  }
}

/// What names, firms and notes are made of: letters of many scripts, and everything that has to be
/// escaped.
enum Vocabulary {
  static let given = words(
    "Anna Ben Chloé Erik Fatima Hélène José Łukasz Mary Noah Päivi Siân Tomás William Zoë 太郎 花子 "
      + "Дмитрий Ольга Γιώργος محمد דוד Oliver Amelia George Isla Harry Ava Jack Mia Charlie Grace")
  static let family = words(
    "Smith Jones Williams Taylor Brown Davies O'Brien Müller García Dubois Rossi Nowak Öztürk "
      + "Johansson Ångström 山田 王 Иванов Παπαδόπουλος Khan Patel Nguyễn Fitzgerald-Hughes Lloyd")
  static let firms = [
    "Acme Ltd", "Bloggs & Sons", "Fisher, Price; Partners", "Contoso", "Müller GmbH",
    "Société Générale", "株式会社サンプル", "Widgets (Holdings) plc", "Yorkshire Tea Rooms",
  ]
  static let departments = ["Sales", "Marketing", "R&D", "Customer Services", "IT, Networks"]
  static let titles = [
    "Director", "Account Manager", "Buyer, EMEA", "Geschäftsführer", "Consultant",
  ]
  static let streets = [
    "High Street", "Station Road", "Hauptstraße", "Rue de la Paix", "Calle Mayor",
  ]
  static let towns = ["York", "Leeds", "London", "Paris", "München", "Madrid", "Zürich", "東京"]
  static let regions = ["North Yorkshire", "", "", "Bayern", "NY"]
  static let countries = ["United Kingdom", "France", "Germany", "Spain", "Japan", ""]
  static let domains = ["example.com", "example.org", "mail.example.co.uk", "acme.example"]
  static let labels = ["Holiday home", "Reception", "_$!<HomePage>!$_", "PROFILE", "VoIP"]
  static let groups = [
    "starred", "friends", "Colleagues", "Family", "Newsletter 2024", "Suppliers, UK",
  ]
  static let words = words(
    "meeting call customer invoice renewal contract follow-up quarterly review delivery lunch "
      + "project demo support ticket budget übergabe réunion visit please remember to bring the "
      + "signed copy before Friday https://example.com/a?b=c&d=e ; , \\ and some more text")

  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }
}
