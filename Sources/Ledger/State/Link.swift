package import Records

/// What identifies a link: a kind and the UID of the agreed record.
package struct LinkKey: Sendable, Hashable, Comparable {
  package var kind: RecordKind
  package var uid: String

  package init(_ kind: RecordKind, _ uid: String) {
    self.kind = kind
    self.uid = uid
  }

  /// By kind, then UID.
  package static func < (one: LinkKey, other: LinkKey) -> Bool {
    one.kind != other.kind ? one.kind < other.kind : one.uid < other.uid
  }
}

/// The state of one side of a link (DESIGN section 6).
package enum LinkSideState: String, Sendable, CaseIterable {
  case live
  /// Out of scope or unseen: compared, not written.
  case frozen
  /// Deleted on this side, kept elsewhere: never created again here.
  case detached
  /// Holds OpenCRM's configured "deleted" value.
  case retired
  /// Sent, not yet seen.
  case pending

  /// Whether the record is gone from the side, and kept elsewhere: it takes no part there until
  /// it is seen again or somebody restores it.
  package var isAway: Bool { self == .detached || self == .retired }
}

/// What a link knows of one side.
package struct LinkSide: Sendable, Hashable {
  /// The id of the side's view entry, once there is one.
  package var entry: String?
  package var state: LinkSideState
  /// The side's view at the last agreement.
  package var baseline: Digest?
  /// The record that a pending step sent.
  package var sent: Digest?
  /// The pending step: the id of a `SentStep`.
  package var sentStep: String?
  /// The side's slots (`email2`, `mobile`) and the values they hold.
  package var slots: [String: String]

  package init(
    entry: String? = nil, state: LinkSideState = .live, baseline: Digest? = nil,
    sent: Digest? = nil, sentStep: String? = nil, slots: [String: String] = [:]
  ) {
    self.entry = entry
    self.state = state
    self.baseline = baseline
    self.sent = sent
    self.sentStep = sentStep
    self.slots = slots
  }
}

/// The tie between an agreed record and its ids on each side.
package struct Link: Sendable, Hashable {
  /// The UID of the agreed record.
  package var uid: String
  package var kind: RecordKind
  /// The full-fidelity agreed record; nil until something is agreed.
  package var agreed: Digest?
  /// The side the record came from; nil for one linked at first sight.
  package var origin: SideName?
  /// For iteration use `sortedSides`.
  package var sides: [SideName: LinkSide]

  package init(
    uid: String, kind: RecordKind, agreed: Digest? = nil, origin: SideName? = nil,
    sides: [SideName: LinkSide] = [:]
  ) {
    self.uid = uid
    self.kind = kind
    self.agreed = agreed
    self.origin = origin
    self.sides = sides
  }

  package var key: LinkKey { LinkKey(kind, uid) }

  /// The sides in order, the hub first.
  package var sortedSides: [(name: SideName, side: LinkSide)] {
    sides.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
