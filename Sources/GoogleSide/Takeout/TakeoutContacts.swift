import ContentLines
import Records
import Sides
import VCard

/// The contacts of a Takeout: one file with all of them, and one for each label.
struct TakeoutContacts {
  var isWhole: Bool
  var source = TakeoutReader.source
  /// The pictures that lie beside the cards.
  var pictures: [GoogleExportFile] = []

  /// The collection of the cards that Google collected by itself.
  static let otherContacts = "Other contacts"
  private static let ownLabel: Text = "myContacts"

  private struct Card {
    var record: Record
    var digest: Digest
    var place: String
    /// FN as the card has it: side photos are named after it.
    var fullName: Text
  }

  private struct File {
    var source: GoogleExportFile
    var cards: [Card] = []
    var counts: [Digest: Int] = [:]
    /// Whether all its cards were read.
    var isSound: Bool
    /// What a table has columns for; nil of cards.
    var covered: Set<String>?

    mutating func add(_ read: ReadRecord, _ record: Record) {
      let line = read.lines.first.map { ", line \($0.lowerBound)" } ?? ""
      let digest = record.digest()
      cards.append(
        Card(
          record: record, digest: digest, place: source.path + line,
          fullName: read.record.components.first?.first("FN")?.text ?? .empty))
      counts[digest, default: 0] += 1
    }
  }

  func read(_ sources: [GoogleExportFile], _ findings: inout [FileFinding]) -> SourceRead {
    let files = read(sources, &findings).filter { !$0.cards.isEmpty || !$0.isSound }
    var result = SourceRead(.contact, source: source)
    let shown = files.compactMap(\.covered)
    result.covered = shown.dropFirst().reduce(
      shown.first ?? GoogleContactsLens.coveredByTakeout
    ) { $0.intersection($1) }
    // A card that breaks off may have taken others with it.
    result.unread = files.count { !$0.isSound }
    let superset = superset(of: files)
    let isComplete =
      isWhole && files.allSatisfy(\.isSound) && superset.map { !sharesLabel($0) } == true
    if !isComplete, isWhole, let first = files.first {
      findings.append(
        FileFinding(
          file: (superset ?? first).source.path,
          Finding(.noSuperset, message: Self.reason(superset, files))))
    }
    // A card in several files is one record; two equal cards in one file are two.
    var taken: [Digest: Int] = [:]
    var united: [Card] = []
    let ordered = superset.map { first in
      [first] + files.filter { $0.source.path != first.source.path }
    }
    for file in ordered ?? files {
      var here: [Digest: Int] = [:]
      for card in file.cards {
        here[card.digest, default: 0] += 1
        guard here[card.digest, default: 0] > taken[card.digest, default: 0] else { continue }
        taken[card.digest, default: 0] += 1
        united.append(card)
      }
    }
    var photos = SidePhotos(
      pictures,
      beside: pictures.isEmpty
        ? []
        : files.map { file in
          SidePhotos.Cards(
            folder: file.source.folder, cards: file.cards.map { ($0.fullName, $0.digest) })
        })
    let hasLabels = united.contains { Self.labels($0.record).contains(Self.ownLabel) }
    for card in united {
      let isOther = hasLabels && Self.labels(card.record).isEmpty
      let collection = isOther ? Self.otherContacts : ""
      result.collections[collection] = isComplete
      let hasPhoto = taken[card.digest] == 1 && photos.isProved(card.digest)
      result.records.append(
        SourceRecord(
          record: hasPhoto ? photos.adding(to: card.record, card.digest) : card.record,
          collection: collection, place: card.place, digest: hasPhoto ? nil : card.digest))
    }
    if let first = pictures.first, let words = photos.summary {
      findings.append(FileFinding(file: first.path, Finding(.sidePhotos, message: words)))
    }
    return result
  }

  // MARK: Files

