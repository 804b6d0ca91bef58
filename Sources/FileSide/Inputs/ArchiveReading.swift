import CArchive
import Glibc

/// Reads the wanted files of one zip or tgz into memory, within limits.
///
/// Only the formats and filters that are needed are switched on: others may start programs. Names
/// in the archive are never used as paths.
struct ArchiveReading {
  enum Source {
    case onDisk([UInt8])
    case inMemory([UInt8])
  }

  struct Member {
    var name: String
    var bytes: [UInt8]
  }

  let shown: String
  let kind: ArchiveKind
  /// The size of the archive itself.
  let packedBytes: Int
  let limits: InputLimits
  let wanted: (String, [UInt8], Int?) -> Bool

  private(set) var members: [Member] = []
  private(set) var findings: [InputFinding] = []
  /// Whether reading stopped early or a file was left out for its damage.
  private(set) var isDamaged = false
  /// How many files were seen, wanted or not.
  private(set) var entryCount = 0
  /// How many bytes were unpacked, kept or not; those of earlier archives are counted in.
  private(set) var unpackedBytes: Int

  init(
    shown: String, kind: ArchiveKind, packedBytes: Int, unpackedBefore: Int, limits: InputLimits,
    wanted: @escaping (String, [UInt8], Int?) -> Bool
  ) {
    self.shown = shown
    self.kind = kind
    self.packedBytes = packedBytes
    self.limits = limits
    self.wanted = wanted
    self.unpackedBytes = unpackedBefore
    self.unpackedBefore = unpackedBefore
  }

  private let unpackedBefore: Int

  /// Reads the archive; what is wrong with it becomes findings.
  mutating func read(_ source: Source) {
    // libarchive hands out NULL for names that are not ASCII in the C locale. The locale is set
    // for this thread only.
    let locale = drawbridge_utf8_locale()
    let before = locale == nil ? nil : uselocale(locale)
    defer {
      if before != nil { uselocale(before) }
      if locale != nil { freelocale(locale) }
    }
    guard let archive = archive_read_new() else {
      return damage("There is not enough memory to read it.")
    }
    defer { archive_read_free(archive) }
    switch kind {
    case .zip: archive_read_support_format_zip(archive)
    case .gzip:
      archive_read_support_filter_gzip(archive)
      archive_read_support_format_tar(archive)
    case .tar: archive_read_support_format_tar(archive)
    }
    switch source {
    case .onDisk(let raw):
      let opened = FileBytes.withPath(raw) { archive_read_open_filename(archive, $0, 1 << 18) }
      guard opened == ARCHIVE_OK else { return damage(Self.message(archive)) }
      readEntries(archive)
    case .inMemory(let bytes):
      bytes.withUnsafeBytes { buffer in
        guard archive_read_open_memory(archive, buffer.baseAddress, buffer.count) == ARCHIVE_OK
        else { return damage(Self.message(archive)) }
        readEntries(archive)
      }
    }
    checkEnd(source)
  }

  private mutating func readEntries(_ archive: OpaquePointer) {
    var names: Set<String> = []
    while true {
      var entry: OpaquePointer?
      let result = archive_read_next_header(archive, &entry)
      if result == ARCHIVE_EOF { return }
      guard result >= ARCHIVE_WARN, let entry else { return damage(Self.message(archive)) }
      entryCount += 1
      guard entryCount <= limits.entries else {
        isDamaged = true
        findings.append(
          .init(
            .tooManyEntries, .error, path: shown,
            message: "The archive has more than \(limits.entries) entries; the rest was not read.",
            fix: "Unpack it and give only the folders with contacts, events or tasks."))
        return
      }
      guard let name = safeName(of: entry) else { continue }
      let before = members.count
      guard readEntry(archive, entry, name: name) else { return }
      if members.count > before, !names.insert(name).inserted {
        find(
          .repeatedName, .note, name, "The archive holds several files of this name; all were read."
        )
      }
    }
  }

  /// The name of an entry that may be read, or nil with a finding where one is due.
  private mutating func safeName(of entry: OpaquePointer) -> String? {
    let name: String
    if let text = archive_entry_pathname_utf8(entry) {
      name = String(cString: text)
    } else if let text = archive_entry_pathname(entry) {
      name = String(cString: text)
    } else {
      name = ""
    }
    let type = archive_entry_filetype(entry)
    if EntryName.isUnsafe(name) {
      find(
        .unsafeName, .error, name.isEmpty ? "(no name)" : name,
        "This name leads out of the archive, so the entry was not read.",
        "Do not trust this archive; download it again from where it came.")
      return nil
    }
    // The type is a mode without its permissions; a zip made on some systems leaves it 0.
    let isFile = type == S_IFREG || type == 0
    if type == S_IFDIR || EntryName.isHidden(name) { return nil }
    guard isFile, archive_entry_hardlink(entry) == nil else {
      find(.specialEntry, .note, name, "Links and devices in an archive are not read.")
      return nil
    }
    if archive_entry_is_encrypted(entry) != 0 {
      find(
        .encrypted, .error, name, "The file is encrypted.",
        "Unpack the archive with its password and give the folder.")
      return nil
    }
    return name
  }

