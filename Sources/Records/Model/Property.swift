package import ContentLines

/// One value of one parameter; a list (`TYPE=home,work`) is several parameters of one name.
package struct Parameter: Sendable, Hashable {
  package var name: Name
  /// Decoded: without quotes, RFC 6868 escapes resolved.
  package var value: Text

  package init(_ name: Name, _ value: Text) {
    self.name = name
    self.value = value
  }
}

/// One property of a vCard or iCalendar object: a content line without its position.
package struct Property: Sendable {
  /// The group (`item1`), or empty.
  package var group: Text
  package var name: Name
  package var parameters: [Parameter]
  /// The unfolded value as it stands in a content line, escapes included.
  package var value: Text
  /// The physical line it was read from, 0 where there is none; never compared.
  package var line: UInt32

  package init(
    group: Text = .empty, _ name: Name, _ parameters: [Parameter] = [], value: Text,
    line: UInt32 = 0
  ) {
    self.group = group
    self.name = name
    self.parameters = parameters
    self.value = value
    self.line = line
  }

  /// A property whose value is the given text, escaped.
  package init(_ name: Name, _ parameters: [Parameter] = [], text: Text) {
    self.init(name, parameters, value: TextEscaping.escape(text))
  }

  /// The value with its escapes resolved. O(n).
  package var text: Text { TextEscaping.unescape(value) }

  /// The first value of a parameter, or nil.
  package func parameter(_ name: Name) -> Text? {
    parameters.first { $0.name == name }?.value
  }

  /// All values of a parameter, in order.
  package func parameters(_ name: Name) -> [Text] {
    parameters.filter { $0.name == name }.map(\.value)
  }

  /// Whether a parameter has the value, whatever its case.
  package func has(_ name: Name, _ value: String) -> Bool {
    parameters.contains { $0.name == name && $0.value.equalsIgnoringCase(value) }
  }

  /// Removes all values of a parameter.
  package mutating func remove(parameter name: Name) {
    parameters.removeAll { $0.name == name }
  }

  /// Replaces all values of a parameter.
  package mutating func set(_ name: Name, _ values: [Text]) {
    remove(parameter: name)
    parameters.append(contentsOf: values.map { Parameter(name, $0) })
  }

  /// The parts of a structured value between unescaped semicolons, still escaped.
  package var parts: [Text] { TextEscaping.split(value, at: ASCII.semicolon) }
}

extension Property: Hashable {
  package static func == (one: Property, other: Property) -> Bool {
    one.name == other.name && one.value == other.value && one.group == other.group
      && one.parameters == other.parameters
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(value)
  }
}
