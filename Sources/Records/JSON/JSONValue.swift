public import ContentLines

/// A JSON value (RFC 8259) that keeps what readers of standards need: the order of members, members
/// of equal name, and the spelling of numbers.
public indirect enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  /// The number as it was written.
  case number(Text)
  case string(Text)
  case array([JSONValue])
  case object([JSONMember])

  /// The items of an array, or nil.
  public var items: [JSONValue]? {
    if case .array(let items) = self { items } else { nil }
  }

  /// The members of an object, or nil.
  public var members: [JSONMember]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// A string, a number or a truth value as text; nil for the others.
  public var text: Text? {
    switch self {
    case .string(let text), .number(let text): text
    case .bool(let flag): flag ? "true" : "false"
    case .null, .array, .object: nil
    }
  }

  /// The first member of a name in an object, or nil. O(n).
  public subscript(name: String) -> JSONValue? {
    members?.first { $0.name.string == name }?.value
  }
}

/// One member of a JSON object.
public struct JSONMember: Sendable, Hashable {
  package var name: Text
  package var value: JSONValue

  package init(_ name: Text, _ value: JSONValue) {
    self.name = name
    self.value = value
  }
}

/// Why some bytes are no JSON.
public struct JSONError: Error, Sendable, Hashable {
  /// What went wrong.
  public enum Code: String, Sendable {
    case endsEarly = "json-ends-early"
    case unexpectedByte = "json-unexpected-byte"
    case badString = "json-bad-string"
    case badNumber = "json-bad-number"
    case tooDeep = "json-too-deep"
    case trailingText = "json-trailing-text"
  }

  package let code: Code
  /// The line and column, from 1.
  public let line: Int
  package let column: Int
  package let detail: String
}

extension JSONError: CustomStringConvertible {
  /// Where it broke off, and why.
  public var description: String { "Line \(line), column \(column): \(detail)" }
}
