public import Records

/// What identifies a link: a kind and the UID of the agreed record.
public struct LinkKey: Sendable, Hashable, Comparable {
  /// What it is a link of.
  public var kind: RecordKind
  /// The UID of the agreed record.
  public var uid: String

  /// Names a link.
  public init(_ kind: RecordKind, _ uid: String) {
    self.kind = kind
    self.uid = uid
  }

  /// By kind, then UID.
  public static func < (one: LinkKey, other: LinkKey) -> Bool {
    one.kind != other.kind ? one.kind < other.kind : one.uid < other.uid
  }
}

/// The state of one side of a link (DESIGN section 6).
public enum LinkSideState: String, Sendable, CaseIterable {
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
  public var isAway: Bool { self == .detached || self == .retired }
}

/// What a link knows of one side.
public struct LinkSide: Sendable, Hashable {
  /// The id of the side's view entry, once there is one.
  public var entry: String?
  /// How the side stands to the record.
  public var state: LinkSideState
  /// The side's view at the last agreement.
  public var baseline: Digest?
  /// The record that a pending step sent.
  public var sent: Digest?
  /// The pending step: the id of a `SentStep`.
  public var sentStep: String?
  /// The side's slots (`email2`, `mobile`) and the values they hold.
  public var slots: [String: String]

  /// What is known of one side.
  public init(
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
public struct Link: Sendable, Hashable {
  /// The UID of the agreed record.
  public var uid: String
  /// What it is a link of.
  public var kind: RecordKind
  /// The full-fidelity agreed record; nil until something is agreed.
  public var agreed: Digest?
  /// The side the record came from; nil for one linked at first sight.
  public var origin: SideName?
  /// For iteration use `sortedSides`.
  public var sides: [SideName: LinkSide]

  /// A link of the sides that hold one record.
  public init(
    uid: String, kind: RecordKind, agreed: Digest? = nil, origin: SideName? = nil,
    sides: [SideName: LinkSide] = [:]
  ) {
    self.uid = uid
    self.kind = kind
    self.agreed = agreed
    self.origin = origin
    self.sides = sides
  }

  /// What identifies it.
  public var key: LinkKey { LinkKey(kind, uid) }

  /// The sides in order, the hub first.
  public var sortedSides: [(name: SideName, side: LinkSide)] {
    sides.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
