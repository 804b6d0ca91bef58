import CArchive
import Glibc
import Testing

@testable import FileSide

/// Archives built by hand or by libarchive's own writer.
enum SampleArchives {
  static let card = Array("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Joe Bloggs\r\nEND:VCARD\r\n".utf8)
  static let calendar = Array("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n".utf8)
  static let photo: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0] + Array("JFIF".utf8)

  /// A zip of stored members, byte by byte, so that every field can be wrong on purpose.
  static func zip(
    _ members: [(name: String, bytes: [UInt8])], descriptors: Bool = false, encrypted: Bool = false
  ) -> [UInt8] {
    var body: [UInt8] = []
    var directory: [UInt8] = []
    for (name, bytes) in members {
      let offset = body.count
      let crc = crc32(bytes)
      let flags = 0x0800 | (descriptors ? 8 : 0) | (encrypted ? 1 : 0)
      let common = two(20) + two(flags) + two(0) + two(0) + two(0x5421)
      let sizes = four(crc) + four(UInt32(bytes.count)) + four(UInt32(bytes.count))
      let nothing = [UInt8](repeating: 0, count: 12)
      body += [0x50, 0x4B, 3, 4] + common + (descriptors ? nothing : sizes)
      body += two(name.utf8.count) + two(0) + Array(name.utf8) + bytes
      if descriptors { body += [0x50, 0x4B, 7, 8] + sizes }
      directory += [0x50, 0x4B, 1, 2] + two(0x0314) + common + sizes + two(name.utf8.count)
      directory += two(0) + two(0) + two(0) + two(0)
      directory += four(0o100644 << 16) + four(UInt32(offset)) + Array(name.utf8)
    }
    let end =
      [0x50, 0x4B, 5, 6] + two(0) + two(0) + two(members.count) + two(members.count)
      + four(UInt32(directory.count)) + four(UInt32(body.count)) + two(0)
    return body + directory + end
  }

  /// A deflated zip or a gzipped tar as libarchive writes it.
  static func written(
    _ members: [(name: String, bytes: [UInt8])], tgz: Bool
  ) throws -> [UInt8] {
    let archive = try #require(archive_write_new())
    defer { archive_write_free(archive) }
    let before = uselocale(drawbridge_utf8_locale())
    defer { uselocale(before) }
    if tgz {
      archive_write_add_filter_gzip(archive)
      archive_write_set_format_pax_restricted(archive)
    } else {
      archive_write_set_format_zip(archive)
    }
    let room = 1 << 22
    var used = 0
    let buffer = UnsafeMutableRawPointer.allocate(byteCount: room, alignment: 8)
    defer { buffer.deallocate() }
    try #require(archive_write_open_memory(archive, buffer, room, &used) == ARCHIVE_OK)
    for (name, bytes) in members {
      let entry = try #require(archive_entry_new())
      defer { archive_entry_free(entry) }
      archive_entry_set_pathname_utf8(entry, name)
      archive_entry_set_size(entry, la_int64_t(bytes.count))
      archive_entry_set_filetype(entry, 0o100000)
      archive_entry_set_perm(entry, 0o644)
      try #require(archive_write_header(archive, entry) == ARCHIVE_OK)
      try #require(
        bytes.withUnsafeBytes { archive_write_data(archive, $0.baseAddress, $0.count) } >= 0)
    }
    try #require(archive_write_close(archive) == ARCHIVE_OK)
    return Array(UnsafeRawBufferPointer(start: buffer, count: used))
  }

  private static func two(_ value: Int) -> [UInt8] {
    [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)]
  }

  private static func four(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}

/// A folder that disappears with the test.
final class TemporaryFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/drawbridge-inputs-XXXXXX".utf8CString)
    let made = try #require(mkdtemp(&template))
    path = String(cString: made)
  }

  deinit {
    // Rights taken away by a test are given back by it; what is left is removed depth first.
    Self.remove(path)
  }

  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let target = "\(path)/\(name)"
    var folder = path
    for part in name.split(separator: "/").dropLast() {
      folder += "/\(part)"
      mkdir(folder, 0o755)
    }
    let file = try #require(fopen(target, "w"))
    defer { fclose(file) }
    try #require(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    return target
  }

  func names() -> [String] { Self.list(path).sorted() }

  private static func list(_ path: String) -> [String] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private static func remove(_ path: String) {
    if unlink(path) == 0 { return }
    for name in list(path) { remove("\(path)/\(name)") }
    rmdir(path)
  }
}

extension InputError {
  /// An error to compare with: code and path are all that counts.
  init(_ code: Code, path: String) {
    self.init(code, path: path, detail: "", fix: "")
  }
}
