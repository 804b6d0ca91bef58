import CivilTime
import ContentLines
import Records
import TestSupport

/// One name and what stands behind it: a line of a card, a cell of a row, a member of a task.
struct SourcePiece: Sendable, Hashable {
  /// Where the record has several components: which one, and after a slash which alarm of it.
  var part = ""
  var name: String
  var value: String

  /// A line of a card or a calendar.
  var line: String { "\(name):\(value)" }

  /// The name without group and parameters.
  var propertyName: String {
    let bare = name.prefix { $0 != ";" }
    return String(bare.split(separator: ".").last ?? bare)
  }

  /// The component that holds it, itself or in an alarm.
  var component: String { String(part.prefix { $0 != "/" }) }
}

extension SourcePiece {
  /// The line of a property.
  init(part: String = "", _ property: Property) {
    var bare = property
    bare.value = .empty
    self.init(
      part: part, name: String(bare.lineText.dropLast()), value: property.value.string)
  }
}

/// A file of a source before it is bytes, and what a person does afterwards.
struct SourceCase: Sendable {
  /// The records of the file.
  var rows: [[SourcePiece]]
  var seed: UInt64
  var edits: Int
}

/// A way a side is read, with the bytes it may show and the reader that reads them.
struct SourceUnderTest: Sendable {
  var name: String
  var draw: @Sendable (inout SeededRandom) -> [SourcePiece]
  var render: @Sendable ([[SourcePiece]], _ seed: UInt64) -> [UInt8]
  /// Every record that the real reader finds; nil where it refuses the file.
  var read: @Sendable ([UInt8]) -> [Record]?
  /// What it is read as, to canonicalise and write it again.
  var form: CanonicalLaws.Form
  /// Its own side's lens first.
  var lenses: [LensUnderTest]
  /// Things that a run must have drawn, told from the pieces of a record.
  var traits: [(name: String, isDrawn: @Sendable ([SourcePiece]) -> Bool)]
  /// The rows of the schema that the source can show: a run must have read each.
  var rows: [RecordKind: Set<Name>] = [:]
  /// Columns or members of the source that a run must have drawn.
  var cells: Set<String> = []

  var generator: Generator<SourceCase> {
    Generator(
      { random in
        var rows = (0..<1 + random.below(3)).map { _ in draw(&random) }
        // Equal records are two.
        if random.chance(10) { rows.append(rows[0]) }
        return SourceCase(rows: rows, seed: random.next(), edits: random.below(4))
      },
      shrink: { example in
        var result: [SourceCase] = []
        if example.edits > 0 {
          var smaller = example
          smaller.edits -= 1
          result.append(smaller)
        }
        for row in example.rows.indices where example.rows.count > 1 {
          var smaller = example
          smaller.rows.remove(at: row)
          result.append(smaller)
        }
        for row in example.rows.indices {
          for piece in example.rows[row].indices where example.rows[row].count > 1 {
            var smaller = example
            smaller.rows[row].remove(at: piece)
            result.append(smaller)
          }
        }
        return result
      },
      show: { String(decoding: render($0.rows, $0.seed), as: UTF8.self) })
  }
}

extension SeededRandom {
  /// A text of one line, or of several.
  mutating func words(lines: Bool = false) -> String {
    let text = TextGenerator.text(&self, lines: lines).string
    return lines ? text : text.replacing("\r\n", with: " ").replacing("\n", with: " ")
  }
}
