import Glibc

/// Everything that was found behind the inputs of one call.
///
/// An input is a file, a folder, a zip, a tgz, or `-` for standard input. What it is, is told by
/// its content. The same inputs give the same list, whatever order the file system lists them in.
package struct InputTree: Sendable {
  /// The files that may hold records, and small images, sorted by path.
  package var files: [InputFile]
  /// What was odd, in the order of the inputs.
  package var findings: [InputFinding]
  /// Whether an archive is damaged or exceeds a limit, so that files of it are missing here.
  package var isDamaged: Bool
  /// The Takeouts whose parts were given, by the names of the inputs.
  package var takeouts: [TakeoutExport]

  /// The numbers of missing Takeout parts, ascending.
  package var missingParts: [Int] {
    Array(Set(takeouts.flatMap(\.missingParts))).sorted()
  }

  /// The time of the Takeout as RFC 3339 in UTC, the earliest where several were given.
  package var takeoutStamp: String? { takeouts.map(\.stamp).min() }

  /// Whether everything that was given was read: no damage, no gap, nothing refused.
  package var isWhole: Bool {
    !isDamaged && missingParts.isEmpty && !findings.contains { $0.severity == .error }
  }

  /// The files in the order the inputs were given, by path within each.
  package var filesInArgumentOrder: [InputFile] {
    files.enumerated().sorted { ($0.element.input, $0.offset) < ($1.element.input, $1.offset) }
      .map(\.element)
  }

  /// Opens inputs and finds the files worth reading.
  ///
  /// Files of archives are held in memory; files on disk are read when they are asked for. An
  /// empty file is an error only where it was named on its own.
  /// - Parameters:
  ///   - paths: The inputs as a person typed them; `-` is standard input.
  ///   - limits: How much they may hold.
  ///   - allowingNothing: Whether a folder or archive without any wanted file is acceptable, such
  ///     as an empty vdir.
  ///   - standardInput: The bytes of standard input; read from the process where nil.
  ///   - wanted: Decides from name, first bytes (at most `InputContent.sniffLength`) and size,
  ///     where known, whether a file of a folder or archive is kept. A file named on its own is
  ///     always kept.
  /// - Throws: `InputError`, for the first input that cannot be opened at all.
  /// - Complexity: O(*n*) in the bytes of the archives and the number of files.
  package static func open(
    paths: [String], limits: InputLimits = .init(), allowingNothing: Bool = false,
    standardInput: [UInt8]? = nil,
    wanted: @escaping (_ name: String, _ first: [UInt8], _ size: Int?) -> Bool =
      InputContent.isWanted
  ) throws(InputError) -> InputTree {
    var opening = InputOpening(limits: limits, wanted: wanted)
    for (index, path) in paths.enumerated() {
      if paths[..<index].contains(path) {
        opening.findings.append(
          .init(
            .repeatedPath, .note, path: path, message: "The path was given twice and read once."))
        continue
      }
      try opening.open(path, input: index, standardInput: standardInput)
    }
    return try opening.finish(allowingNothing: allowingNothing)
  }
}

/// The work of `InputTree.open`.
struct InputOpening {
  let limits: InputLimits
  let wanted: (String, [UInt8], Int?) -> Bool
  var files: [InputFile] = []
  var findings: [InputFinding] = []
  var isDamaged = false
  private var parts: [(part: TakeoutPart, byteCount: Int)] = []
  private var unpackedBytes = 0
  /// Inputs in which nothing was wanted, and how many files they hold.
  private var barren: [(path: String, entries: Int, isPart: Bool)] = []

  init(limits: InputLimits, wanted: @escaping (String, [UInt8], Int?) -> Bool) {
    self.limits = limits
    self.wanted = wanted
  }

  mutating func open(_ path: String, input: Int, standardInput: [UInt8]?) throws(InputError) {
    if path == "-" {
      let bytes: [UInt8]
      if let standardInput {
        bytes = standardInput
      } else {
        bytes = try FileBytes.stream(0, shown: "standard input", limit: limits.fileBytes)
      }
      try openStream(bytes, shown: "standard input", origin: .standardInput, input: input)
      return
    }
    let raw = Array(path.utf8)
    let status: FileBytes.Status
    switch FileBytes.status(raw, followingLinks: true) {
    case .success(let found): status = found
    case .failure(let failure):
      throw .reading(failure, path: path, limit: limits.fileBytes)
    }
    switch status.kind {
    case .file: try openFile(raw, shown: path, byteCount: status.byteCount, input: input)
    case .folder: try openFolder(raw, shown: path, input: input)
    case .pipe:
      try openStream(
        try FileBytes.read(raw, shown: path, limit: limits.fileBytes), shown: path, origin: .file,
        input: input)
    case .link, .other:
      throw InputError(
        .notAFile, path: path, detail: "It is neither a file nor a folder.",
        fix: "Give a file, a folder, a zip or a tgz.")
    }
  }

