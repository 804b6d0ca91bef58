public import ContentLines
public import Records

/// A record of a side that belongs to no link yet.
public struct LinkCandidate: Sendable {
  package let side: SideName
  /// Names the record on its side; ties in order are decided by it.
  public let id: String
  /// The UID the side itself gave, if it gives any; one the bridge made up does not count.
  public let uid: Text?
  package let record: Record

  package init(side: SideName, id: String, uid: Text?, record: Record) {
    self.side = side
    self.id = id
    self.uid = uid
    self.record = record
  }
}

/// A link that may lack some side.
public struct ExistingLink: Sendable {
  package let id: String
  /// The sides that hold it already, in whatever state: no second record of them joins.
  public let sides: Set<SideName>
  package let uid: Text?
  /// The agreed record.
  public let record: Record

  package init(id: String, sides: Set<SideName>, uid: Text?, record: Record) {
    self.id = id
    self.sides = sides
    self.uid = uid
    self.record = record
  }
}

/// Names a record, or a link, in the result.
public enum LinkReference: Sendable, Hashable, Comparable {
  case record(SideName, String)
  case link(String)

  /// Links first, then records by side and id.
  public static func < (one: LinkReference, other: LinkReference) -> Bool {
    switch (one, other) {
    case (.record(let side, let id), .record(let otherSide, let otherID)):
      side != otherSide ? side < otherSide : id < otherID
    case (.link(let id), .link(let otherID)): id < otherID
    case (.link, .record): true
    case (.record, .link): false
    }
  }
}

/// What linking found.
public struct LinkingResult: Sendable {
  /// A record of a cluster.
  public struct Member: Sendable, Equatable {
    package var side: SideName
    package var id: String
    /// 0: by UID; 1: by the first tier; and so on.
    public var tier: Int
    /// For people: `same e-mail joe@acme.co`.
    public var reasons: [String]
  }

  /// Records that are one: a new link, or new sides of an existing one.
  public struct Cluster: Sendable, Equatable {
    /// The id of the link that they join; nil for a new link.
    public var link: String?
    /// By side; at most one a side.
    public var members: [Member]
  }

  /// What only a person can tell.
  public struct Question: Sendable, Equatable {
    /// Why it is asked.
    public enum Kind: String, Sendable {
      /// Several records fit equally well.
      case tie
      /// A key is the same, but something speaks against it.
      case sameRecord = "same-record"
    }

    /// A record or link that may be meant.
    public struct Choice: Sendable, Equatable {
      package var target: LinkReference
      package var score: Double
      package var reasons: [String]
    }

    package var kind: Kind
    package var side: SideName
    package var id: String
    /// Exact copies of the record on its side, of which the same is asked; by id.
    package var copies: [String] = []
    /// Best first, at most ten.
    public var choices: [Choice]
  }

  /// New links by their first member, after those that join existing links, by the link's id.
  public var clusters: [Cluster] = []
  /// Records that match nothing, by side and id: they become creates.
  public var alone: [LinkReference] = []
  /// Records in a question (asked about, or offered as a choice) that are not linked: neither
  /// linked nor created before the answer. By side and id.
  public var held: [LinkReference] = []
  /// The links in a question, also those beyond its ten choices: what lacks a side there is not
  /// created before the answer. By id.
  public var heldLinks: [String] = []
  /// By side and id.
  public var questions: [Question] = []

  /// A result without records.
  public init() {}
}
