/// One person of an address book as exports show them, with the shares of real ones: how many have
/// an address, a photo, a note.
struct Person {
  var uid: String
  var given: String
  var family: String
  var middle = ""
  var prefix = ""
  var suffix = ""
  var nickname = ""
  var emails: [(type: String, address: String, label: String)] = []
  var phones: [(type: String, number: String, label: String)] = []
  var addresses: [(type: String, parts: [String])] = []
  var firm: [String] = []
  var title = ""
  var birthday: (year: Int, month: Int, day: Int)?
  var page = ""
  var note = ""
  var categories = ["myContacts"]
  var photo = ""
  /// Base64; empty for most.
  var picture = ""
  var spouse = ""
  var revision: String

  init(_ index: Int, seed: UInt64 = 1) {
    var dice = Dice(seed, index)
    uid = dice.uuid()
    given = dice.pick(Vocabulary.given)
    family = dice.pick(Vocabulary.family)
    if dice.chance(12) { middle = dice.pick(Vocabulary.given) }
    if dice.chance(7) { prefix = dice.pick(["Dr.", "Mrs.", "Prof. Dr."]) }
    if dice.chance(3) { suffix = dice.pick(["Jr.", "MBE, FRS"]) }
    if dice.chance(10) { nickname = String(given.prefix(3)) }
    for count in 0..<dice.weighted([12, 60, 22, 6]) {
      emails.append(
        (
          dice.pick(["HOME", "WORK", ""]),
          "person.\(index)\(count == 0 ? "" : "+\(count)")@\(dice.pick(Vocabulary.domains))",
          dice.chance(8) ? dice.pick(Vocabulary.labels) : ""
        ))
    }
    for _ in 0..<dice.weighted([8, 45, 30, 12, 5]) {
      phones.append(
        (
          dice.pick(["CELL", "WORK", "HOME", "FAX", ""]),
          dice.pick([
            "+44 \(dice.number(1000..<9999)) \(dice.number(100_000..<999_999))",
            "0\(dice.number(1000..<1999)) \(dice.number(100_000..<999_999))",
            "(\(dice.number(200..<989))) \(dice.number(200..<999))-\(dice.number(1000..<9999))",
          ]), dice.chance(6) ? dice.pick(Vocabulary.labels) : ""
        ))
    }
    for _ in 0..<dice.weighted([55, 38, 7]) {
      let street =
        "\(dice.number(1..<240)) \(dice.pick(Vocabulary.streets))"
        + (dice.chance(15) ? "\nFlat \(dice.number(1..<30))" : "")
      addresses.append(
        (
          dice.pick(["HOME", "WORK", ""]),
          [
            dice.chance(25) ? "PO Box 12" : "", "", street, dice.pick(Vocabulary.towns),
            dice.pick(Vocabulary.regions), "YO\(dice.number(1..<30)) \(dice.number(1..<9))AB",
            dice.pick(Vocabulary.countries),
          ]
        ))
    }
    if dice.chance(62) {
      firm = [dice.pick(Vocabulary.firms)]
      if dice.chance(40) { firm.append(dice.pick(Vocabulary.departments)) }
    }
    if dice.chance(45) { title = dice.pick(Vocabulary.titles) }
    if dice.chance(25) {
      birthday = (
        dice.chance(50) ? 0 : dice.number(1935..<2010), dice.number(1..<13), dice.number(1..<29)
      )
    }
    if dice.chance(20) { page = "https://www.example.com/people/\(index)?x=1" }
    if dice.chance(35) {
      note = dice.words(4...45) + (dice.chance(30) ? "\n" + dice.words(3...20) : "")
    }
    for _ in 0..<dice.weighted([60, 30, 10]) { categories.append(dice.pick(Vocabulary.groups)) }
    switch dice.number(0..<100) {
    case 0..<22: photo = "https://photos.example.com/contacts/\(dice.hexadecimal(32))=w96"
    case 22..<24: picture = dice.hexadecimal(4 * dice.number(300..<1200))
    default: break
    }
    if dice.chance(5) { spouse = "\(dice.pick(Vocabulary.given)) \(family)" }
    revision = "2025\(Self.two(dice.number(1..<13)))\(Self.two(dice.number(1..<29)))T101112Z"
  }

  var fullName: String {
    [prefix, given, middle, family, suffix].filter { !$0.isEmpty }.joined(separator: " ")
  }

  var nameParts: [String] { [family, given, middle, prefix, suffix] }

  static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