  /// Sorts the files and sums up what only all inputs together show.
  mutating func finish(allowingNothing: Bool) throws(InputError) -> InputTree {
    let takeouts = TakeoutExport.grouping(parts.map(\.part))
    let hasRecords = files.contains { $0.content != .photo }
    if !hasRecords, let refused = findings.first(where: { $0.severity == .error }) {
      // Nothing came out because something was refused: that is what a person must hear.
      throw InputError(
        .damagedArchive, path: refused.path, detail: refused.message, fix: refused.fix)
    }
    if !hasRecords, !allowingNothing, let first = barren.first {
      throw nothing(in: first.path, entries: barren.reduce(0) { $0 + $1.entries })
    }
    if hasRecords {
      for input in barren where !input.isPart {
        let error = nothing(in: input.path, entries: input.entries)
        findings.append(
          .init(.nothingToRead, .warning, path: input.path, message: error.detail, fix: error.fix))
      }
    }
    for takeout in takeouts where !takeout.missingParts.isEmpty {
      let numbers = takeout.missingParts.map(String.init).joined(separator: ", ")
      findings.append(
        .init(
          .missingParts, .warning, path: "Takeout of \(takeout.stamp)",
          message: "Part \(numbers) is missing.",
          fix: "Give all parts of the export together; nothing counts as deleted until then."))
    }
    if takeouts.count > 1 {
      findings.append(
        .init(
          .severalExports, .warning, path: takeouts.map(\.stamp).joined(separator: ", "),
          message: "Parts of several exports were given together.",
          fix: "Give the parts of one export at a time."))
    }
    let sorted = files.enumerated().sorted {
      let (left, right) = (Array($0.element.path.utf8), Array($1.element.path.utf8))
      return left == right ? $0.offset < $1.offset : left.lexicographicallyPrecedes(right)
    }
    return InputTree(
      files: sorted.map(\.element), findings: findings, isDamaged: isDamaged, takeouts: takeouts)
  }

  private func nothing(in path: String, entries: Int) -> InputError {
    let counted = entries == 1 ? "1 file" : "\(entries) files"
    return InputError(
      .nothingToRead, path: path,
      detail: entries == 0
        ? "It holds no files." : "None of its \(counted) looks like contacts, events or tasks.",
      fix: "Give an export: a .vcf, .ics, .csv or .json file, a folder or zip of them.")
  }

  private mutating func openFile(
    _ raw: [UInt8], shown: String, byteCount: Int, input: Int
  ) throws(InputError) {
    let first = try beginning(raw, shown: shown)
    let name = lastName(shown)
    if let kind = ArchiveKind(first) {
      let part = register(name, byteCount: byteCount, shown: shown)
      if part == nil, TakeoutPart(name: name) != nil { return }
      try openArchive(
        .onDisk(raw), kind: kind, shown: shown, packedBytes: byteCount, part: part?.part,
        input: input)
      return
    }
    guard byteCount > 0 || !first.isEmpty else { throw empty(shown) }
    guard byteCount <= limits.fileBytes else {
      throw .reading(.init(number: EFBIG), path: shown, limit: limits.fileBytes)
    }
    files.append(
      .init(
        path: shown, name: name, origin: .file, content: .detect(first), byteCount: byteCount,
        input: input, storage: .onDisk(raw, limit: limits.fileBytes)))
  }

  private mutating func openStream(
    _ bytes: [UInt8], shown: String, origin: InputFile.Origin, input: Int
  ) throws(InputError) {
    guard !bytes.isEmpty else { throw empty(shown) }
    if let kind = ArchiveKind(bytes) {
      try openArchive(
        .inMemory(bytes), kind: kind, shown: shown, packedBytes: bytes.count, part: nil,
        input: input)
      return
    }
    files.append(
      .init(path: shown, name: lastName(shown), origin: origin, bytes: bytes, input: input))
  }

