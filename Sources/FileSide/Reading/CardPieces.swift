import ContentLines
import Glibc

/// A file of cards in pieces that end between two cards, so that a file of any size is read in
/// little memory. Read one after the other the pieces say what the whole file says.
package final class CardPieces {
  /// Some whole cards, and what stands between them.
  package struct Piece: Sendable {
    package var bytes: [UInt8]
    /// The number of its first physical line in the file.
    package var firstLine: Int
  }

  /// The path as it was given.
  package let path: String
  private let descriptor: Int32
  private let size: Int
  private var waiting: [UInt8] = []
  private var isAtEnd = false
  private var line = 1

  /// Opens a file that begins as cards do.
  ///
  /// - Parameters:
  ///   - least: files of fewer bytes are left to others.
  ///   - size: the bytes of a piece, or as many as the next cut between two cards takes.
  /// - Returns: nil where it is no regular file, too small, or not plainly a file of nothing but
  ///   cards in UTF-8.
  /// - Throws: `InputError` where it cannot be read.
  package static func open(
    _ path: String, least: Int, size: Int = 1 << 20
  ) throws(InputError) -> CardPieces? {
    let raw = Array(path.utf8)
    guard case .success(let status) = FileBytes.status(raw, followingLinks: true),
      status.kind == .file, status.byteCount >= least
    else { return nil }
    let descriptor = FileBytes.withPath(raw) { Glibc.open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else {
      throw .reading(.init(number: errno), path: path, limit: .max)
    }
    let pieces = CardPieces(path, descriptor, size)
    try pieces.fill(max(size, InputContent.sniffLength))
    let start = pieces.waiting.prefix(InputContent.sniffLength)
    guard TextDecoding.utf8(Array(start)).encoding == .utf8,
      CardCuts.isLine(start, at: 0, "BEGIN:VCARD")
    else { return nil }
    guard try !pieces.holdsCalendars() else { return nil }
    return pieces
  }

  /// Whether a calendar stands among the cards. Reads the file once, and begins anew.
  private func holdsCalendars() throws(InputError) -> Bool {
    var last: [UInt8] = []
    while true {
      let bytes = last + waiting
      for end in bytes.indices where bytes[end] == ASCII.lf || bytes[end] == ASCII.cr {
        let line = bytes[(end + 1)...].prefix(40).drop(while: ASCII.isSpace)
        if CardCuts.begins(line, "BEGIN:VCALENDAR") { return true }
      }
      if isAtEnd { break }
      // A line may begin at the end of one part of the file and go on in the next.
      last = Array(bytes.suffix(64))
      waiting = []
      try fill(1 << 20)
    }
    guard lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw .reading(.init(number: errno), path: path, limit: .max)
    }
    waiting = []
    isAtEnd = false
    return false
  }

  private init(_ path: String, _ descriptor: Int32, _ size: Int) {
    self.path = path
    self.descriptor = descriptor
    self.size = size
  }

  deinit { close(descriptor) }

  /// The next piece; nil at the end of the file.
  ///
  /// - Throws: `InputError` where the rest cannot be read.
  package func next() throws(InputError) -> Piece? {
    var cuts = CardCuts()
    while true {
      if let cut = cuts.next(in: waiting, from: size) { return take(cut) }
      if isAtEnd { return waiting.isEmpty ? nil : take(waiting.count) }
      try fill(size)
    }
  }

  private func take(_ count: Int) -> Piece {
    let piece = Piece(bytes: Array(waiting[..<count]), firstLine: line)
    line += piece.bytes.reduce(0) { $1 == ASCII.lf ? $0 + 1 : $0 }
    waiting.removeFirst(count)
    return piece
  }

  private func fill(_ count: Int) throws(InputError) {
    switch FileBytes.readOn(descriptor, count: count) {
    case .success(let bytes):
      isAtEnd = bytes.count < count
      waiting += bytes
    case .failure(let failure): throw .reading(failure, path: path, limit: .max)
    }
  }
}

/// Finds places between two cards. It goes on where it stopped when more bytes are there.
struct CardCuts {
  private var place = 0
  /// Up to where no further line end was found: a long line is looked through once.
  private var searched = 0
  private var depth = 0
  /// Whether the line before ended a card, and nothing but blank lines followed.
  private var isBetween = false
  /// Whether the line before may go on in this one (a soft line break of quoted-printable).
  private var goesOn = false

  /// The first place from `from` on where a card begins and all cards before it have ended.
  ///
  /// A card that lost its END ends nowhere: what follows stays with it, as when the file is read
  /// as a whole.
  ///
  /// A lone CR ends lines only in files without LF, which are one piece.
  mutating func next(in bytes: [UInt8], from: Int) -> Int? {
    while let end = bytes[max(place, searched)...].firstIndex(of: ASCII.lf) {
      let start = place
      place = end + 1
      if !goesOn, Self.isLine(bytes[..<end], at: start, "BEGIN:VCARD") {
        if isBetween, depth == 0, start >= from {
          place = start
          return start
        }
        depth += 1
        isBetween = false
      } else if !goesOn, Self.isLine(bytes[..<end], at: start, "END:VCARD") {
        depth = max(depth - 1, 0)
        isBetween = true
      } else if !bytes[start..<end].allSatisfy(ASCII.isSpace) {
        isBetween = false
      }
      let last = end > start && bytes[end - 1] == ASCII.cr ? end - 2 : end - 1
      goesOn = last >= start && bytes[last] == ASCII.equals
    }
    searched = bytes.count
    return nil
  }

  /// Whether a line of the text begins at a place and says just this, in any case.
  static func isLine(_ bytes: some Collection<UInt8>, at start: Int, _ text: StaticString) -> Bool {
    let own = bytes.dropFirst(start)
    guard begins(own, text) else { return false }
    return own.dropFirst(text.utf8CodeUnitCount).first.map(ASCII.isSpace) ?? true
  }

  /// Whether bytes begin with a text, in any case.
  static func begins(_ bytes: some Collection<UInt8>, _ text: StaticString) -> Bool {
    text.withUTF8Buffer { wanted in
      var rest = bytes.makeIterator()
      for byte in wanted {
        guard let next = rest.next(), ASCII.upper(next) == byte else { return false }
      }
      return true
    }
  }
}
