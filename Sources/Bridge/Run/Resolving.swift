package import Ledger
import Records
import Settings
import Sides

/// A person's answer brought into the state (FORMS, `resolve`).
package enum Resolving {
  /// Answers conflicts of a record, or of all records.
  ///
  /// - Parameters:
  ///   - uid: the record, or nil for all.
  ///   - property: one property, or nil for all its open conflicts.
  /// - Returns: how many conflicts were answered.
  /// - Throws: errors of the store.
  package static func conflicts(
    uid: String?, property: String?, choice: Choice, plan: Plan, on bench: inout Workbench
  ) -> Int {
    var count = 0
    // The components of a name are decided one by one and go by one name.
    let bindings = Dictionary(grouping: plan.openConflicts) {
      "\($0.kind.rawValue)/\($0.uid)/\($0.property)"
    }.mapValues { Set($0.map(\.boundTo)) }
    for conflict in plan.openConflicts {
      if let uid, conflict.uid != uid { continue }
      if let property, conflict.property != property { continue }
      if case .take(let side) = choice,
        !conflict.values.contains(where: { $0.side == side.description }),
        bench.state.link(LinkKey(conflict.kind, conflict.uid))?.sides[side] == nil
      {
        continue
      }
      let id = "\(conflict.kind.rawValue)/\(conflict.uid)/\(conflict.property)"
      bench.state.put(
        Answer(
          id: bindings[id]?.count == 1 ? id : "\(id)/\(conflict.boundTo)",
          subject: .conflict, kind: conflict.kind, uid: conflict.uid,
          property: conflict.property, choice: choice, boundTo: conflict.boundTo,
          operation: bench.state.nextOperation))
      count += 1
    }
    return count
  }

  /// What went wrong with an answer, in words.
  package struct Problem: Error, Sendable, Equatable {
    package var message: String

    package init(_ message: String) {
      self.message = message
    }
  }

  /// Links a record that was asked about to another record, or to a link.
  package static func link(_ id: String, to other: String, on bench: inout Workbench) throws {
    for kind in RecordKind.allCases {
      guard let entry = find(id, kind, bench) else { continue }
      // A vanished record and a newcomer of its side are one record: the entry goes on.
      if entry.presence == .vanished, let newcomer = find(other, kind, bench),
        newcomer.side == entry.side
      {
        try succeed(entry, by: newcomer, &bench)
        return
      }
      if entry.attributes[Importing.askedAttribute] != nil, let vanished = find(other, kind, bench),
        vanished.presence == .vanished, vanished.side == entry.side
      {
        try succeed(vanished, by: entry, &bench)
        return
      }
      guard var link = link(named: other, kind, bench) else { continue }
      guard link.sides[entry.side] == nil else {
        throw Problem(
          "\(other) already has a record in \(entry.side.title). Nothing was changed.")
      }
      link.sides[entry.side] = LinkSide(entry: entry.id)
      link.origin = nil
      clearAsked(entry, &bench)
      bench.state.put(link)
      return
    }
    throw Problem("No record is called \(id), or \(other) is no record to link it to.")
  }

  /// Says that a record which was asked about is a record of its own.
  package static func markNew(_ id: String, on bench: inout Workbench) throws {
    for kind in RecordKind.allCases {
      guard let entry = find(id, kind, bench) else { continue }
      clearAsked(entry, &bench)
      bench.state.put(
        Answer(
          id: "new/\(entry.side)/\(kind.rawValue)/\(entry.id)", subject: .question, kind: kind,
          entries: [entry.key], choice: .new, operation: bench.state.nextOperation))
      return
    }
    throw Problem("No record is called \(id).")
  }

  /// Says that a vanished record was deleted on its side.
  package static func markDeleted(_ id: String, on bench: inout Workbench) throws {
    for kind in RecordKind.allCases {
      guard var entry = find(id, kind, bench), entry.presence == .vanished else { continue }
      entry.presence = .deleted
      bench.state.put(entry)
      freeNewcomers(askedAbout: entry, &bench)
      return
    }
    throw Problem("\(id) is not a record that vanished.")
  }

  /// Says that a vanished record was merged into another of its side: its link goes, the other
  /// stays.
  package static func merged(_ id: String, into other: String, on bench: inout Workbench) throws {
    for kind in RecordKind.allCases {
      guard let entry = find(id, kind, bench), entry.presence == .vanished,
        let survivor = find(other, kind, bench), survivor.side == entry.side
      else { continue }
      bench.state.put(
        Answer(
          id: "merged/\(entry.side)/\(kind.rawValue)/\(entry.id)", subject: .question, kind: kind,
          entries: [entry.key, survivor.key], choice: .mergedInto(survivor.id),
          operation: bench.state.nextOperation))
      var gone = entry
      gone.presence = .deleted
      bench.state.put(gone)
      freeNewcomers(askedAbout: entry, &bench)
      return
    }
    throw Problem("\(id) is not a record that vanished, or \(other) is not in the same account.")
  }

  /// Brings a record back to the sides it was deleted on.
  package static func restore(_ uid: String, on bench: inout Workbench) throws {
    for kind in RecordKind.allCases {
      guard var link = link(named: uid, kind, bench) else { continue }
      let isMarked = link.sides.contains { side, seat in
        seat.entry.flatMap { bench.state.entry(EntryKey(side, kind, $0)) }?.isRetired == true
      }
      if isMarked {
        throw Problem(
          "\(uid) is marked as deleted in OpenCRM. Take the mark away there; the next import brings "
            + "it back.")
      }
      // A deletion counts from when it is seen, also while it waits for the other side's word.
      let away = link.sortedSides.filter { side, seat in
        seat.state == .detached
          || seat.entry.flatMap { bench.state.entry(EntryKey(side, kind, $0)) }?.presence
            == .deleted
      }
      guard !away.isEmpty else { continue }
      for seat in away { link.sides[seat.name] = nil }
      bench.state.put(link)
      return
    }
    throw Problem("\(uid) is not away from any side.")
  }

  // MARK: - Finding

  private static func find(_ id: String, _ kind: RecordKind, _ bench: Workbench) -> ViewEntry? {
    for side in bench.sides {
      if let entry = bench.state.entry(EntryKey(side, kind, id)) { return entry }
    }
    return nil
  }

  private static func link(named id: String, _ kind: RecordKind, _ bench: Workbench) -> Link? {
    if let link = bench.state.link(LinkKey(kind, id)) { return link }
    for side in bench.sides {
      if let uid = bench.state.linksByEntry(side, kind)[id] {
        return bench.state.link(LinkKey(kind, uid))
      }
    }
    return nil
  }

  private static func clearAsked(_ entry: ViewEntry, _ bench: inout Workbench) {
    var entry = entry
    entry.attributes[Importing.askedAttribute] = nil
    bench.state.put(entry)
  }

  /// The old entry takes what the newcomer shows, and keeps its id and link.
  private static func succeed(
    _ old: ViewEntry, by newcomer: ViewEntry, _ bench: inout Workbench
  ) throws {
    var entry = newcomer
    entry.id = old.id
    entry.order = old.order
    entry.presence = .present
    entry.attributes[Importing.askedAttribute] = nil
    entry.digest = try overlaid(newcomer, on: old, &bench)
    bench.state.removeEntry(newcomer.key)
    bench.state.put(entry)
    freeNewcomers(askedAbout: old, &bench)
  }

  /// What the newcomer shows, with what its source does not cover as it stood before: a column that
  /// is missing is not an empty cell.
  private static func overlaid(
    _ newcomer: ViewEntry, on old: ViewEntry, _ bench: inout Workbench
  ) throws -> Digest {
    guard let snapshot = bench.state.latestSnapshot(newcomer.side, newcomer.kind),
      let covered = snapshot.covered
    else { return newcomer.digest }
    try bench.load([newcomer.digest, old.digest], newcomer.kind)
    guard let seen = bench.record(newcomer.digest), let previous = bench.record(old.digest) else {
      return newcomer.digest
    }
    let lens = bench.lens(
      newcomer.side, newcomer.kind, source: snapshot.source, covered: covered)
    return bench.keep(lens.overlay(seen, on: previous, covered: covered))
  }

  private static func freeNewcomers(askedAbout entry: ViewEntry, _ bench: inout Workbench) {
    for var newcomer in bench.state.sortedEntries(entry.side, entry.kind) {
      guard let asked = newcomer.attributes[Importing.askedAttribute] else { continue }
      let rest = asked.split(separator: " ").filter { $0 != entry.id }
      newcomer.attributes[Importing.askedAttribute] =
        rest.isEmpty ? nil : rest.joined(separator: " ")
      bench.state.put(newcomer)
    }
  }
}
