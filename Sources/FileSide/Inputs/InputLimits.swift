/// How much an input may hold before reading it is refused.
package struct InputLimits: Sendable, Equatable {
  /// The most bytes that the archives of one call may unpack to.
  package var unpackedBytes: Int
  /// The most bytes that one file of an archive may unpack to.
  package var memberBytes: Int
  /// The most bytes that one file outside an archive may have.
  package var fileBytes: Int
  /// The largest believable ratio of unpacked to packed bytes.
  package var ratio: Int
  /// The unpacked bytes from which on the ratio counts: small archives of text pack very well.
  package var ratioFloor: Int
  /// The most entries that one archive may have, and the most files a folder may have.
  package var entries: Int
  /// The deepest nesting of folders that is followed.
  package var depth: Int

  /// Makes limits; each has a default that real exports stay well below.
  package init(
    unpackedBytes: Int = 8 << 30, memberBytes: Int = 2 << 30, fileBytes: Int = (4 << 30) - 1,
    ratio: Int = 200, ratioFloor: Int = 64 << 20, entries: Int = 1_000_000, depth: Int = 64
  ) {
    self.unpackedBytes = unpackedBytes
    self.memberBytes = memberBytes
    self.fileBytes = fileBytes
    self.ratio = ratio
    self.ratioFloor = ratioFloor
    self.entries = entries
    self.depth = depth
  }
}

/// Writes a number of bytes for people.
func spelledBytes(_ count: Int) -> String {
  switch count {
  case ..<1024: "\(count) bytes"
  case ..<(1 << 20): "\(count >> 10) KiB"
  case ..<(1 << 30): "\(count >> 20) MiB"
  default: "\(count >> 30) GiB"
  }
}
