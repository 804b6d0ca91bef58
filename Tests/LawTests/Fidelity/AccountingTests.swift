import CivilTime
import ContentLines
import FileSide
import Foundation
import ICalendar
import Records
import TestSupport
import Testing
import VCard

/// Every content line that other programs wrote is in the record, upgraded, or reported.
@Suite struct AccountingTests {
  private static let zones = Law.zones

  @Test(
    "Every content line of the corpus is kept, upgraded or reported",
    .enabled(if: SharedFolder.url != nil))
  func everyLine() throws {
    var account = LineAccount()
    var read = 0
    for file in SharedFolder.corpusFiles() {
      guard let tree = try? InputTree.open(paths: [file.path]),
        let result = try? RecordReader(zones: Self.zones).read(tree)
      else { continue }
      for one in result.files where one.isLines {
        read += 1
        account.add(one, file.lastPathComponent)
      }
    }
    print("accounted for in \(read) files: \(account.summary)")
    #expect(read > 100)
    #expect(account.lines > 10_000)
    let shown = account.lost.prefix(12).joined(separator: "\n")
    #expect(account.lost.isEmpty, "\(account.lost.count) lines are lost:\n\(shown)")
  }
}

/// What became of content lines.
struct LineAccount {
  private(set) var counts: [String: Int] = [:]
  private(set) var lost: [String] = []

  var lines: Int { counts.values.reduce(0, +) }

  var summary: String {
    let sorted = counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    return "\(lines) lines: " + sorted.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
  }

  mutating func add(_ file: RecordFile, _ name: String) {
    var outcome = Outcome(file)
    for component in ComponentReader.read(Lexer.lex(file.bytes)).components {
      visit(component, isZone: false, &outcome, name)
    }
  }

  private mutating func visit(
    _ component: Component, isZone: Bool, _ outcome: inout Outcome, _ file: String
  ) {
    let isZone = isZone || component.name == .vtimezone
    let isFolded = outcome.isFolded(component)
    for property in component.properties {
      // The version of a calendar is that of the form it is written in.
      let isVersion = component.name == .vcalendar && property.name == .version
      let what =
        isVersion
        ? "version"
        : isFolded
          ? "of a cancelled instance that is an EXDATE" : outcome.of(property, isZone: isZone)
      counts[what ?? "lost", default: 0] += 1
      if what == nil { lost.append("\(file):\(property.line): \(property.lineText)") }
    }
    for inner in component.components { visit(inner, isZone: isZone, &outcome, file) }
  }

  /// What reading made of the lines of one file.
  private struct Outcome {
    private var steps: [Int: String] = [:]
    private var reported = Set<Int>()
    private var folded = Set<Int>()
    private var kept: [Int: [Property]] = [:]
    private var lists: [Name: [Text: Int]] = [:]
    private let isCards: Bool

    init(_ file: RecordFile) {
      isCards = file.read.format == .vCard
      if isCards {
        var steps: [Int: String] = [:]
        _ = VCardReader.read(file.bytes) { steps[$0.line] = $0.row }
        self.steps = steps
      }
      reported = Set(file.read.findings.map(\.line))
      folded = Set(file.read.findings.filter { $0.kind == .instanceCancelled }.map(\.line))
      for group in file.read.groups {
        keep(group.properties)
        for other in group.others { keep(other) }
        for record in group.records {
          for component in record.record.components + record.record.zones { keep(component) }
        }
      }
    }

    private mutating func keep(_ component: Component) {
      keep(component.properties)
      for inner in component.components { keep(inner) }
    }

    private mutating func keep(_ properties: [Property]) {
      for property in properties {
        kept[Int(property.line), default: []].append(property)
        let schema = isCards ? Schema.vCard : Schema.iCalendar
        guard case .textList = schema[property.name].value else { continue }
        for value in TextEscaping.split(property.value, at: ASCII.comma) {
          lists[property.name, default: [:]][TextEscaping.unescape(value), default: 0] += 1
        }
      }
    }

    /// Whether reading said that the component is an EXDATE now.
    func isFolded(_ component: Component) -> Bool { folded.contains(Int(component.line)) }

    /// Nil where the line is lost.
    mutating func of(_ property: Property, isZone: Bool) -> String? {
      let line = Int(property.line)
      let own = kept[line] ?? []
      if own.contains(where: { $0.name == property.name && $0.value == property.value }) {
        return "kept"
      }
      if let row = steps[line] { return row }
      if own.contains(where: { $0.name == property.name && $0.text == property.text }) {
        return "kept, escaped anew"
      }
      if property.name == .unread || reported.contains(line) { return "reported" }
      let values = TextEscaping.split(property.value, at: ASCII.comma)
        .map { TextEscaping.unescape($0) }
      if values.allSatisfy({ $0.isEmpty || (lists[property.name]?[$0] ?? 0) > 0 }) {
        return "joined to a list"
      }
      if own.contains(where: { $0.name == property.name }) { return "respelled" }
      if !own.isEmpty { return "moved to another property" }
      // Zones with an IANA name are written anew from its rules.
      if isZone { return "of a zone that is written anew" }
      return nil
    }
  }
}
