public import Records

/// A record of one version of a side, to be found again in another version.
public struct Candidate: Sendable {
  /// Names the record in its version; ties are decided by it.
  public let id: String
  package let record: Record
  /// Of what the side holds; equal digests are equal content.
  public let digest: Digest

  package init(id: String, record: Record, digest: Digest) {
    self.id = id
    self.record = record
    self.digest = digest
  }
}

/// Which record of the old version is which of the new one.
public struct ReidentificationResult: Sendable {
  /// How a record was found again.
  public enum How: String, Sendable {
    /// Same content.
    case sameDigest = "same-digest"
    /// By a key that no other record holds, in both versions.
    case uniqueKey = "unique-key"
    /// By several keys together.
    case assigned
  }

  /// A record found again.
  public struct Pair: Sendable, Equatable {
    package var oldID: String
    package var newID: String
    package var how: How
    /// 0 to 1.
    public var score: Double
    /// For people: `same e-mail joe@acme.co`.
    public var reasons: [String]
  }

  /// A vanished record that only a person can place.
  public struct Question: Sendable, Equatable {
    /// What is asked.
    public enum Kind: String, Sendable {
      /// It may be one of the newcomers.
      case vanished
      /// Its keys now stand in a record that is still there.
      case mergedOnSide = "merged-on-side"
    }

    /// A record that may be meant.
    public struct Choice: Sendable, Equatable {
      package var newID: String
      /// The old id of a record that is still there; nil for a newcomer.
      public var survivorOf: String?
      package var score: Double
      package var reasons: [String]
    }

    package var kind: Kind
    package var oldID: String
    /// Best first, at most five.
    public var choices: [Choice]
  }

  /// By old id.
  public var pairs: [Pair] = []
  /// Old ids of records that are gone and resemble nothing that came; sorted.
  public var vanished: [String] = []
  /// New ids of records that came and resemble nothing that is gone; sorted.
  public var newcomers: [String] = []
  /// New ids that a question offers as a choice and that are paired with nothing; sorted. They are
  /// neither created nor linked before the answer.
  public var held: [String] = []
  /// By old id.
  public var questions: [Question] = []

  /// A result without records.
  public init() {}
}
