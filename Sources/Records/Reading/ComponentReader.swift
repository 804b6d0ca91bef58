public import ContentLines

/// Builds components from lexed lines: BEGIN and END, parameters, junk lines.
public struct ComponentReader {
  /// What a file held.
  public struct Result: Sendable {
    /// Top-level components in the file's order.
    public var components: [Component] = []
    package var findings: [Finding] = []
  }

  private let file: LexedFile
  /// Whether the last line was reached with something open.
  package private(set) var endsInside = false
  private var open: [Component] = []
  private var result = Result()
  /// RFC 6868 and the 4.0 rules apply inside the component under way.
  private var decodesCarets: [Bool] = []

  /// A reader at the beginning of a file.
  package init(_ file: LexedFile) {
    self.file = file
    result.findings = file.findings
  }

  /// Reads a whole file. Lines outside any component are findings; a missing END is closed with a
  /// finding at the next top-level BEGIN or at the end of the file. O(n).
  public static func read(_ file: LexedFile) -> Result {
    var reader = ComponentReader(file)
    var place = 0
    while place < file.lines.count { place = reader.step(from: place) }
    return reader.finish()
  }

  /// Reads on from a line outside any component: one component with all that is in it, or one
  /// stray line.
  ///
  /// - Returns: the place of the next line outside any component, or the number of lines.
  package mutating func step(from start: Int) -> Int {
    var place = start
    repeat {
      let line = file.lines[place]
      place += 1
      if line.isJunk {
        keepUnread(file.text(line.value, of: line), line)
      } else if file.line(line, isNamed: "BEGIN") {
        begin(line)
      } else if file.line(line, isNamed: "END") {
        end(line)
      } else if open.isEmpty {
        note(.outsideComponent, line, "This line stands before the first BEGIN or after an END.")
      } else {
        let outer = open[open.count - 1].name
        add(Self.property(line, of: file, in: outer, decodesCarets: decodesCarets.last ?? true))
      }
    } while !open.isEmpty && place < file.lines.count
    if place == file.lines.count {
      endsInside = !open.isEmpty
      while let component = open.last {
        note(
          .missingEnd, component.line, "The \(component.name) that begins here has no END.")
        close()
      }
    }
    return place
  }

  /// The components read since they were taken last.
  package mutating func takeComponents() -> [Component] {
    defer { result.components = [] }
    return result.components
  }

  /// What was read, with the findings of the lexer before those of this reader.
  package func finish() -> Result { result }

  /// How deep components are followed. What is nested deeper comes from no program, and would
  /// exhaust the stack.
  private static let deepest = 64
  /// How deep cards are followed as agents of each other: every step doubles the escapes.
  private static let deepestAgent = 4

  private mutating func begin(_ line: RawLine) {
    let name = Name(file.text(line.value, of: line).trimmed)
    // What is too deep begins anew beside its outermost component, within its calendar.
    let floor = open.first?.name == .vcalendar ? 1 : 0
    if open.count - floor >= Self.deepest
      || name == .vcard && open.count(where: { $0.name == .vcard }) >= Self.deepestAgent
    {
      note(.nestedTooDeep, line, "This \(name) is nested too deep.")
      while open.count > floor { close() }
    }
    // A card inside a card is an AGENT; without that line before it, an END is missing.
    if name == .vcard, let outer = open.last, outer.name == .vcard {
      if let agent = outer.properties.last, agent.name == "AGENT", agent.value.trimmed.isEmpty {
        open[open.count - 1].properties.removeLast()
      } else {
        note(.missingEnd, outer.line, "The VCARD that begins here has no END.")
        while !open.isEmpty { close() }
      }
    } else if name == .vcalendar, !open.isEmpty {
      note(.missingEnd, open[0].line, "The \(open[0].name) that begins here has no END.")
      while !open.isEmpty { close() }
    }
    var component = Component(name)
    component.line = line.number
    open.append(component)
    decodesCarets.append(decodesCarets.last ?? (name != .vcard))
  }

  private mutating func end(_ line: RawLine) {
    let name = Name(file.text(line.value, of: line).trimmed)
    guard let depth = open.lastIndex(where: { $0.name == name }) else {
      note(.strayEnd, line, "END:\(name) closes nothing.")
      return
    }
    while open.count > depth + 1 {
      note(
        .missingEnd, open[open.count - 1].line,
        "The \(open[open.count - 1].name) that begins here has no END.")
      close()
    }
    close(at: line.number)
  }

