package import Records

/// Unites a Takeout's contacts: the same card stands in "All Contacts" and in a file for each of
/// its labels (facts/google.md section 1.2).
package enum RepeatedCards {
  /// The records of some files, in order, without the repeats of cards that one larger file holds
  /// as well. Where no file holds all the cards of the others, nothing is left out. O(n).
  package static func united(_ files: [RecordFile]) -> [(RecordFile, ReadRecord)] {
    let all = files.flatMap { file in file.read.records.map { (file, $0) } }
    let cards = files.filter { $0.read.format == .vCard && !$0.read.records.isEmpty }
    guard cards.count > 1 else { return all }
    let counts = cards.map { file in
      Dictionary(file.read.records.map { ($0.record.digest(), 1) }, uniquingKeysWith: +)
    }
    guard
      let largest = cards.indices.max(by: {
        cards[$0].read.records.count < cards[$1].read.records.count
      }),
      cards.indices.allSatisfy({ index in
        index == largest
          || isLabel(cards[index], of: cards[largest])
            && counts[index].allSatisfy { (counts[largest][$0.key] ?? 0) >= $0.value }
      })
    else { return all }
    return all.filter { $0.0.read.format != .vCard || $0.0.path == cards[largest].path }
  }

  /// A label may hold everybody, as "My Contacts" does; single cards are files of their own.
  private static func isLabel(_ file: RecordFile, of whole: RecordFile) -> Bool {
    let count = file.read.records.count
    let all = whole.read.records.count
    return count < all || count == all && all > 1
  }
}