  /// Reads one entry; false if the archive must not be read on.
  private mutating func readEntry(
    _ archive: OpaquePointer, _ entry: OpaquePointer, name: String
  ) -> Bool {
    let declared =
      archive_entry_size_is_set(entry) != 0 ? Int(clamping: archive_entry_size(entry)) : nil
    var bytes: [UInt8] = []
    var state = Keeping.sniffing
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    var total = 0
    while true {
      let count = piece.withUnsafeMutableBytes {
        archive_read_data(archive, $0.baseAddress, $0.count)
      }
      if count == 0 { break }
      if count < 0 {
        // A file that fails its checksum says nothing about the next one; a broken stream does.
        if count == Int(ARCHIVE_FATAL) {
          damage(Self.message(archive), reading: name)
          return false
        }
        isDamaged = true
        find(
          .damagedMember, .error, name, "The file is damaged (\(Self.message(archive))).",
          "Download the export again.")
        return true
      }
      total += count
      unpackedBytes += count
      guard isBelievable(name: name) else { return false }
      if state != .skipping {
        bytes += piece[..<count]
        if total > limits.memberBytes {
          refuseLarge(name)
          (bytes, state) = ([], .skipping)
        }
      }
      if state == .sniffing, total >= InputContent.sniffLength || total == declared {
        guard decide(name, bytes, declared) else {
          guard kind != .zip else { return true }
          (bytes, state) = ([], .skipping)
          continue
        }
        state = .keeping
      }
      if state == .keeping, let declared, declared > limits.memberBytes {
        refuseLarge(name)
        guard kind != .zip else { return true }
        (bytes, state) = ([], .skipping)
      }
    }
    if state == .sniffing, decide(name, bytes, total) { state = .keeping }
    if state == .keeping { members.append(.init(name: name, bytes: bytes)) }
    return true
  }

  private enum Keeping { case sniffing, keeping, skipping }

  private mutating func decide(_ name: String, _ bytes: [UInt8], _ size: Int?) -> Bool {
    let first = Array(bytes.prefix(InputContent.sniffLength))
    if ArchiveKind(first) != nil {
      find(
        .nestedArchive, .note, name, "Archives inside an archive are not opened.",
        "If it holds records, unpack it and give it as an input of its own.")
      return false
    }
    return wanted(name, first, size)
  }

  private mutating func refuseLarge(_ name: String) {
    isDamaged = true
    find(
      .tooLarge, .error, name,
      "The file is larger than \(spelledBytes(limits.memberBytes)) and was not read.",
      "Unpack the archive, split the file, and give the pieces.")
  }

  /// Counts what came out of the archive against its size.
  private mutating func isBelievable(name: String) -> Bool {
    let here = unpackedBytes - unpackedBefore
    let packed = max(packedBytes, 1)
    let isSwollen = here > limits.ratioFloor && here / limits.ratio > packed
    guard isSwollen || unpackedBytes > limits.unpackedBytes else { return true }
    isDamaged = true
    let detail =
      isSwollen
      ? "\(spelledBytes(packedBytes)) unpack to more than \(limits.ratio) times as much"
      : "the archives unpack to more than \(spelledBytes(limits.unpackedBytes))"
    find(
      .bomb, .error, name, "Reading stopped here, because \(detail).",
      "If you trust the archive, unpack it yourself and give the folder.")
    return false
  }

  /// Misses the directory at the end of a zip: without it libarchive reads what it finds and
  /// cannot tell that more should have come.
  private mutating func checkEnd(_ source: Source) {
    guard kind == .zip, !isDamaged else { return }
    let span = 22 + 0xFFFF
    let tail: [UInt8]
    switch source {
    case .inMemory(let bytes): tail = Array(bytes.suffix(span))
    case .onDisk(let raw):
      guard case .success(let bytes) = FileBytes.ending(raw, count: span) else { return }
      tail = bytes
    }
    let mark: [UInt8] = [0x50, 0x4B, 0x05, 0x06]
    guard tail.count >= 22 else { return damage("Truncated ZIP file") }
    var index = tail.count - 22
    while index >= 0 {
      if tail[index] == 0x50, tail[index..<(index + 4)].elementsEqual(mark) { return }
      index -= 1
    }
    damage("its directory at the end is missing")
  }

  private mutating func damage(_ reason: String, reading name: String? = nil) {
    isDamaged = true
    let place = name.map { "while reading \(EntryName.shown($0))" } ?? "after \(entryCount) entries"
    findings.append(
      .init(
        .damagedArchive, .error, path: shown,
        message: "The archive is damaged or incomplete: \(reason), \(place).",
        fix: "Download or copy it again; compare its size with the original."))
  }

  private mutating func find(
    _ code: InputFinding.Code, _ severity: InputFinding.Severity, _ name: String,
    _ message: String, _ fix: String = ""
  ) {
    findings.append(
      .init(
        code, severity, path: "\(shown): \(EntryName.shown(name))", message: message, fix: fix))
  }

  private static func message(_ archive: OpaquePointer) -> String {
    guard let text = archive_error_string(archive) else { return "unknown damage" }
    return String(cString: text)
  }
}

extension FileBytes {
  /// Reads the end of a file.
  static func ending(_ raw: [UInt8], count: Int) -> Result<[UInt8], Failure> {
    let descriptor = withPath(raw) { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { return .failure(.init(number: errno)) }
    defer { close(descriptor) }
    let size = lseek(descriptor, 0, SEEK_END)
    guard size >= 0, lseek(descriptor, max(0, size - count), SEEK_SET) >= 0 else {
      return .failure(.init(number: errno))
    }
    do throws(InputError) {
      return .success(try stream(descriptor, shown: "", limit: .max))
    } catch {
      return .failure(.init(number: EIO))
    }
  }
}
