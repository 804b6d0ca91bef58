package import ContentLines

/// One content line as it stands in a file, before anything is decoded or upgraded: what checks of
/// syntax look at.
package struct WrittenLine: Sendable {
  /// One parameter, in raw text.
  package struct Parameter: Sendable {
    /// Upper-case; that which a bare word of vCard 2.1 stands for.
    package let name: Name
    /// Whether the line names it, and is no bare word.
    package let isNamed: Bool
    /// With its quotes.
    package let value: Text
    /// Where its name begins in the unfolded line, from 1.
    package let column: Int
  }

  package let name: Name
  package let parameters: [Parameter]
  /// Behind the colon, with its escapes.
  package let value: Text
  /// The first physical line, from 1.
  package let line: Int
  /// Where the value begins in the unfolded line, from 1.
  package let valueColumn: Int

  /// The raw text of the first parameter of a name, or nil.
  package func parameter(_ name: Name) -> Text? { parameters.first { $0.name == name }?.value }
}

/// A component as it stands in a file.
package struct WrittenComponent: Sendable {
  package let name: Name
  /// The physical line of its BEGIN.
  package let line: Int
  package var lines: [WrittenLine] = []
  package var components: [WrittenComponent] = []

  /// The first line of a name, or nil. O(n).
  package func first(_ name: Name) -> WrittenLine? { lines.first { $0.name == name } }

  /// The components of a file. What BEGIN and END leave unclear is closed where a card or calendar
  /// begins; junk and lines outside any component are passed over, for readers report them. O(n).
  package static func read(_ file: LexedFile) -> [WrittenComponent] {
    var builder = WrittenBuilder()
    for line in file.lines where !line.isJunk {
      if file.line(line, isNamed: "BEGIN") {
        builder.begin(Name(file.text(line.value, of: line).trimmed), line: Int(line.number))
      } else if file.line(line, isNamed: "END") {
        builder.end(Name(file.text(line.value, of: line).trimmed))
      } else {
        builder.add(WrittenLine(line, in: file))
      }
    }
    return builder.finish()
  }
}

extension WrittenLine {
  fileprivate init(_ line: RawLine, in file: LexedFile) {
    let start = line.group.length > 0 ? line.group.offset : line.name.offset
    func column(_ span: RawSpan32) -> Int { Int(span.offset) - Int(start) + 1 }
    name = Name(file.text(line.name, of: line))
    parameters = file.parameters(of: line).map { raw in
      let isNamed = raw.name.length > 0
      let value = file.text(raw.value, of: line)
      return Parameter(
        name: isNamed ? Name(file.text(raw.name, of: line).trimmed) : BareParameter.name(of: value),
        isNamed: isNamed, value: value,
        column: column(isNamed ? raw.name : raw.value))
    }
    value = file.text(line.value, of: line)
    self.line = Int(line.number)
    valueColumn = column(line.value)
  }
}

/// Puts lines into the components that are open.
private struct WrittenBuilder {
  private var open: [WrittenComponent] = []
  private var done: [WrittenComponent] = []
  /// As deep as readers follow components; what is nested deeper stands beside.
  private static let deepest = 64

  mutating func begin(_ name: Name, line: Int) {
    let startsAnew = name == .vcalendar || name == .vcard && open.last?.name == .vcard
    if startsAnew && !isAgent || open.count >= Self.deepest { while !open.isEmpty { close() } }
    open.append(WrittenComponent(name: name, line: line))
  }

  /// Whether a card that begins here is the agent of the one that is open (vCard 2.1).
  private var isAgent: Bool {
    guard let last = open.last?.lines.last else { return false }
    return last.name == "AGENT" && last.value.trimmed.isEmpty
  }

  mutating func end(_ name: Name) {
    guard let depth = open.lastIndex(where: { $0.name == name }) else { return }
    while open.count > depth { close() }
  }

  mutating func add(_ line: WrittenLine) {
    guard !open.isEmpty else { return }
    open[open.count - 1].lines.append(line)
  }

  mutating func finish() -> [WrittenComponent] {
    while !open.isEmpty { close() }
    return done
  }

  private mutating func close() {
    guard let component = open.popLast() else { return }
    if open.isEmpty {
      done.append(component)
    } else {
      open[open.count - 1].components.append(component)
    }
  }
}