  private mutating func close(at line: UInt32 = 0) {
    guard var component = open.popLast() else { return }
    component.endLine = line
    decodesCarets.removeLast()
    guard let outer = open.indices.last else {
      result.components.append(component)
      return
    }
    if component.name == .vcard {
      // vCard 2.1 nests the card of an agent; the text form of 3.0 holds the same.
      open[outer].properties.append(
        Property("AGENT", text: Text(component.bytes()), line: component.line))
    } else {
      open[outer].components.append(component)
    }
  }

  private mutating func add(_ property: Property) {
    let top = open.count - 1
    if property.name == .version, open[top].name == .vcard {
      decodesCarets[top] = property.value.trimmed == "4.0"
    }
    open[top].properties.append(property)
  }

  private mutating func keepUnread(_ text: Text, _ line: RawLine) {
    guard !open.isEmpty else {
      note(.outsideComponent, line, "This text stands outside any BEGIN and END.")
      return
    }
    add(Property(.unread, text: text, line: line.number))
  }

  /// The property that a content line holds.
  ///
  /// - Parameters:
  ///   - component: the name of the component around it.
  ///   - decodesCarets: whether RFC 6868 applies there.
  package static func property(
    _ line: RawLine, of file: LexedFile, in component: Name, decodesCarets: Bool
  ) -> Property {
    let name = Name(file.text(line.name, of: line))
    var parameters: [Parameter] = []
    if line.parameterCount > 0 {
      let schema = Schema.of(component: component)
      parameters.reserveCapacity(Int(line.parameterCount))
      for raw in file.parameters(of: line) {
        append(
          raw, of: line, in: file, to: &parameters, schema, decodesCarets: decodesCarets)
      }
    }
    return Property(
      group: line.group.length == 0 ? .empty : file.text(line.group, of: line), name, parameters,
      value: file.text(line.value, of: line), line: line.number)
  }

  private static func append(
    _ raw: RawParameter, of line: RawLine, in file: LexedFile, to parameters: inout [Parameter],
    _ schema: Schema, decodesCarets: Bool
  ) {
    let value = file.text(raw.value, of: line)
    guard raw.name.length > 0 else {
      let name = BareParameter.name(of: value)
      parameters.append(Parameter(name, value.trimmed))
      return
    }
    let name = Name(file.text(raw.name, of: line).trimmed)
    let isPlain = value.bytes.allSatisfy {
      $0 != ASCII.quote && $0 != ASCII.comma && $0 != ASCII.caret
    }
    if isPlain {
      parameters.append(Parameter(name, value))
      return
    }
    let splitsQuoted = schema.parameter(name)?.splitsQuoted == true
    for part in ParameterValues.split(value, splitsQuoted: splitsQuoted) {
      parameters.append(
        Parameter(name, decodesCarets ? ParameterValues.decodingCarets(part) : part))
    }
  }

  private mutating func note(_ kind: FindingKind, _ line: RawLine, _ message: String) {
    note(kind, line.number, message)
  }

  private mutating func note(_ kind: FindingKind, _ line: UInt32, _ message: String) {
    result.findings.append(Finding(kind, line: Int(line), column: 1, message: message))
  }
}

extension Property {
  init(_ name: Name, text: Text, line: UInt32) {
    self.init(name, value: TextEscaping.escape(text), line: line)
  }
}

extension FindingKind {
  package static let missingEnd = FindingKind(
    "missing-end", .error, clause: "RFC 6350 section 6.1.2",
    fix: "Add the END line; what was read up to here was kept.")
  package static let strayEnd = FindingKind(
    "stray-end", .warning, clause: "RFC 6350 section 6.1.2", fix: "Remove the END line.")
  package static let nestedTooDeep = FindingKind(
    "nested-too-deep", .error, clause: "RFC 6350 section 6.1.1",
    fix: "Look for missing END lines; the components were kept side by side.")
  package static let outsideComponent = FindingKind(
    "outside-component", .warning, clause: "RFC 6350 section 3.3",
    fix: "Move the line between a BEGIN and its END; it was not read.")
}
