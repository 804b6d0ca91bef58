package import Records

/// The records of one kind on one side.
package struct SideKind: Sendable, Hashable, Comparable {
  package var side: SideName
  package var kind: RecordKind

  package init(_ side: SideName, _ kind: RecordKind) {
    self.side = side
    self.kind = kind
  }

  /// By side, the hub first; then by kind.
  package static func < (one: SideKind, other: SideKind) -> Bool {
    one.side != other.side ? one.side < other.side : one.kind < other.kind
  }
}

/// What identifies a view entry: a side, a kind and the record's id there.
package struct EntryKey: Sendable, Hashable, Comparable {
  package var side: SideName
  package var kind: RecordKind
  package var id: String

  package init(_ side: SideName, _ kind: RecordKind, _ id: String) {
    self.side = side
    self.kind = kind
    self.id = id
  }

  /// By side, kind, id.
  package static func < (one: EntryKey, other: EntryKey) -> Bool {
    if one.side != other.side { return one.side < other.side }
    return one.kind != other.kind ? one.kind < other.kind : one.id < other.id
  }
}

/// Whether a side was last seen to hold a record.
package enum Presence: String, Sendable, CaseIterable {
  case present
  /// Missing from a complete snapshot, with a question open: renamed, merged or deleted?
  case vanished
  /// Proved deleted on the side.
  case deleted
  /// Not shown by the last snapshot, which proves nothing (incomplete, out of scope).
  case unseen
}

/// What a side is known to hold of one record (DESIGN section 2, *view*).
package struct ViewEntry: Sendable, Hashable {
  package var side: SideName
  package var kind: RecordKind
  /// Unique per side and kind: the UID in the source, or one derived by the bridge.
  package var id: String
  /// The side's own id (`crmid`, a task id), where the source shows one.
  package var remoteID: String?
  /// The calendar, task list or address book.
  package var collection: String?
  /// The digest of the view record; its body is in the record store.
  package var digest: Digest
  /// A trusted time of modification, RFC 3339.
  package var stamp: String?
  /// The volatile content lines (DTSTAMP, REV …), which are not part of the record.
  package var volatile: [UInt8]
  package var presence: Presence
  /// The order of first sight within the workspace, from `LedgerState.takeOrder`.
  package var order: Int
  /// The 16-byte key of the raw component that gave this view, for imports to skip what is
  /// unchanged.
  package var raw: [UInt8]?
  /// Owner, private flag and the like.
  package var attributes: [String: String]

  package init(
    side: SideName, kind: RecordKind, id: String, remoteID: String? = nil,
    collection: String? = nil, digest: Digest, stamp: String? = nil, volatile: [UInt8] = [],
    presence: Presence = .present, order: Int, raw: [UInt8]? = nil,
    attributes: [String: String] = [:]
  ) {
    self.side = side
    self.kind = kind
    self.id = id
    self.remoteID = remoteID
    self.collection = collection
    self.digest = digest
    self.stamp = stamp
    self.volatile = volatile
    self.presence = presence
    self.order = order
    self.raw = raw
    self.attributes = attributes
  }

  package var key: EntryKey { EntryKey(side, kind, id) }

  /// The attribute of a record that is still there, with the value that marks it as deleted.
  package static let retiredAttribute = "retired"

  /// The attribute of a single activity that is one meeting of a series elsewhere: the side, the
  /// series' entry and the original start.
  package static let occurrenceAttribute = "occurrence-of"

  /// Whether the side marks the record as deleted, and still holds it.
  package var isRetired: Bool {
    presence == .deleted && attributes[Self.retiredAttribute] != nil
  }
}
