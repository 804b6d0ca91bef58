import Glibc

/// Lists the regular files below a folder; hidden ones and links are left alone.
struct FolderWalk {
  struct Entry {
    /// The path as the system spells it.
    var raw: [UInt8]
    /// The path below the folder, with `/`.
    var name: [UInt8]
    var byteCount: Int
  }

  let shown: String
  let limits: InputLimits
  private(set) var files: [Entry] = []
  private(set) var findings: [InputFinding] = []
  private var isFull = false

  init(root: [UInt8], shown: String, limits: InputLimits) throws(InputError) {
    self.shown = shown
    self.limits = limits
    if let failure = visit(root, name: [], depth: 0) {
      throw .reading(failure, path: shown, limit: limits.fileBytes)
    }
    files.sort { $0.name.lexicographicallyPrecedes($1.name) }
  }

  private mutating func visit(
    _ folder: [UInt8], name: [UInt8], depth: Int
  ) -> FileBytes.Failure? {
    let names: [[UInt8]]
    switch Self.list(folder) {
    case .success(let list): names = list
    case .failure(let failure): return failure
    }
    for child in names where !isFull {
      let raw = folder + [0x2F] + child
      let below = name.isEmpty ? child : name + [0x2F] + child
      switch FileBytes.status(raw, followingLinks: false) {
      case .failure(let failure):
        note(.unreadable, .error, below, "It cannot be read (\(failure.text)).", Self.permit)
      case .success(let status):
        switch status.kind {
        case .file: add(.init(raw: raw, name: below, byteCount: status.byteCount))
        case .folder where depth >= limits.depth:
          note(
            .unreadable, .error, below, "Folders are nested more than \(limits.depth) deep.",
            "Give this folder as an input of its own.")
        case .folder:
          if let failure = visit(raw, name: below, depth: depth + 1) {
            note(.unreadable, .error, below, "It cannot be read (\(failure.text)).", Self.permit)
          }
        case .link:
          note(
            .specialEntry, .note, below, "Links inside a folder are not followed.",
            "Give its target as an input of its own.")
        case .pipe, .other:
          note(.specialEntry, .note, below, "It is neither a file nor a folder.", "")
        }
      }
    }
    return nil
  }

  private static let permit = "Give yourself the right to read it: chmod u+r."

  private mutating func add(_ entry: Entry) {
    guard files.count < limits.entries else {
      isFull = true
      findings.append(
        .init(
          .tooManyEntries, .error, path: shown,
          message: "The folder holds more than \(limits.entries) files; the rest was not read.",
          fix: "Give only the folders that hold contacts, events or tasks."))
      return
    }
    files.append(entry)
  }

  private mutating func note(
    _ code: InputFinding.Code, _ severity: InputFinding.Severity, _ name: [UInt8],
    _ message: String, _ fix: String
  ) {
    let name = EntryName.shown(String(decoding: name, as: UTF8.self))
    findings.append(
      .init(code, severity, path: "\(shown)/\(name)", message: message, fix: fix))
  }

  /// The names in a folder that are not hidden, sorted, so that findings come in a fixed order.
  private static func list(_ folder: [UInt8]) -> Result<[[UInt8]], FileBytes.Failure> {
    guard let stream = FileBytes.withPath(folder, { opendir($0) }) else {
      return .failure(.init(number: errno))
    }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    errno = 0
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name.first != 0x2E { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { return .failure(.init(number: errno)) }
    return .success(names.sorted { $0.lexicographicallyPrecedes($1) })
  }
}
