package import Records

/// A record of one version of a side, to be found again in another version.
package struct Candidate: Sendable {
  /// Names the record in its version; ties are decided by it.
  package let id: String
  package let record: Record
  /// Of what the side holds; equal digests are equal content.
  package let digest: Digest

  package init(id: String, record: Record, digest: Digest) {
    self.id = id
    self.record = record
    self.digest = digest
  }
}

/// Which record of the old version is which of the new one.
package struct ReidentificationResult: Sendable {
  /// How a record was found again.
  package enum How: String, Sendable {
    /// Same content.
    case sameDigest = "same-digest"
    /// By a key that no other record holds, in both versions.
    case uniqueKey = "unique-key"
    /// By several keys together.
    case assigned
  }

  /// A record found again.
  package struct Pair: Sendable, Equatable {
    package var oldID: String
    package var newID: String
    package var how: How
    /// 0 to 1.
    package var score: Double
    /// For people: `same e-mail joe@acme.co`.
    package var reasons: [String]
  }

  /// A vanished record that only a person can place.
  package struct Question: Sendable, Equatable {
    package enum Kind: String, Sendable {
      /// It may be one of the newcomers.
      case vanished
      /// Its keys now stand in a record that is still there.
      case mergedOnSide = "merged-on-side"
    }

    package struct Choice: Sendable, Equatable {
      package var newID: String
      /// The old id of a record that is still there; nil for a newcomer.
      package var survivorOf: String?
      package var score: Double
      package var reasons: [String]
    }

    package var kind: Kind
    package var oldID: String
    /// Best first, at most five.
    package var choices: [Choice]
  }

  /// By old id.
  package var pairs: [Pair] = []
  /// Old ids of records that are gone and resemble nothing that came; sorted.
  package var vanished: [String] = []
  /// New ids of records that came and resemble nothing that is gone; sorted.
  package var newcomers: [String] = []
  /// New ids that a question offers as a choice and that are paired with nothing; sorted. They are
  /// neither created nor linked before the answer.
  package var held: [String] = []
  /// By old id.
  package var questions: [Question] = []

  /// A result without records.
  package init() {}
}
