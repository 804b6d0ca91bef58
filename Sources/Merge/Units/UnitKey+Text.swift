public import ContentLines
public import Records

extension UnitKey: CustomStringConvertible {
  /// The unit as FORMS names it: `NAME`, `NAME[key]` for a member, `*` for the whole record. Inside
  /// an instance the brackets begin with its original start.
  public var description: String { shown(as: name) }

  /// - Parameter name: the first property of a composite unit that the versions at hand have.
  func shown(as name: Name) -> String {
    var words: [String] = []
    if let instance { words.append(instance.string) }
    switch part {
    case .record: return "*"
    case .whole where instance == nil: return "*"
    case .member(let key, _) where isKeyed: words.append(Self.oneLine(key))
    case .inner(let key, _): words.append(Self.oneLine(key))
    default: break
    }
    return words.isEmpty ? name.string : "\(name)[\(words.joined(separator: " "))]"
  }

  /// Whether the schema keys the members; others are paired by their whole value, which is no name.
  private var isKeyed: Bool {
    Schema.vCard[name].isKeyed || Schema.iCalendar[name].isKeyed
  }

  private static func oneLine(_ key: Text) -> String {
    key.contains(ASCII.lf) ? key.string.split(separator: "\n").joined(separator: " ") : key.string
  }
}

extension UnitKey {
  /// A text that names the unit for good, to be stored; it holds no line end.
  public var stored: Text {
    var parts: [Text] = [instance.map { TextEscaping.escape($0) } ?? "-", name.text]
    switch part {
    case .record: parts.append("record")
    case .whole: parts.append("whole")
    case .property: parts.append("property")
    case .parameters: parts.append("parameters")
    case .component(let index): parts += ["component", Text(String(index))]
    case .group(let unit): parts += ["group", Text(Self.word(unit))]
    case .member(let key, let ordinal):
      parts += ["member", TextEscaping.escape(key), Text(String(ordinal))]
    case .inner(let key, let ordinal):
      parts += ["inner", TextEscaping.escape(key), Text(String(ordinal))]
    }
    return CanonicalValue.join(parts, ASCII.semicolon)
  }

  /// A unit from its stored text, or nil if the text is none.
  public init?(stored: Text, kind: RecordKind) {
    let parts = TextEscaping.split(stored, at: ASCII.semicolon)
    guard parts.count >= 3 else { return nil }
    let instance = parts[0] == "-" ? nil : TextEscaping.unescape(parts[0])
    let name = Name(parts[1])
    func number(_ place: Int) -> Int? { parts.count > place ? Int(parts[place].string) : nil }
    switch (parts[2].string, parts.count) {
    case ("record", 3): self = .record
    case ("whole", 3): self = .whole(instance)
    case ("property", 3): self.init(instance, name, .property, kind)
    case ("parameters", 3): self.init(instance, name, .parameters, kind)
    case ("component", 4):
      guard let index = number(3) else { return nil }
      self.init(instance, name, .component(index), kind)
    case ("group", 4):
      guard let unit = Self.groups.first(where: { Self.word($0) == parts[3].string }) else {
        return nil
      }
      self.init(instance, name, .group(unit), kind)
    case ("member", 5):
      guard let ordinal = number(4) else { return nil }
      self.init(
        instance, name, .member(TextEscaping.unescape(parts[3]), ordinal: ordinal), kind)
    case ("inner", 5):
      guard let ordinal = number(4) else { return nil }
      self.init(
        instance, name, .inner(TextEscaping.unescape(parts[3]), ordinal: ordinal), kind)
    default: return nil
    }
  }

  private init(_ instance: Text?, _ name: Name, _ part: Part, _ kind: RecordKind) {
    self.init(instance: instance, name: name, part: part, order: Schema.of(kind)[name].order)
  }

  /// The units that several properties share.
  static let groups: [MergeUnit] = [.schedule, .dates, .progress]

  private static func word(_ unit: MergeUnit) -> String {
    switch unit {
    case .schedule: "schedule"
    case .dates: "dates"
    case .progress: "progress"
    default: ""
    }
  }
}
