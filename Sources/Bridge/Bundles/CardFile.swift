import Records
import VCard

/// Contacts as one file of cards, each proved by reading it back.
struct CardFile {
  enum Version { case three, four }

  var version: Version

  struct Result {
    var bytes: [UInt8] = []
    /// Why a record is not in the file, by its place in the records given.
    var withheld: [Int: String] = [:]
  }

  /// Writes the records that read back as they are. O(n log n).
  func write(_ records: [Record]) -> Result {
    var result = Result()
    for (index, record) in records.enumerated() {
      let card =
        switch version {
        case .three: VCardWriter.vcard3(record)
        case .four: VCardWriter.vcard4(record)
        }
      let found = VCardReader.read(card).records
      let alone = found.count == 1 ? found.first?.record : nil
      if let reason = WrittenBack.difference(record, alone) {
        result.withheld[index] = reason
      } else {
        // The mark was for the proof; the side that imports the file needs none.
        result.bytes +=
          version == .three ? VCardWriter.vcard3(record, marksDerivedName: false) : card
      }
    }
    return result
  }
}
