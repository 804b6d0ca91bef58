/// The tiers of `contacts.match` as a row reads and writes them.
struct MatchTiers: SettingConvertible {
  var tiers: [[MatchField]]

  static var allowed: String { "a list of tiers, as [[email], [name, phone]]" }

  static func read(
    _ node: SettingsNode, _ path: String, _ problems: inout [SettingsProblem]
  ) -> MatchTiers? {
    guard case .list(let items) = node.content else { return refuse(node, path, &problems) }
    let before = problems.count
    var tiers: [[MatchField]] = []
    for item in items {
      guard case .list(let names) = item.content else {
        problems.append(
          item.problem(
            .wrongType, path, "A tier of `\(path)` cannot be \(item.described).",
            fix: "A tier is a list of its own, even of one field: "
              + "[\(item.text.map(YAMLText.scalar) ?? "email")]."))
        continue
      }
      var tier: [MatchField] = []
      for name in names {
        guard let field = name.text.flatMap(MatchField.init) else {
          problems.append(unknownField(name, path))
          continue
        }
        if tier.contains(field) {
          problems.append(
            name.problem(
              .wrongValue, path, "`\(field.rawValue)` stands twice in one tier.",
              fix: "Name each field once."))
        }
        tier.append(field)
      }
      if names.isEmpty {
        problems.append(
          item.problem(
            .wrongValue, path, "A tier of `\(path)` is empty and would link everything.",
            fix: "Name a field in it, or remove it."))
      } else if tier == [.company] {
        problems.append(
          item.problem(
            .wrongValue, path, "A tier of `company` alone would link all who work there.",
            fix: "Add a field: [name, company]."))
      }
      tiers.append(tier)
    }
    return problems.count == before ? MatchTiers(tiers: tiers) : nil
  }

  private static func unknownField(_ node: SettingsNode, _ path: String) -> SettingsProblem {
    let fields = MatchField.allCases.map(\.rawValue)
    let near = node.text.flatMap { NearestName.of($0, among: fields) }
    return node.problem(
      .wrongValue, path, "\(node.described) is no field that contacts can be matched by.",
      fix: (near.map { "Is `\($0)` meant? " } ?? "")
        + "The fields are \(fields.joined(separator: ", ")).")
  }

  var written: String? {
    "[" + tiers.map { YAMLText.list($0.map(\.rawValue)) }.joined(separator: ", ") + "]"
  }
}

extension FieldMap: SettingConvertible {
  static var allowed: String { "a mapping, as { firstname: \"First Name\" }" }

  static func read(
    _ node: SettingsNode, _ path: String, _ problems: inout [SettingsProblem]
  ) -> FieldMap? {
    if node.isNull { return FieldMap() }
    guard case .mapping(let entries) = node.content else { return refuse(node, path, &problems) }
    let before = problems.count
    let pairs = entries.compactMap { entry in
      String.read(entry.value, "\(path).\(entry.key)", &problems)
        .map { Entry(name: entry.key, value: $0) }
    }
    return problems.count == before ? FieldMap(pairs) : nil
  }

  var written: String? {
    guard !entries.isEmpty else { return "{}" }
    let pairs = entries.map { "\(YAMLText.scalar($0.name)): \(YAMLText.scalar($0.value))" }
    return "{ " + pairs.joined(separator: ", ") + " }"
  }
}

extension SettingDuration: SettingConvertible {
  static var allowed: String { "a length of time, as 24 hours (minutes, hours, days, weeks)" }

  static func read(
    _ node: SettingsNode, _ path: String, _ problems: inout [SettingsProblem]
  ) -> SettingDuration? {
    guard let (count, unit) = YAMLText.countAndUnit(node.text),
      let unit = Unit.allCases.first(where: { $0.rawValue == unit }),
      (0...limit).contains(count)
    else { return refuse(node, path, &problems, node.text == nil ? .wrongType : .wrongValue) }
    return SettingDuration(count: count, unit: unit)
  }

  var written: String? { "\(count) \(unit.written(count))" }
}

extension TimeWindow: SettingConvertible {
  static var allowed: String {
    "two distances from today, as [-2 months, +12 months] (days, weeks, months, years)"
  }

  static func read(
    _ node: SettingsNode, _ path: String, _ problems: inout [SettingsProblem]
  ) -> TimeWindow? {
    guard case .list(let items) = node.content, items.count == 2 else {
      return refuse(node, path, &problems)
    }
    let offsets = items.compactMap { item -> Offset? in
      guard let (count, unit) = YAMLText.countAndUnit(item.text),
        let unit = Offset.Unit.allCases.first(where: { $0.rawValue == unit }),
        (-Offset.limit...Offset.limit).contains(count)
      else {
        problems.append(
          item.problem(
            .wrongValue, path, "\(item.described) is no distance from today.",
            fix: "Write a number and days, weeks, months or years: -2 months, +1 year."))
        return nil
      }
      return Offset(count: count, unit: unit)
    }
    guard offsets.count == 2 else { return nil }
    guard offsets[0].days <= offsets[1].days else {
      problems.append(
        node.problem(
          .wrongValue, path, "The window of `\(path)` ends before it begins.",
          fix: "The earlier day comes first: [-2 months, +12 months]."))
      return nil
    }
    return TimeWindow(from: offsets[0], to: offsets[1])
  }

  var written: String? { "[\(from.written), \(to.written)]" }
}

extension TimeWindow.Offset {
  /// Days from today, about.
  fileprivate var days: Int { count * unit.days }
  fileprivate var written: String {
    "\(count > 0 ? "+" : "")\(count) \(unit.written(count))"
  }
}

extension RawRepresentable<String> {
  /// A unit after its number: `month` after 1 and -1, else `months`.
  fileprivate func written(_ count: Int) -> String {
    abs(count) == 1 ? String(rawValue.dropLast()) : rawValue
  }
}
