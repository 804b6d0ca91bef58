import CivilTime
package import Ledger
package import Records
import Settings

/// An import of an export that was imported before, while nothing else happened.
///
/// Where nothing is under way, an import that finds what the last one found changes nothing but the
/// list of snapshots (ModelTests hold it to that), so that it need not be made again.
package enum RepeatedImport {
  /// Whether the same export once more would change nothing, whichever side is imported meanwhile:
  /// nothing that was sent is waited for, and nobody is asked what became of a record. O(n).
  package static func saysNothing(to state: LedgerState) -> Bool {
    let isAsking = state.scopes.contains { scope in
      state.entries(scope.side, scope.kind).values.contains { $0.presence == .vanished }
    }
    return !isAsking
      && RecordKind.allCases.allSatisfy { kind in
        state.links(kind).values.allSatisfy { link in
          link.sides.values.allSatisfy { $0.sent == nil && $0.state != .pending }
        }
      }
  }

  /// The days on which records are carried, as far as settings bound them: what an import does may
  /// depend on the day.
  package static func days(on bench: Workbench) -> String {
    RecordKind.allCases.flatMap { kind in
      SettingsDirection.allCases.compactMap { Window(kind, $0, on: bench) }
    }.map { "\($0.path) \($0.first) \($0.last)" }.joined(separator: "\n")
  }

  /// The snapshots that such an import adds to those of the last one.
  ///
  /// - Parameters:
  ///   - operation: the import that is repeated.
  ///   - exported: when the export was made, RFC 3339, where that is known.
  ///   - now: the time of the import.
  /// - Returns: nil where a later import of the side brought something else, or where this export is
  ///   the older one: then the import has to be made.
  package static func snapshots(
    repeating operation: Int, of side: SideName, exported: String?, now: String,
    in state: LedgerState
  ) -> [Snapshot]? {
    let latest = RecordKind.allCases.compactMap { state.latestSnapshot(side, $0) }
    let repeated = state.snapshots.filter { $0.side == side && $0.operation == operation }
    guard !repeated.isEmpty, repeated.allSatisfy(latest.contains) else { return nil }
    for before in repeated {
      guard (before.exported == nil) == (exported == nil) else { return nil }
      if let old = before.exported, let exported, exported < old { return nil }
    }
    let number = state.nextOperation
    return repeated.map { before in
      var snapshot = before
      snapshot.id = "\(number)/\(side)/\(before.kind.rawValue)"
      snapshot.exported = exported
      snapshot.imported = now
      snapshot.operation = number
      return snapshot
    }
  }
}