  private mutating func openFolder(
    _ raw: [UInt8], shown: String, input: Int
  ) throws(InputError) {
    let root = raw.count > 1 && raw.last == 0x2F ? Array(raw.dropLast()) : raw
    let base = shown.count > 1 && shown.hasSuffix("/") ? String(shown.dropLast()) : shown
    let walk = try FolderWalk(root: root, shown: base, limits: limits)
    findings += walk.findings
    // A part that was unpacked under its own name.
    _ = register(lastName(base), byteCount: 0, shown: base)
    let before = files.count
    for entry in walk.files {
      let name = String(decoding: entry.name, as: UTF8.self)
      let place = "\(base)/\(EntryName.shown(name))"
      let first: [UInt8]
      switch FileBytes.beginning(entry.raw, count: InputContent.sniffLength) {
      case .success(let bytes): first = bytes
      case .failure(let failure):
        let error = InputError.reading(failure, path: place, limit: limits.fileBytes)
        findings.append(
          .init(.unreadable, .error, path: place, message: error.detail, fix: error.fix))
        continue
      }
      if let kind = ArchiveKind(first) {
        try openNested(entry, kind: kind, name: name, shown: place, input: input)
        continue
      }
      if entry.byteCount == 0, InputContent.isNamedAsRecords(name) {
        findings.append(
          .init(
            .emptyFile, .warning, path: place, message: "It is empty.",
            fix: "Restore it from a copy if it held a record; delete it if it did not."))
      }
      guard wanted(name, first, entry.byteCount) else { continue }
      guard entry.byteCount <= limits.fileBytes else {
        let error = InputError.reading(.init(number: EFBIG), path: place, limit: limits.fileBytes)
        findings.append(
          .init(.tooLarge, .error, path: place, message: error.detail, fix: error.fix))
        continue
      }
      files.append(
        .init(
          path: place, name: name, origin: .folder(root: base), content: .detect(first),
          byteCount: entry.byteCount, input: input,
          storage: .onDisk(entry.raw, limit: limits.fileBytes)))
    }
    noteIfBarren(base, since: before, entries: walk.files.count, isPart: false)
  }

  /// A folder into which the parts of a Takeout were downloaded is opened as those parts; any
  /// other archive in a folder may be anything and is left closed.
  private mutating func openNested(
    _ entry: FolderWalk.Entry, kind: ArchiveKind, name: String, shown: String, input: Int
  ) throws(InputError) {
    guard TakeoutPart(name: lastName(name)) != nil else {
      findings.append(
        .init(
          .nestedArchive, .note, path: shown, message: "Archives inside a folder are not opened.",
          fix: "If it holds records, give it as an input of its own."))
      return
    }
    guard let part = register(lastName(name), byteCount: entry.byteCount, shown: shown) else {
      return
    }
    try openArchive(
      .onDisk(entry.raw), kind: kind, shown: shown, packedBytes: entry.byteCount, part: part.part,
      input: input)
  }

  private mutating func openArchive(
    _ source: ArchiveReading.Source, kind: ArchiveKind, shown: String, packedBytes: Int,
    part: Int?, input: Int
  ) throws(InputError) {
    var reading = ArchiveReading(
      shown: shown, kind: kind, packedBytes: packedBytes, unpackedBefore: unpackedBytes,
      limits: limits, wanted: wanted)
    reading.read(source)
    unpackedBytes = reading.unpackedBytes
    let before = files.count
    for member in reading.members {
      files.append(
        .init(
          path: "\(shown): \(EntryName.shown(member.name))", name: member.name,
          origin: .archive(path: shown, part: part), bytes: member.bytes, input: input))
    }
    if reading.isDamaged, reading.members.isEmpty,
      let cause = reading.findings.last(where: { $0.severity == .error })
    {
      throw InputError(.damagedArchive, path: shown, detail: cause.message, fix: cause.fix)
    }
    findings += reading.findings
    isDamaged = isDamaged || reading.isDamaged
    noteIfBarren(shown, since: before, entries: reading.entryCount, isPart: part != nil)
  }

  private mutating func noteIfBarren(_ path: String, since: Int, entries: Int, isPart: Bool) {
    guard !files[since...].contains(where: { $0.content != .photo }) else { return }
    barren.append((path, entries, isPart))
  }

  /// Notes a Takeout part; nil if the name is not that of one, or if it is a second copy.
  private mutating func register(_ name: String, byteCount: Int, shown: String) -> TakeoutPart? {
    guard let part = TakeoutPart(name: name) else { return nil }
    if let other = parts.first(where: { $0.part == part }) {
      let isCopy = other.byteCount == byteCount && byteCount > 0
      findings.append(
        .init(
          .repeatedPart, isCopy ? .note : .warning, path: shown,
          message: isCopy
            ? "Part \(part.part) was given twice; this copy was not read."
            : "Part \(part.part) was given twice with different content; both were read.",
          fix: isCopy ? "" : "Keep the copy that was downloaded whole."))
      return isCopy ? nil : part
    }
    parts.append((part, byteCount))
    return part
  }

  private func beginning(_ raw: [UInt8], shown: String) throws(InputError) -> [UInt8] {
    switch FileBytes.beginning(raw, count: InputContent.sniffLength) {
    case .success(let bytes): return bytes
    case .failure(let failure):
      throw .reading(failure, path: shown, limit: limits.fileBytes)
    }
  }

  private func empty(_ path: String) -> InputError {
    InputError(
      .empty, path: path, detail: "It is empty.",
      fix: "Export it again, and check that the export is not of an empty account.")
  }

  private func lastName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
