import FileSide
import Records
import Sides
import VCard

/// Converts one large file of cards piece by piece: what it needs of memory does not grow with the
/// file.
struct StreamedConversion {
  private let pieces: CardPieces
  private let form: ConvertCommand.Form

  /// Smaller files are read as a whole.
  static let least = 16 << 20
  /// The bytes of cards that are read before they are written.
  private static let pieceSize = 512 << 10

  /// Nil where the input has to be read as a whole.
  init?(_ inputs: [String], to form: ConvertCommand.Form, isSplit: Bool) throws {
    switch form {
    case .canonical, .vcard4, .vcard3: break
    case .icalendar, .jcard, .jcal, .googleCSV, .formerGoogleCSV: return nil
    }
    guard inputs.count == 1, !isSplit else { return nil }
    let opened: CardPieces?
    do {
      opened = try CardPieces.open(inputs[0], least: Self.least, size: Self.pieceSize)
    } catch {
      throw CommandFailure(.impossible, error.description)
    }
    guard let opened else { return nil }
    pieces = opened
    self.form = form
  }

  /// Writes the cards in their order; what else the file held follows them, as in a file that is
  /// read as a whole.
  func run(output: String?, reading: Reading) throws {
    let stream = try translating { try output.map { try AtomicStream(to: $0) } }
    func write(_ bytes: [UInt8]) throws {
      if let stream {
        try translating { try stream.append(bytes) }
      } else {
        reading.console.out(bytes: bytes)
      }
    }
    let writer = FormWriter(form: form, zones: reading.zones)
    let path = pieces.path
    var untold = 0
    var others: [UInt8] = []
    while true {
      var group: [CardPieces.Piece] = []
      while group.count < 2, let piece = try next() { group.append(piece) }
      guard !group.isEmpty else { break }
      // Pieces share no bytes: each is worked on by a core of its own.
      let written = Parallel.map(group) {
        piece -> (cards: [UInt8], others: [UInt8], read: [FileFinding]) in
        let file = VCardReader.read(piece.bytes, firstLine: piece.firstLine)
        let rest = file.groups.flatMap { $0.others.flatMap { $0.bytes() } }
        return (
          writer.cards(file, withOthers: false), rest,
          file.findings.map { FileFinding(file: path, $0) }
        )
      }
      for part in written {
        try write(part.cards)
        others += part.others
        untold += reading.tell(part.read)
      }
    }
    try write(others)
    try translating { try stream?.finish() }
    reading.summarise(untold: untold)
  }

  private func next() throws -> CardPieces.Piece? {
    do { return try pieces.next() } catch { throw CommandFailure(.impossible, error.description) }
  }

  private func translating<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let error as OutputError { throw CommandFailure.writing(error) }
  }
}
