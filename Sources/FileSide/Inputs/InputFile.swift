/// One file that may hold records, wherever it lies: on disk, in a folder, in an archive.
package struct InputFile: Sendable {
  /// Where a file lies.
  package enum Origin: Sendable, Equatable {
    /// Named on its own.
    case file
    /// Read from standard input.
    case standardInput
    /// Found below a folder.
    case folder(root: String)
    /// Unpacked from an archive; `part` is its number among the parts of a Takeout.
    case archive(path: String, part: Int?)
  }

  enum Storage: Sendable {
    /// A path as the system spells it, without the final NUL.
    case onDisk([UInt8], limit: Int)
    case inMemory([UInt8])
  }

  /// The place as people read it: `takeout-001.zip: Takeout/Contacts/All Contacts.vcf`.
  package var path: String
  /// The path below the folder or inside the archive, with `/`; the file's own name otherwise.
  package var name: String
  /// Where the file lies.
  package var origin: Origin
  /// What its first bytes look like.
  package var content: InputContent
  /// Its size in bytes when it was opened.
  package var byteCount: Int
  /// The position of its input among those of the call, from 0.
  package var input: Int
  let storage: Storage

  /// Makes a file whose bytes are already in memory.
  package init(path: String, name: String, origin: Origin = .file, bytes: [UInt8], input: Int = 0) {
    self.path = path
    self.name = name
    self.origin = origin
    self.content = InputContent.detect(bytes.prefix(InputContent.sniffLength))
    self.byteCount = bytes.count
    self.input = input
    self.storage = .inMemory(bytes)
  }

  init(
    path: String, name: String, origin: Origin, content: InputContent, byteCount: Int, input: Int,
    storage: Storage
  ) {
    self.path = path
    self.name = name
    self.origin = origin
    self.content = content
    self.byteCount = byteCount
    self.input = input
    self.storage = storage
  }

  /// The part of the name after the last `/`.
  package var baseName: String {
    name.split(separator: "/").last.map(String.init) ?? name
  }

  /// The number of the Takeout part the file came in, if that is known.
  package var part: Int? {
    guard case .archive(_, let part) = origin else { return nil }
    return part
  }

  /// The place within the export: files of one folder that came in several parts of a Takeout lie
  /// in one folder here. The path where no name is that of a part.
  package var placeInExport: String {
    var names = name.split(separator: "/").map(String.init)
    switch origin {
    case .archive(let container, _), .folder(let container):
      names.insert(container.split(separator: "/").last.map(String.init) ?? container, at: 0)
    case .file, .standardInput: return path
    }
    // A folder may hold the parts as they were downloaded, unpacked or not.
    for index in names.indices.reversed() {
      guard let part = TakeoutPart(name: names[index]) else { continue }
      let export = part.export.map { "-\($0)" } ?? ""
      return "\(part.stamp)\(export): \(names[(index + 1)...].joined(separator: "/"))"
    }
    return path
  }

  /// Returns all bytes, reading them from disk where they lie there.
  ///
  /// - Throws: `InputError` with `unreadable`, `missing` or `tooLarge`.
  /// - Complexity: O(*n*) in the size of a file on disk; O(1) otherwise.
  package func load() throws(InputError) -> [UInt8] {
    switch storage {
    case .inMemory(let bytes): bytes
    case .onDisk(let raw, let limit): try FileBytes.read(raw, shown: path, limit: limit)
    }
  }
}
