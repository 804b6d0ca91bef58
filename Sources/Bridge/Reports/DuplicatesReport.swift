import ContentLines
import Ledger
import Matching
package import Records

/// Likely duplicates within one side (Google2OpenCRM advises to merge them before the first sync).
package struct DuplicatesReport: Sendable {
  /// One record of a group.
  package struct Member: Sendable, Equatable {
    package var id: String
    /// The side's own id, where its exports show one.
    package var remoteID: String?
    package var name: String
    /// What tells it apart from the others.
    package var details: String
    package var collection: String?
  }

  /// Records that are probably one. The first is the one to keep: it holds most.
  package struct Group: Sendable, Equatable {
    package var kind: RecordKind
    package var members: [Member]
    /// 0 to 1.
    package var score: Double
    package var reasons: [String]
  }

  package let side: SideName
  package private(set) var groups: [Group] = []

  /// Finds the likely duplicates of a side among what it was last seen to hold; what is only read
  /// is not looked at. Near-linear.
  package init(of side: SideName, on bench: inout Workbench) throws {
    self.side = side
    for kind in [RecordKind.contact, .event, .task] {
      let entries = bench.state.sortedEntries(side, kind).filter {
        $0.presence == .present && $0.attributes["readOnly"] == nil
          && $0.collection != Scope.otherContacts
      }
      try bench.load(Set(entries.map(\.digest)), kind)
      let candidates = entries.compactMap { entry in
        bench.record(entry.digest).map {
          Candidate(id: entry.id, record: $0, digest: entry.digest)
        }
      }
      for found in Duplicates.find(candidates, kind: kind, moments: bench.moments) {
        let members = found.ids.compactMap { id -> (Member, Int, Int)? in
          guard let entry = bench.state.entry(EntryKey(side, kind, id)),
            let record = bench.record(entry.digest)
          else { return nil }
          let member = Member(
            id: id, remoteID: entry.remoteID, name: record.displayName,
            details: ReadableValue.summary(of: record), collection: entry.collection)
          return (member, record.components.first?.properties.count ?? 0, entry.order)
        }
        groups.append(
          Group(
            kind: kind,
            members: members.sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.2 < $1.2 }.map(\.0),
            score: found.score, reasons: found.reasons))
      }
    }
  }

  /// The report as a person reads it; empty where nothing was found.
  package var lines: [String] {
    guard !groups.isEmpty else { return [] }
    var lines = ["\(side.title): \(counted(groups.count, "group")) of likely duplicates"]
    for (index, group) in groups.enumerated() {
      lines.append(
        "  \(index + 1). \(group.kind.rawValue), \(percent(group)) alike: "
          + group.reasons.joined(separator: ", "))
      for (place, member) in group.members.enumerated() {
        let id = member.remoteID.map { "id \($0)" } ?? member.id
        let details = member.details.isEmpty ? "" : "  \(member.details.onOneLine)"
        lines.append("       \(place == 0 ? "keep " : "merge") \(member.name)  (\(id))\(details)")
      }
    }
    return lines
  }

  private func percent(_ group: Group) -> String { "\(Int(group.score * 100 + 0.5)) %" }

  /// What a person does about them, by hand.
  package var checklist: Checklist {
    var checklist = Checklist(
      title: "Likely duplicates in \(side.title)",
      intro: "Look at each group and merge what is one record. What is not one stays as it is. "
        + "Export \(side.title) again afterwards; Drawbridge then asks whether the records that "
        + "are gone were merged.")
    for (index, group) in groups.enumerated() {
      guard let keep = group.members.first else { continue }
      for member in group.members.dropFirst() {
        checklist.rows.append(
          Checklist.Row(
            step: String(index + 1), record: member.name, place: place(group, member),
            property: "*", old: described(member), new: "merge into \(described(keep))",
            why: "\(percent(group)) alike: \(group.reasons.joined(separator: ", "))"))
      }
    }
    return checklist
  }

  private func described(_ member: Member) -> String {
    let id = member.remoteID.map { " (id \($0))" } ?? ""
    return member.details.isEmpty
      ? "\(member.name)\(id)" : "\(member.name)\(id): \(member.details.onOneLine)"
  }

  private func place(_ group: Group, _ member: Member) -> String {
    switch (side, group.kind) {
    case (.google, .contact):
      "contacts.google.com: search for the name, select the records, Merge"
    case (.google, .event): "calendar.google.com: delete the copy"
    case (.google, .task): "Google Tasks: delete the copy"
    case (.opencrm, .contact): "OpenCRM: Contacts, find duplicates, Merge"
    case (.opencrm, _): "OpenCRM: Activities, delete the copy"
    }
  }
}
