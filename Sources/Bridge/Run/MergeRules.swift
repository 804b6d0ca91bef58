import ContentLines
package import Ledger
import Merge
package import Records
import Settings

/// The rules of a kind as the merge asks for them.
package struct MergeRules: Sendable {
  package let kind: RecordKind
  private let shared: Shared<Settings>
  /// Answers by link and property.
  package let answers: [AnswerKey: [Answer]]
  /// When each side's record was last changed, where that can be trusted.
  package var stamps: [String: String] = [:]
  /// The companies of OpenCRM, where contacts are linked to them.
  var companies: CompanyBook?
  /// The marks of links whose sides have not agreed on everything yet.
  private let firstLinks: Set<String>

  package struct AnswerKey: Hashable, Sendable {
    package var uid: String
    package var property: String
  }

  package init(_ kind: RecordKind, on bench: Workbench) {
    self.kind = kind
    shared = bench.sharedSettings
    var answers: [AnswerKey: [Answer]] = [:]
    for answer in bench.state.sortedAnswers.sorted(by: { $0.operation < $1.operation })
    where answer.kind == kind && answer.subject == .conflict {
      guard let uid = answer.uid else { continue }
      answers[AnswerKey(uid: uid, property: answer.property), default: []].append(answer)
    }
    self.answers = answers
    firstLinks = Set(bench.state.marks.keys.filter(FirstLinkMark.isOne))
  }

  /// What decides a conflict, and by which rule.
  func described(_ conflict: Conflict, _ link: Link, isFirstLink: Bool)
    -> (decision: Decision, rule: String, isDecided: Bool)
  {
    if let answer = answer(conflict.property, Resolutions.digest(of: conflict), link),
      let decision = decision(of: answer.choice, conflict, link)
    {
      return (decision, "resolve", true)
    }
    // What was never agreed since the records were linked at first sight is still a first link.
    let isUnagreed =
      link.origin == nil && Self.isAbsent(conflict.base, conflict.unit)
      && firstLinks.contains(FirstLinkMark.name(link.key))
    return byRule(conflict.values.map(\.label), isFirstLink: isFirstLink || isUnagreed)
  }

  /// Whether there was nothing to agree on: no value, or an empty component of one.
  private static func isAbsent(_ base: String?, _ unit: UnitKey) -> Bool {
    guard let base else { return true }
    guard case .component(let index) = unit.part else { return false }
    let parts = TextEscaping.split(Text(base), at: ASCII.semicolon)
    return index >= parts.count || parts[index].isEmpty
  }

  /// The same as a function that the merge calls.
  ///
  /// - Parameter favouring: the label whose value an open conflict takes; nil keeps the base.
  func decision(_ link: Link, isFirstLink: Bool, favouring label: String?)
    -> @Sendable (UnitConflict) -> Decision
  {
    { unit in
      let conflict = Conflict(of: unit)
      let ruling = described(conflict, link, isFirstLink: isFirstLink)
      guard !ruling.isDecided, let label,
        conflict.values.contains(where: { $0.label == label })
      else { return ruling.decision }
      return .take(label)
    }
  }

  private func decision(of choice: Choice, _ conflict: Conflict, _ link: Link) -> Decision? {
    switch choice {
    case .take(let side):
      let label = side.description
      if conflict.values.contains(where: { $0.label == label }) { return .take(label) }
      // A side that said nothing new stands behind what was agreed.
      return conflict.values.contains { $0.label == LinkMerge.agreedLabel }
        && link.sides[side] != nil ? .take(LinkMerge.agreedLabel) : .keepBase
    case .base: return .keepBase
    case .value(let text): return .value(text)
    case .both: return .both
    case .note: return conflict.values.first.map { .note(keeping: $0.label) }
    default: return nil
    }
  }

  private func byRule(_ labels: [String], isFirstLink: Bool)
    -> (decision: Decision, rule: String, isDecided: Bool)
  {
    let hub = SideName.opencrm.description
    let accounts = labels.filter { $0 != hub }
    if isFirstLink {
      let setting = kind == .contact ? shared.value.contacts.firstLink : .ask
      switch setting {
      case .ask: return (.keepBase, "first_link: ask", false)
      case .opencrm where labels.contains(hub):
        return (.take(hub), "first_link: opencrm", true)
      case .google where accounts.count == 1:
        return (.take(accounts[0]), "first_link: google", true)
      default: return (.keepBase, "first_link: ask", false)
      }
    }
    let path = "\(kind.setting.rawValue).conflict"
    switch shared.value.conflictRule(for: kind.setting) {
    case .ask: return (.keepBase, "\(path): ask", false)
    case .opencrm:
      return labels.contains(hub)
        ? (.take(hub), "\(path): opencrm", true) : (.keepBase, "\(path): ask", false)
    case .google:
      return accounts.count == 1
        ? (.take(accounts[0]), "\(path): google", true) : (.keepBase, "\(path): ask", false)
    case .newest:
      let known = labels.compactMap { label in stamps[label].map { (label, $0) } }
      guard known.count == labels.count, let latest = known.map(\.1).max(),
        known.filter({ $0.1 == latest }).count == 1,
        let winner = known.first(where: { $0.1 == latest })
      else { return (.keepBase, "\(path): ask (no stamp to trust)", false) }
      return (.take(winner.0), "\(path): newest", true)
    }
  }

  /// The rules of the direction in which a deletion on a side travels.
  func deletion(on side: SideName) -> (
    delete: DeleteRule, deleteConflict: DeleteConflictRule, deletePath: String,
    conflictPath: String
  ) {
    let direction: SettingsDirection = side == .opencrm ? .toGoogle : .toOpenCRM
    let rules = shared.value.rules(kind.setting, direction)
    let path = "\(kind.setting.rawValue).\(direction.rawValue)"
    return (
      rules.delete, rules.deleteConflict, "\(path).delete: \(rules.delete.rawValue)",
      "\(path).delete_conflict: \(rules.deleteConflict.rawValue)"
    )
  }

  /// A person's word on a conflict about the whole record.
  func answer(to conflict: LinkConflict, _ link: Link) -> Choice? {
    answer("*", conflict.boundTo, link)?.choice
  }

  /// The last answer that is bound to some values. O(answers of the property).
  private func answer(_ property: String, _ values: @autoclosure () -> Digest, _ link: Link)
    -> Answer?
  {
    guard let own = answers[AnswerKey(uid: link.uid, property: property)] else { return nil }
    let digest = values()
    return own.last { $0.boundTo == digest }
  }
}

extension Conflict {
  /// The conflict of a unit before it is decided.
  init(of unit: UnitConflict) {
    self.init(
      unit: unit.unit, property: unit.property, base: unit.baseText,
      values: unit.values.map { Value(label: $0.label, value: $0.text) }, decision: .keepBase,
      kept: unit.baseText)
  }
}
