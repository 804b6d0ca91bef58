import Merge
import Records

/// Compares a record with what came back from the file it was written to.
enum WrittenBack {
  /// A sentence about what did not come back, or nil where all did. O(n).
  static func difference(_ expected: Record, _ found: Record?) -> String? {
    guard let found else { return "It cannot be read back from its own file." }
    guard expected.digest() != found.digest() else { return nil }
    let names = Diff.changes(from: expected, to: found).map(\.property)
    return names.isEmpty
      ? "It reads back in another spelling than it was written."
      : "It reads back with another \(names.joined(separator: ", "))."
  }
}
