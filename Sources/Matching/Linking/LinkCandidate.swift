package import ContentLines
package import Records

/// A record of a side that belongs to no link yet.
package struct LinkCandidate: Sendable {
  package let side: SideName
  /// Names the record on its side; ties in order are decided by it.
  package let id: String
  /// The UID the side itself gave, if it gives any; one the bridge made up does not count.
  package let uid: Text?
  package let record: Record

  package init(side: SideName, id: String, uid: Text?, record: Record) {
    self.side = side
    self.id = id
    self.uid = uid
    self.record = record
  }
}

/// A link that may lack some side.
package struct ExistingLink: Sendable {
  package let id: String
  /// The sides that hold it already, in whatever state: no second record of them joins.
  package let sides: Set<SideName>
  package let uid: Text?
  /// The agreed record.
  package let record: Record

  package init(id: String, sides: Set<SideName>, uid: Text?, record: Record) {
    self.id = id
    self.sides = sides
    self.uid = uid
    self.record = record
  }
}

/// Names a record, or a link, in the result.
package enum LinkReference: Sendable, Hashable, Comparable {
  case record(SideName, String)
  case link(String)

  package static func < (one: LinkReference, other: LinkReference) -> Bool {
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
package struct LinkingResult: Sendable {
  package struct Member: Sendable, Equatable {
    package var side: SideName
    package var id: String
    /// 0: by UID; 1: by the first tier; and so on.
    package var tier: Int
    /// For people: `same e-mail joe@acme.co`.
    package var reasons: [String]
  }

  /// Records that are one: a new link, or new sides of an existing one.
  package struct Cluster: Sendable, Equatable {
    /// The id of the link that they join; nil for a new link.
    package var link: String?
    /// By side; at most one a side.
    package var members: [Member]
  }

  package struct Question: Sendable, Equatable {
    package enum Kind: String, Sendable {
      /// Several records fit equally well.
      case tie
      /// A key is the same, but something speaks against it.
      case sameRecord = "same-record"
    }

    package struct Choice: Sendable, Equatable {
      package var target: LinkReference
      package var score: Double
      package var reasons: [String]
    }

    package var kind: Kind
    package var side: SideName
    package var id: String
    /// Best first, at most ten.
    package var choices: [Choice]
  }

  /// New links by their first member, after those that join existing links, by the link's id.
  package var clusters: [Cluster] = []
  /// Records that match nothing, by side and id: they become creates.
  package var alone: [LinkReference] = []
  /// Records in a question (asked about, or offered as a choice) that are not linked: neither
  /// linked nor created before the answer. By side and id.
  package var held: [LinkReference] = []
  /// The links in a question, also those beyond its ten choices: what lacks a side there is not
  /// created before the answer. By id.
  package var heldLinks: [String] = []
  /// By side and id.
  package var questions: [Question] = []

  /// A result without records.
  package init() {}
}