  /// The files in the order given. The largest is read first: a card of another file that stands in
  /// it byte by byte is not read again.
  private func read(
    _ sources: [GoogleExportFile], _ findings: inout [FileFinding]
  ) -> [File] {
    var known: [ArraySlice<UInt8>: Card] = [:]
    var files: [Int: File] = [:]
    var found: [Int: [FileFinding]] = [:]
    let largest = sources.indices.max { sources[$0].bytes.count < sources[$1].bytes.count }
    for index in [largest].compactMap(\.self) + sources.indices.filter({ $0 != largest }) {
      let source = sources[index]
      let bounds = sources.count > 1 ? CardBounds.find(source.bytes) : nil
      if let bounds, let file = Self.repeated(source, bounds, known) {
        files[index] = file
        continue
      }
      var own: [FileFinding] = []
      let file = read(source, &own)
      files[index] = file
      found[index] = own
      guard index == largest, let bounds, bounds.count == file.cards.count else { continue }
      let odd = Set(own.map(\.finding.line))
      for (place, card) in zip(bounds, file.cards) {
        let slice = source.bytes[place.range]
        // What was odd about a card is said for each file it stands in.
        let lines = place.line...place.line + slice.count { $0 == ASCII.lf }
        if !odd.contains(where: lines.contains) { known[slice] = card }
      }
    }
    findings += sources.indices.flatMap { found[$0] ?? [] }
    return sources.indices.compactMap { files[$0] }
  }

  /// A file all of whose cards are known.
  private static func repeated(
    _ source: GoogleExportFile, _ bounds: [CardBounds], _ known: [ArraySlice<UInt8>: Card]
  ) -> File? {
    var file = File(source: source, isSound: true)
    for place in bounds {
      guard var card = known[source.bytes[place.range]] else { return nil }
      card.place = "\(source.path), line \(place.line)"
      file.cards.append(card)
      file.counts[card.digest, default: 0] += 1
    }
    return bounds.isEmpty ? nil : file
  }

  private func read(_ source: GoogleExportFile, _ findings: inout [FileFinding]) -> File {
    if source.content == .table { return table(source, &findings) }
    let read = VCardReader.read(source.bytes)
    findings += read.findings.map { FileFinding(file: source.path, $0) }
    var file = File(
      source: source,
      isSound: !read.findings.contains {
        $0.kind.severity == .error || $0.kind == .outsideComponent
      })
    for card in read.records {
      file.add(card, GoogleContactsLens().form(of: card.record))
    }
    return file
  }

  private func table(_ source: GoogleExportFile, _ findings: inout [FileFinding]) -> File {
    let table = GoogleCSV.read(source.bytes)
    findings += table.file.findings.map { FileFinding(file: source.path, $0) }
    var file = File(source: source, isSound: table.isSound, covered: table.covered)
    for row in table.file.records {
      file.add(row, GoogleContactsLens().form(ofRow: row.record))
    }
    return file
  }

  private static func labels(_ record: Record) -> [Text] {
    record.components.flatMap { $0.all("CATEGORIES") }
      .flatMap { TextEscaping.split($0.value, at: ASCII.comma) }
      .map { TextEscaping.unescape($0).trimmed }.filter { !$0.isEmpty }
  }

  // MARK: Completeness (DESIGN, section 9)

  /// The file that contains all the others; of equal ones the first.
  private func superset(of files: [File]) -> File? {
    files.first { candidate in
      files.allSatisfy { other in
        other.counts.allSatisfy { $0.value <= candidate.counts[$0.key, default: 0] }
      }
    }
  }

  /// Whether every card of the file carries one and the same label of the user's: then it may be
  /// the file of that label.
  private func sharesLabel(_ file: File) -> Bool {
    guard let first = file.cards.first else { return true }
    var shared = Set(Self.labels(first.record))
    shared.remove(Self.ownLabel)
    for card in file.cards.dropFirst() where !shared.isEmpty {
      shared.formIntersection(Self.labels(card.record))
    }
    return !shared.isEmpty
  }

  private static func reason(_ superset: File?, _ files: [File]) -> String {
    if files.contains(where: { !$0.isSound }) {
      return "A card could not be read whole, so that no contact counts as deleted."
    }
    if superset == nil {
      return "No file of contacts contains all the others, so that no contact counts as deleted."
    }
    return "All its cards share a label, so that it may hold that label alone: "
      + "no contact counts as deleted."
  }
}
