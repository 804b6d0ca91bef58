public import ContentLines

/// One value of one parameter; a list (`TYPE=home,work`) is several parameters of one name.
public struct Parameter: Sendable, Hashable {
  /// Upper-case.
  public var name: Name
  /// Decoded: without quotes, RFC 6868 escapes resolved.
  public var value: Text

  /// One value of a parameter.
  public init(_ name: Name, _ value: Text) {
    self.name = name
    self.value = value
  }
}

/// The group and the parameters of a property: what stands before the colon beside its name. Most
/// lines of a file have one of a few dozen heads, and may share them.
public final class PropertyHead: Sendable {
  fileprivate let group: Text
  fileprivate let parameters: [Parameter]

  /// A head with a group or parameters.
  public init(_ group: Text, _ parameters: [Parameter]) {
    self.group = group
    self.parameters = parameters
  }
}

/// One property of a vCard or iCalendar object: a content line without its position.
public struct Property: Sendable {
  /// Upper-case.
  public var name: Name
  /// The physical line it was read from, 0 where there is none; never compared.
  public var line: UInt32
  /// All else behind one reference: most of a run hands properties on, and counts no more than it.
  private var content: Content

  private final class Content: Sendable {
    /// Nil where there is neither a group nor a parameter.
    let head: PropertyHead?
    let value: Text

    init(_ head: PropertyHead?, _ value: Text) {
      self.head = head
      self.value = value
    }

    convenience init(_ group: Text, _ parameters: [Parameter], _ value: Text) {
      self.init(
        group.isEmpty && parameters.isEmpty ? nil : PropertyHead(group, parameters), value)
    }
  }

  /// A content line.
  public init(
    group: Text = .empty, _ name: Name, _ parameters: [Parameter] = [], value: Text,
    line: UInt32 = 0
  ) {
    self.name = name
    self.line = line
    content = Content(group, parameters, value)
  }

  /// A content line with a head that others may have as well; nil for none.
  public init(_ name: Name, head: PropertyHead?, value: Text, line: UInt32) {
    self.name = name
    self.line = line
    content = Content(head, value)
  }

  /// The group (`item1`), or empty.
  public var group: Text {
    get { content.head?.group ?? .empty }
    set { content = Content(newValue, parameters, content.value) }
  }

  /// In the order of the line, or the canonical one.
  public var parameters: [Parameter] {
    get { content.head?.parameters ?? [] }
    set { content = Content(group, newValue, content.value) }
  }

  /// The unfolded value as it stands in a content line, escapes included.
  public var value: Text {
    get { content.value }
    set { content = Content(content.head, newValue) }
  }

  /// A property whose value is the given text, escaped.
  public init(_ name: Name, _ parameters: [Parameter] = [], text: Text) {
    self.init(name, parameters, value: TextEscaping.escape(text))
  }

  /// The value with its escapes resolved. O(n).
  public var text: Text { TextEscaping.unescape(value) }

  /// The first value of a parameter, or nil.
  public func parameter(_ name: Name) -> Text? {
    parameters.first { $0.name == name }?.value
  }

  /// All values of a parameter, in order.
  public func parameters(_ name: Name) -> [Text] {
    parameters.filter { $0.name == name }.map(\.value)
  }

  /// Whether a parameter has the value, whatever its case.
  public func has(_ name: Name, _ value: String) -> Bool {
    parameters.contains { $0.name == name && $0.value.equalsIgnoringCase(value) }
  }

  /// Removes all values of a parameter.
  public mutating func remove(parameter name: Name) {
    parameters.removeAll { $0.name == name }
  }

  /// Replaces all values of a parameter.
  public mutating func set(_ name: Name, _ values: [Text]) {
    remove(parameter: name)
    parameters.append(contentsOf: values.map { Parameter(name, $0) })
  }

  /// The parts of a structured value between unescaped semicolons, still escaped.
  public var parts: [Text] { TextEscaping.split(value, at: ASCII.semicolon) }
}

extension Property: Hashable {
  /// Without regard to lines of a file. O(n).
  public static func == (one: Property, other: Property) -> Bool {
    one.name == other.name
      && (one.content === other.content
        || one.value == other.value
          && (one.content.head === other.content.head
            || one.group == other.group && one.parameters == other.parameters))
  }

  /// Agrees with `==`.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(value)
  }
}
