import Ledger
import Merge
import Records

extension LinkMerge {
  /// The conflicts of the merge as the ledger's history keeps them (DESIGN, law 3: a value that
  /// lost is kept with its history).
  var notes: [ConflictNote] {
    conflicts.map { held in
      ConflictNote(
        kind: link.kind, uid: link.uid, name: merged?.displayName ?? link.uid,
        property: held.conflict.property, base: held.conflict.base,
        values: held.conflict.values.map { value in
          ConflictNote.Value(
            side: value.label == Self.agreedLabel ? agreedSide.description : value.label,
            value: value.value)
        }, rule: held.rule, isDecided: held.isDecided, kept: held.conflict.kept)
    }
  }

  /// The side that stands behind what was agreed before a newcomer joined.
  private var agreedSide: SideName {
    link.sortedSides.first { $0.side.baseline != nil }?.name ?? .opencrm
  }
}
