import ContentLines
import Matching
import Records
import Sides

/// What is under way to a side, to be recognised in what the side shows.
struct SentRecords {
  enum Step {
    /// An update of the entry at a place.
    case update(Int)
    case create
  }

  private struct Sent {
    var record: Record?
    /// The places of updates, and how many creates.
    var places: [Int] = []
    var creates = 0
  }

  private let lens: any Lens
  private var byDigest: [Digest: Sent] = [:]
  /// The digests of records of one name, in order.
  private var byName: [[Text]: [Digest]] = [:]

  init(lens: any Lens) {
    self.lens = lens
  }

  var isEmpty: Bool { byDigest.isEmpty }

  /// - Parameter place: of the entry that is updated; nil for a create.
  mutating func add(_ digest: Digest, _ record: Record?, place: Int?) {
    if byDigest[digest] == nil {
      byDigest[digest] = Sent(record: record)
      if let record { byName[Self.name(record), default: []].append(digest) }
    }
    if let place {
      byDigest[digest]?.places.append(place)
    } else {
      byDigest[digest]?.creates += 1
    }
  }

  /// The step that a record shows the end of, which is then done. O(1); O(k) in the k records of its
  /// name where a form of what was sent counts, too.
  mutating func take(_ shown: Record, isExact: Bool) -> Step? {
    if isExact {
      return take(Reconciler.withoutIdentity(SharedPart.of(shown)).digest())
    }
    for digest in (byName[Self.name(shown)] ?? []).prefix(Self.limit) {
      guard let sent = byDigest[digest], !sent.places.isEmpty || sent.creates > 0,
        let record = sent.record, SentProduct.isProduct(shown, of: record, lens: lens)
      else { continue }
      return take(digest)
    }
    return nil
  }

  private static let limit = 64

  private mutating func take(_ digest: Digest) -> Step? {
    guard let sent = byDigest[digest] else { return nil }
    if let place = sent.places.first {
      byDigest[digest]?.places.removeFirst()
      return .update(place)
    }
    guard sent.creates > 0 else { return nil }
    byDigest[digest]?.creates -= 1
    return .create
  }

  private static func name(_ record: Record) -> [Text] {
    let keys = MatchKeys.of(record)
    return record.kind == .contact ? keys[.name] : keys[.summary]
  }
}
