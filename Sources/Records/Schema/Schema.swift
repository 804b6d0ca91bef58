import ContentLines

/// What every property means, by format: one table, looked up by interned name in O(1).
public struct Schema: Sendable {
  package static let vCard = Schema(vCardRows, parameters: vCardParameters)
  package static let iCalendar = Schema(iCalendarRows, parameters: iCalendarParameters)
  /// iCalendar as it applies to a task.
  public static let task = Schema(
    iCalendarRows, parameters: iCalendarParameters, units: taskUnits)
  /// iCalendar as it applies to a journal.
  private static let journal = Schema(
    iCalendarRows, parameters: iCalendarParameters, repeats: journalRepeats)

  /// All known rows in canonical order.
  public let rows: [PropertySchema]
  private let byName: [PropertySchema?]
  private let parametersByName: [ParameterSchema?]
  private let traitsByName: [Traits]

  private init(
    _ written: [SchemaRow], parameters: [ParameterSchema], units: [String: MergeUnit] = [:],
    repeats: Set<String> = []
  ) {
    rows = written.enumerated().map { order, row in
      PropertySchema(
        name: Name(Text(row.name)), order: order, value: row.value,
        cardinality: repeats.contains(row.name) ? .many : row.cardinality,
        key: row.key, unit: units[row.name] ?? row.unit, scope: row.scope,
        isVolatile: row.isVolatile, defaultType: row.defaultType,
        statedType: row.statedType, mostParts: row.mostParts, isKnown: true, role: row.role,
        versions: row.versions)
    }
    var byName = [PropertySchema?](repeating: nil, count: NameTable.shared.names.count)
    for row in rows { byName[Int(row.name.id)] = row }
    self.byName = byName
    traitsByName = byName.enumerated().map { id, row in
      row.map { Traits($0) } ?? (Self.isVolatileVendor(NameTable.shared.names[id]) ? .volatile : [])
    }
    var parametersByName = [ParameterSchema?](
      repeating: nil, count: NameTable.shared.names.count)
    for parameter in parameters { parametersByName[Int(parameter.name.id)] = parameter }
    self.parametersByName = parametersByName
  }

  /// The properties of a contact that one side tells another, in canonical order: the full name
  /// stands for its parts, and labels belong to one account.
  package static let carriedByContacts: [Name] = vCard.rows.filter {
    $0.scope == .shared && !$0.isVolatile && $0.unit != .identity && $0.name != "FN"
  }.map(\.name)

  /// The property with a role in a format; one that nothing is called by where it has none.
  public func name(of role: PropertyRole) -> Name {
    rows.first { $0.role == role }?.name ?? "X-DRAWBRIDGE-NONE"
  }

  /// The schema of a kind of record.
  public static func of(_ kind: RecordKind) -> Schema {
    switch kind {
    case .contact: vCard
    case .event: iCalendar
    case .task: task
    }
  }

  /// The schema of a component inside a record or a calendar.
  public static func of(component: Name) -> Schema {
    switch component {
    case .vcard: vCard
    case .vtodo: task
    case .vjournal: journal
    default: iCalendar
    }
  }

  /// The row of a property. An unknown one may repeat, is compared by value and never touched.
  public subscript(name: Name) -> PropertySchema {
    (Int(name.id) < byName.count ? byName[Int(name.id)] : nil) ?? unknown(name)
  }

  /// Whether a property is volatile, without its whole row.
  public func isVolatile(_ name: Name) -> Bool { traits(name).contains(.volatile) }

  /// Whether a property belongs to one account, without its whole row.
  public func isAccountOwn(_ name: Name) -> Bool { traits(name).contains(.account) }

  /// Whether a property's members are paired as telephone numbers, without its whole row.
  public func isPhone(_ name: Name) -> Bool { traits(name).contains(.phone) }

  /// Whether a property that is compared may stand once only, without its whole row.
  public func isSingle(_ name: Name) -> Bool { traits(name).contains(.single) }

  private struct Traits: OptionSet {
    let rawValue: UInt8
    static let volatile = Traits(rawValue: 1)
    static let account = Traits(rawValue: 2)
    static let phone = Traits(rawValue: 4)
    static let single = Traits(rawValue: 8)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ row: PropertySchema) {
      self = row.isVolatile ? .volatile : []
      if row.scope == .account { insert(.account) }
      if row.key == .phone { insert(.phone) }
      if row.isKnown, row.cardinality == .one, !row.isVolatile { insert(.single) }
    }
  }

  private func traits(_ name: Name) -> Traits {
    Int(name.id) < traitsByName.count ? traitsByName[Int(name.id)] : Traits(unknown(name))
  }

  /// The row of a parameter, or nil where nothing is known of it.
  public func parameter(_ name: Name) -> ParameterSchema? {
    Int(name.id) < parametersByName.count ? parametersByName[Int(name.id)] : nil
  }

  private func unknown(_ name: Name) -> PropertySchema {
    // Vendors' calendar properties change with every export (X-WR-*, X-LIC-*).
    let isVolatile = Self.isVolatileVendor(name.text)
    return PropertySchema(
      name: name, order: Int.max, value: .raw, cardinality: .many, key: .none, unit: .property,
      scope: .shared, isVolatile: isVolatile, defaultType: "", statedType: "",
      mostParts: 0, isKnown: false, role: nil, versions: .all)
  }

  private static func isVolatileVendor(_ name: Text) -> Bool {
    volatilePrefixes.contains { name.bytes.starts(with: $0) }
  }

  private static let volatilePrefixes = ["X-WR-", "X-LIC-"].map { Array($0.utf8) }

  /// The order in which the components of a naming property are spoken: of N the prefix, given,
  /// middle and family names and the suffix, all others as they stand.
  static func spokenOrder(_ name: Name, count: Int) -> [Int] {
    guard vCard[name].unit == .components, count >= 5 else { return Array(0..<count) }
    return [3, 1, 2, 0, 4] + Array(5..<count)
  }

  /// The properties that name a record to a person, best first.
  static func namingProperties(_ format: Format) -> [Name] {
    format == .vCard ? ["FN", "N", "NICKNAME", "ORG", "EMAIL", "TEL"] : ["SUMMARY", "LOCATION"]
  }
}
