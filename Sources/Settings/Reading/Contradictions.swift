/// Compares rows with one another once all are read.
extension SettingsReader {
  mutating func checkContradictions() {
    for kind in SettingsKind.allCases { settleConflictRules(kind) }
    checkAddresses()
    checkUsersMayEdit()
  }

  /// Both directions merge in one pass, so one rule decides a conflict. An unset direction
  /// follows the set one; `ask` beside another rule asks, with a warning; else it is an error.
  private mutating func settleConflictRules(_ kind: SettingsKind) {
    let left = "\(kind.rawValue).\(SettingsDirection.toOpenCRM.rawValue).conflict"
    let right = "\(kind.rawValue).\(SettingsDirection.toGoogle.rawValue).conflict"
    let toOpenCRM = draft.settings.rules(kind, .toOpenCRM).conflict
    let toGoogle = draft.settings.rules(kind, .toGoogle).conflict
    switch (draft.settings.origins[left]?.line, draft.settings.origins[right]?.line) {
    case (nil, nil): break
    case (.some, nil):
      set(toOpenCRM, kind, .toGoogle)
      if toOpenCRM != .ask { draft.settings.origins[right] = .follows(path: left) }
    case (nil, .some):
      set(toGoogle, kind, .toOpenCRM)
      if toGoogle != .ask { draft.settings.origins[left] = .follows(path: right) }
    case (.some(let first), .some(let second)):
      guard toOpenCRM != toGoogle else { return }
      let asks = toOpenCRM == .ask || toGoogle == .ask
      let rule = toOpenCRM == .ask ? toGoogle : toOpenCRM
      let problem = SettingsProblem(
        code: .contradiction, line: max(first, second), column: nil,
        path: first > second ? left : right,
        message: "`\(left)` is `\(toOpenCRM.rawValue)` (line \(first)) and `\(right)` is "
          + "`\(toGoogle.rawValue)` (line \(second))."
          + (asks
            ? " Conflicts will be asked." : " One change cannot be decided in two ways."),
        fix: asks
          ? "To decide them, set both to `\(rule.rawValue)`."
          : "Set both to the same rule: `\(toOpenCRM.rawValue)`, `\(toGoogle.rawValue)` or `ask`.")
      if asks {
        draft.settings.warnings.append(problem)
      } else {
        draft.problems.append(problem)
      }
    }
  }

  private mutating func set(
    _ rule: ConflictRule, _ kind: SettingsKind, _ direction: SettingsDirection
  ) {
    switch (kind, direction) {
    case (.contacts, .toOpenCRM): draft.settings.contacts.toOpenCRM.conflict = rule
    case (.contacts, .toGoogle): draft.settings.contacts.toGoogle.conflict = rule
    case (.calendar, .toOpenCRM): draft.settings.calendar.toOpenCRM.conflict = rule
    case (.calendar, .toGoogle): draft.settings.calendar.toGoogle.conflict = rule
    case (.tasks, .toOpenCRM): draft.settings.tasks.toOpenCRM.conflict = rule
    case (.tasks, .toGoogle): draft.settings.tasks.toGoogle.conflict = rule
    }
  }

  /// Two accounts of one address would each undo what the other did.
  private mutating func checkAddresses() {
    let accounts = draft.settings.accounts
    for (index, account) in accounts.enumerated() {
      guard let address = account.google?.lowercased(),
        let other = accounts[..<index].first(where: { $0.google?.lowercased() == address })
      else { continue }
      let path = "accounts.\(account.name).google"
      draft.problems.append(
        SettingsProblem(
          code: .contradiction, line: draft.settings.origins[path]?.line, column: nil, path: path,
          message: "The accounts `\(other.name)` and `\(account.name)` have the same address.",
          fix: "Give each account its own address, or remove one of them."))
    }
  }

  private mutating func checkUsersMayEdit() {
    let rows = SettingTable.accountRows.filter(\.isOfAccount).map {
      String($0.path.dropFirst("accounts.NAME.".utf8.count))
    }
    for name in draft.settings.usersMayEdit where Self.adminRows.contains(name) {
      draft.problems.append(
        SettingsProblem(
          code: .wrongValue, line: draft.settings.origins["users_may_edit"]?.line, column: nil,
          path: "users_may_edit",
          message: "`\(name)` says whose data an account gets, which no user may decide.",
          fix: "Take it out of users_may_edit."))
    }
    for name in draft.settings.usersMayEdit where !rows.contains(name) {
      draft.problems.append(
        SettingsProblem(
          code: .wrongValue, line: draft.settings.origins["users_may_edit"]?.line, column: nil,
          path: "users_may_edit", message: "`\(name)` is no row of an account.",
          fix: NearestName.of(name, among: rows).map { "Is `\($0)` meant?" }
            ?? "The rows are \(rows.joined(separator: ", "))."))
    }
  }
}
