public import Records

/// How likely two records are one, seen alone.
public enum Similarity {
  /// A score from 0 to 1 and the reasons for it, strongest first. From 0.5 up two records of
  /// different versions of one side count as one. O(n log n) in the size of the records.
  public static func score(
    _ one: Record, _ other: Record, moments: MomentReading = .asWritten
  ) -> (score: Double, reasons: [String]) {
    guard one.kind == other.kind else { return (0, []) }
    var index = KeyIndex(capacity: 64)
    let first = index.add(MatchKeys.of(one, moments: moments))
    let second = index.add(MatchKeys.of(other, moments: moments))
    var evidence = Evidence(first, second) { _ in 100 }
    evidence.weighContent(one, other)
    return (evidence.score, evidence.reasons)
  }
}
