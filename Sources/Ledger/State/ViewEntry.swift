public import Records

/// The records of one kind on one side.
public struct SideKind: Sendable, Hashable, Comparable {
  /// The side that holds it.
  public var side: SideName
  /// What is held.
  public var kind: RecordKind

  /// Names a kind on a side.
  public init(_ side: SideName, _ kind: RecordKind) {
    self.side = side
    self.kind = kind
  }

  /// By side, the hub first; then by kind.
  public static func < (one: SideKind, other: SideKind) -> Bool {
    one.side != other.side ? one.side < other.side : one.kind < other.kind
  }
}

/// What identifies a view entry: a side, a kind and the record's id there.
public struct EntryKey: Sendable, Hashable, Comparable {
  /// The side that holds it.
  public var side: SideName
  /// What is held.
  public var kind: RecordKind
  /// The id on that side.
  public var id: String

  /// Names a record on a side.
  public init(_ side: SideName, _ kind: RecordKind, _ id: String) {
    self.side = side
    self.kind = kind
    self.id = id
  }

  /// By side, kind, id.
  public static func < (one: EntryKey, other: EntryKey) -> Bool {
    if one.side != other.side { return one.side < other.side }
    return one.kind != other.kind ? one.kind < other.kind : one.id < other.id
  }
}

/// Whether a side was last seen to hold a record.
public enum Presence: String, Sendable, CaseIterable {
  case present
  /// Missing from a complete snapshot, with a question open: renamed, merged or deleted?
  case vanished
  /// Proved deleted on the side.
  case deleted
  /// Not shown by the last snapshot, which proves nothing (incomplete, out of scope).
  case unseen
}

/// What a side is known to hold of one record (DESIGN section 2, *view*).
public struct ViewEntry: Sendable {
  /// Behind one reference: entries are looked up and sorted far more often than changed.
  private var content: Shared<Content>

  private struct Content: Sendable, Hashable {
    var side: SideName
    var kind: RecordKind
    var id: String
    var remoteID: String?
    var collection: String?
    var digest: Digest
    var stamp: String?
    var volatile: [UInt8]
    var presence: Presence
    var order: Int
    var raw: [UInt8]?
    var attributes: [String: String]
  }

  private mutating func change(_ body: (inout Content) -> Void) {
    var changed = content.value
    body(&changed)
    content = Shared(changed)
  }

  /// The side that holds it.
  public var side: SideName {
    get { content.value.side }
    set { change { $0.side = newValue } }
  }

  /// What is held.
  public var kind: RecordKind {
    get { content.value.kind }
    set { change { $0.kind = newValue } }
  }

  /// Unique per side and kind: the UID in the source, or one derived by the bridge.
  public var id: String {
    get { content.value.id }
    set { change { $0.id = newValue } }
  }

  /// The side's own id (`crmid`, a task id), where the source shows one.
  public var remoteID: String? {
    get { content.value.remoteID }
    set { change { $0.remoteID = newValue } }
  }

  /// The calendar, task list or address book.
  public var collection: String? {
    get { content.value.collection }
    set { change { $0.collection = newValue } }
  }

  /// The digest of the view record; its body is in the record store.
  public var digest: Digest {
    get { content.value.digest }
    set { change { $0.digest = newValue } }
  }

  /// A trusted time of modification, RFC 3339.
  public var stamp: String? {
    get { content.value.stamp }
    set { change { $0.stamp = newValue } }
  }

  /// The volatile content lines (DTSTAMP, REV …), which are not part of the record.
  public var volatile: [UInt8] {
    get { content.value.volatile }
    set { change { $0.volatile = newValue } }
  }

  /// Whether the side was last seen to hold it.
  public var presence: Presence {
    get { content.value.presence }
    set { change { $0.presence = newValue } }
  }

  /// The order of first sight within the workspace, from `LedgerState.takeOrder`.
  public var order: Int {
    get { content.value.order }
    set { change { $0.order = newValue } }
  }

  /// The 16-byte key of the raw component that gave this view, for imports to skip what is
  /// unchanged.
  public var raw: [UInt8]? {
    get { content.value.raw }
    set { change { $0.raw = newValue } }
  }

  /// Owner, private flag and the like.
  public var attributes: [String: String] {
    get { content.value.attributes }
    set { change { $0.attributes = newValue } }
  }

  /// What a side is known to hold.
  public init(
    side: SideName, kind: RecordKind, id: String, remoteID: String? = nil,
    collection: String? = nil, digest: Digest, stamp: String? = nil, volatile: [UInt8] = [],
    presence: Presence = .present, order: Int, raw: [UInt8]? = nil,
    attributes: [String: String] = [:]
  ) {
    content = Shared(
      Content(
        side: side, kind: kind, id: id, remoteID: remoteID, collection: collection, digest: digest,
        stamp: stamp, volatile: volatile, presence: presence, order: order, raw: raw,
        attributes: attributes))
  }

  /// What identifies it.
  public var key: EntryKey { EntryKey(side, kind, id) }

  /// The attribute of a record that is still there, with the value that marks it as deleted.
  public static let retiredAttribute = "retired"

  /// The attribute of a single activity that is one meeting of a series elsewhere: the side, the
  /// series' entry and the original start.
  public static let occurrenceAttribute = "occurrence-of"

  /// Whether the side marks the record as deleted, and still holds it.
  public var isRetired: Bool {
    presence == .deleted && attributes[Self.retiredAttribute] != nil
  }
}

extension ViewEntry: Hashable {
  /// Whether both hold the same.
  public static func == (one: ViewEntry, other: ViewEntry) -> Bool {
    one.content === other.content || one.content.value == other.content.value
  }

  /// Agrees with `==`.
  public func hash(into hasher: inout Hasher) { hasher.combine(content.value) }
}
