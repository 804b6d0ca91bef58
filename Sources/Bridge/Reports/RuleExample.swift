import Records

/// What a row of the settings does in this workspace just now, for `settings --explain`.
package enum RuleExample {
  /// A sentence about a record that the row decides about in a plan; nil where it decides about
  /// none. O(plan).
  ///
  /// - Parameter row: the path of the row, with `NAME` or an account's name.
  package static func sentence(for row: String, in plan: Plan) -> String? {
    func speaks(_ text: String) -> Bool { names(row).allSatisfy(text.contains) }
    if let held = plan.divergences.first(where: { speaks($0.withheldBy) }) {
      let what = held.property == "*" ? "the record" : held.property
      return "For example, of \(held.name) \(what) is not carried to \(held.side.title): "
        + "\(held.withheldBy)."
    }
    if let conflict = plan.conflicts.first(where: { speaks($0.rule) }) {
      return "For example, \(conflict.name): \(conflict.property) is "
        + (conflict.isDecided ? "decided by it." : "left to you by it.")
    }
    if let refused = plan.refused, speaks(refused.detail) {
      return "The next plan is refused because of it: \(refused.detail)"
    }
    if let step = plan.steps.first(where: { speaks($0.rule) || speaks($0.reason) }) {
      return "For example, \(step.name): \(step.action.rawValue) in \(step.side.title), "
        + "\(step.reason)."
    }
    return nil
  }

  /// What a text about the row holds. A conflict is decided for both directions at once.
  private static func names(_ row: String) -> [String] {
    var parts = row.split(separator: ".").map(String.init)
    if parts.last == "conflict", parts.count == 3 { parts.remove(at: 1) }
    guard parts.first == "accounts", parts.count > 2 else { return [parts.joined(separator: ".")] }
    let rest = "." + parts.dropFirst(2).joined(separator: ".")
    return [parts[1] == "NAME" ? "accounts." : "accounts.\(parts[1])\(rest)", rest]
  }
}
