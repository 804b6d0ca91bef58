import Ledger
package import Merge
package import Records

/// A conflict of a link, with the rule that decided it or none.
package struct LinkConflict: Sendable {
  package var conflict: Conflict
  /// The setting, `resolve`, or `first_link`.
  package var rule: String
  package var isDecided: Bool
  /// The digest of the values it is about; an answer is bound to it.
  package var boundTo: Digest

  /// One side deleted the record, others changed it since.
  static func deletion(
    by seat: Seat, against others: [(side: SideName, changes: [UnitChange])], link: Link,
    rule: String
  ) -> LinkConflict {
    var values: [(label: String, value: String?)] = [(seat.side.description, nil)]
    for other in others {
      let text = other.changes.map { "\($0.property): \($0.to ?? "(none)")" }
        .joined(separator: "\n")
      values.append((other.side.description, text))
    }
    let conflict = Conflict(
      unit: .record, property: "*", base: nil,
      values: values.map { Conflict.Value(label: $0.label, value: $0.value) },
      decision: .keepBase, kept: nil)
    return LinkConflict(
      conflict: conflict, rule: rule, isDecided: false,
      boundTo: Resolutions.digest(of: conflict))
  }
}

extension LinkConflict {
  /// The same, decided for the deletion or for what was changed since.
  func decided(by rule: String, isKept: Bool) -> LinkConflict {
    LinkConflict(
      conflict: Conflict(
        unit: conflict.unit, property: conflict.property, base: conflict.base,
        values: conflict.values, decision: conflict.decision,
        kept: isKept ? conflict.values.compactMap(\.value).joined(separator: "\n") : nil),
      rule: rule, isDecided: true, boundTo: boundTo)
  }
}

/// A change that a rule withholds from a side. Listed, never forgotten.
package struct Divergence: Sendable, Hashable {
  package var uid: String
  package var name: String
  package var side: SideName
  package var property: String
  package var value: String?
  package var withheldBy: String

  package init(
    uid: String, name: String, side: SideName, property: String, value: String?, withheldBy: String
  ) {
    self.uid = uid
    self.name = name
    self.side = side
    self.property = property
    self.value = value
    self.withheldBy = withheldBy
  }
}

/// A person's answers, bound to the values they saw.
package enum Resolutions {
  /// What a resolution is bound to: the property and every side's value.
  package static func digest(of conflict: Conflict) -> Digest {
    var text = conflict.property
    for value in conflict.values.sorted(by: { $0.label < $1.label }) {
      text += "\u{1}" + value.label + "\u{1}" + (value.value ?? "\u{0}")
    }
    return Digest(of: Array(text.utf8))
  }
}
