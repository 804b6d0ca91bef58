public import ContentLines

extension Property {
  /// Writes the content line (RFC 6350 section 3.3) with RFC 6868 parameter values.
  public func write(to writer: inout LineWriter) {
    if !group.isEmpty {
      writer.put(group)
      writer.put(ASCII.dot)
    }
    name.write(to: &writer)
    let parameters = parameters
    for index in parameters.indices {
      if index > 0, parameters[index].name == parameters[index - 1].name {
        writer.put(ASCII.comma)
      } else {
        writer.put(ASCII.semicolon)
        parameters[index].name.write(to: &writer)
        writer.put(ASCII.equals)
      }
      Self.writeParameter(parameters[index].value, to: &writer)
    }
    writer.put(ASCII.colon)
    Self.writeValue(value, to: &writer)
    writer.endLine()
  }

  /// A raw line end inside a value would end the line: it is written as `\n`.
  private static func writeValue(_ value: Text, to writer: inout LineWriter) {
    guard value.contains(ASCII.lf) else {
      writer.put(value)
      return
    }
    for byte in value.bytes {
      if byte == ASCII.lf { writer.put(literal: "\\n") } else { writer.put(byte) }
    }
  }

  /// RFC 6868: `^n`, `^'` and `^^`; quotes where a separator stands inside.
  private static func writeParameter(_ value: Text, to writer: inout LineWriter) {
    let (needsQuotes, needsEscape) = value.withSpan { bytes in
      var needs = (quotes: false, escape: false)
      for place in bytes.indices {
        switch bytes[place] {
        case ASCII.comma, ASCII.colon, ASCII.semicolon: needs.quotes = true
        case ASCII.caret, ASCII.quote, ASCII.lf: needs.escape = true
        default: break
        }
      }
      return needs
    }
    if needsQuotes { writer.put(ASCII.quote) }
    if needsEscape {
      for byte in value.bytes {
        switch byte {
        case ASCII.caret: writer.put(literal: "^^")
        case ASCII.quote: writer.put(literal: "^'")
        case ASCII.lf: writer.put(literal: "^n")
        default: writer.put(byte)
        }
      }
    } else {
      writer.put(value)
    }
    if needsQuotes { writer.put(ASCII.quote) }
  }

  /// The content line without folds and line end, as values are shown to people. O(n).
  public var lineText: String {
    var writer = LineWriter(folds: false)
    write(to: &writer)
    return String(decoding: writer.bytes.dropLast(2), as: UTF8.self)
  }
}

extension Component {
  /// Writes BEGIN, properties, inner components and END, in the order they have.
  public func write(to writer: inout LineWriter, leavingOutVolatile: Bool = false) {
    writer.put(literal: "BEGIN:")
    name.write(to: &writer)
    writer.endLine()
    let schema = Schema.of(component: name)
    for index in properties.indices
    where !leavingOutVolatile || !schema.isVolatile(properties[index].name) {
      properties[index].write(to: &writer)
    }
    for component in components {
      component.write(to: &writer, leavingOutVolatile: leavingOutVolatile)
    }
    writer.put(literal: "END:")
    name.write(to: &writer)
    writer.endLine()
  }

  /// The folded content lines. O(n).
  public func bytes() -> [UInt8] {
    var writer = LineWriter()
    write(to: &writer)
    return writer.bytes
  }
}
