import Foundation
import TestSupport
import Testing

/// Two Takeouts of 1,000 contacts without UIDs, with 20 edits between them.
struct TakeoutDiffTests {
  @Test(
    "20 edits between two Takeouts of 1,000 contacts are exactly 20 changed records",
    .enabled(if: Prerequisite.generator != nil), arguments: ["drawbridge", "second"])
  func twentyEdits(seed: String) throws {
    let generator = try #require(Prerequisite.generator)
    let folder = try TemporaryFolder()
    let old = folder.url.appendingPathComponent("old")
    let new = folder.url.appendingPathComponent("new")
    let made = try Program.run(
      "/usr/bin/env",
      ["python3", generator, "takeout", "--out", old.path, "--count", "1000", "--seed", seed])
    try #require(made.status == 0, "\(made.stderr)")
    try FileManager.default.copyItem(at: old, to: new)
    let names = try Takeout(new).edit()
    try #require(names.count == 20)

    let run = try drawbridge("diff", old.path, new.path, "--json")
    let rows = try objects(run.stdout)
    let outcomes = Dictionary(grouping: rows) { $0["outcome"] as? String ?? "" }
      .mapValues(\.count)
    #expect(outcomes == ["changed": 20], "\(run.stdout)\(run.stderr)")
    #expect(run.status == 1)
    #expect(rows.allSatisfy { $0["kind"] as? String == "contact" })
    #expect(Set(rows.compactMap { $0["name"] as? String }) == names)

    let same = try drawbridge("diff", old.path, old.path, "--json")
    #expect(same.status == 0)
    #expect(same.output.isEmpty)
    print("cases used (Takeout diff): 1000 contacts, 20 edits, seed \(seed)")
  }
}

/// The contacts of an unpacked Takeout.
private struct Takeout {
  var files: [URL]

  init(_ root: URL) {
    let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    files = []
    while let file = found?.nextObject() as? URL {
      if file.pathExtension == "vcf" { files.append(file) }
    }
  }

  /// Edits 20 cards wherever they stand; answers the names they have now.
  func edit() throws -> Set<String> {
    var texts: [URL: [String]] = [:]
    for file in files { texts[file] = Self.cards(try String(contentsOf: file, encoding: .utf8)) }
    let all = try #require(texts.first { $0.key.lastPathComponent == "All Contacts.vcf" }?.value)
    #expect(all.count == 1000)
    let counts = Dictionary(all.map { ($0, 1) }, uniquingKeysWith: +)
    var edited: [String: String] = [:]
    var names: Set<String> = []
    var next = 7
    for (number, what) in Edit.twenty.enumerated() {
      while next < all.count {
        let card = all[next]
        next += 3
        guard counts[card] == 1, let new = what.applied(to: card, number) else { continue }
        edited[card] = new
        names.insert(Edit.name(of: new))
        next += 37
        break
      }
    }
    for (file, cards) in texts {
      try cards.map { edited[$0] ?? $0 }.joined()
        .write(to: file, atomically: true, encoding: .utf8)
    }
    return names
  }

  private static func cards(_ text: String) -> [String] {
    text.components(separatedBy: "END:VCARD\r\n").filter { !$0.isEmpty }.map {
      $0 + "END:VCARD\r\n"
    }
  }
}

/// A change a person makes to one contact.
private enum Edit {
  case familyName, mail, postcode, phone, title, note

  static let twenty: [Edit] = [
    .familyName, .mail, .postcode, .phone, .title, .familyName, .mail, .postcode, .note,
    .familyName, .mail, .phone, .postcode, .familyName, .mail, .note, .familyName, .title, .phone,
    .mail,
  ]

  private var property: String {
    switch self {
    case .familyName: "N"
    case .mail: "EMAIL"
    case .postcode: "ADR"
    case .phone: "TEL"
    case .title: "TITLE"
    case .note: "NOTE"
    }
  }

  /// The card with the change, not folded; nil where it has nothing to change.
  func applied(to card: String, _ number: Int) -> String? {
    var lines = card.replacingOccurrences(of: "\r\n ", with: "").components(separatedBy: "\r\n")
    guard
      let index = lines.firstIndex(where: {
        $0.hasPrefix("\(property):") || $0.hasPrefix("\(property);")
      }), let colon = lines[index].firstIndex(of: ":")
    else { return nil }
    let head = lines[index][...colon]
    let value = lines[index][lines[index].index(after: colon)...]
    switch self {
    case .familyName:
      var parts = value.components(separatedBy: ";")
      guard parts.count == 5, !parts[0].isEmpty, !parts[1].isEmpty,
        let name = lines.firstIndex(where: { $0.hasPrefix("FN:") })
      else { return nil }
      let family = "Newname-\(number)"
      lines[name] = lines[name].replacingOccurrences(of: parts[0], with: family)
      parts[0] = family
      lines[index] = head + parts.joined(separator: ";")
    case .mail: lines[index] = head + "changed\(number)@example.org"
    case .postcode:
      var parts = value.components(separatedBy: ";")
      guard parts.count == 7 else { return nil }
      parts[5] = "ZZ\(number) 9ZZ"
      lines[index] = head + parts.joined(separator: ";")
    case .phone: lines[index] = head + "+44 7700 900\(100 + number)"
    case .title: lines[index] = head + "Head of change \(number)"
    case .note: lines[index] = head + "Rewritten \(number): nothing is left of what stood here."
    }
    return lines.joined(separator: "\r\n")
  }

  /// The name a person knows the card by.
  static func name(of card: String) -> String {
    let line = card.components(separatedBy: "\r\n").first { $0.hasPrefix("FN:") } ?? ""
    return line.dropFirst(3).replacingOccurrences(of: "\\,", with: ",")
      .replacingOccurrences(of: "\\;", with: ";")
  }
}
