import Glibc
import Testing

@testable import FileSide

struct AtomicFileTests {
  @Test("A file is written once and then left alone while its content is the same")
  func idempotent() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.txt"
    #expect(try AtomicFile.write([1, 2], to: path))
    var first = stat()
    stat(path, &first)
    #expect(try !AtomicFile.write([1, 2], to: path))
    var second = stat()
    stat(path, &second)
    #expect(first.st_ino == second.st_ino)
    #expect(try AtomicFile.write([1, 3], to: path))
    #expect(try AtomicFile.write([], to: path))
    #expect(try !AtomicFile.write([], to: path))
    #expect(try FileBytes.read(Array(path.utf8), shown: path, limit: 9) == [])
    #expect(folder.names() == ["a.txt"])
  }

  @Test("Access is as asked; private files are closed even if unchanged")
  func access() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/secret"
    func mode() -> mode_t {
      var entry = stat()
      stat(path, &entry)
      return entry.st_mode & 0o777
    }
    try AtomicFile.write([1], to: path)
    #expect(mode() & 0o600 == 0o600)
    chmod(path, 0o664)
    try AtomicFile.write([2], to: path)
    #expect(mode() == 0o664)
    #expect(try !AtomicFile.write([2], to: path, access: .owner))
    #expect(mode() == 0o600)
    try AtomicFile.write([3], to: path, access: .owner)
    #expect(mode() == 0o600)
  }

  @Test("A link stays a link")
  func link() throws {
    let folder = try TemporaryFolder()
    let real = try folder.write("real", [1])
    symlink("real", folder.path + "/link")
    try AtomicFile.write([2], to: folder.path + "/link")
    #expect(try FileBytes.read(Array(real.utf8), shown: real, limit: 9) == [2])
    var entry = stat()
    lstat(folder.path + "/link", &entry)
    #expect(entry.st_mode & S_IFMT == S_IFLNK)
  }

  @Test("Failures are told apart and leave nothing behind")
  func failures() throws {
    let folder = try TemporaryFolder()
    mkdir(folder.path + "/dir", 0o755)
    func code(_ name: String) -> OutputError.Code? {
      do {
        try AtomicFile.write([1], to: "\(folder.path)/\(name)")
        return nil
      } catch let error {
        #expect(error.path == "\(folder.path)/\(name)")
        return error.code
      }
    }
    #expect(code("none/a") == .missingFolder)
    #expect(code("dir") == .isFolder)
    #expect(code(String(repeating: "n", count: 300)) == .nameTooLong)
    if geteuid() != 0 {
      chmod(folder.path + "/dir", 0o555)
      #expect(code("dir/a") == .notPermitted)
      chmod(folder.path + "/dir", 0o755)
    }
    #expect(OutputError(errno: ENOSPC, path: "x").code == .diskFull)
    #expect(OutputError(errno: EDQUOT, path: "x").code == .diskFull)
    #expect(OutputError(errno: EROFS, path: "x").code == .notPermitted)
    #expect(OutputError(errno: EIO, path: "x").code == .failed)
    #expect(folder.names() == ["dir"])
  }

  @Test("Folders are made with those above them, leftovers are cleared")
  func folders() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.makeFolder(folder.path + "/a/b/c")
    try AtomicFile.makeFolder(folder.path + "/a/b/c")
    try AtomicFile.write([1], to: folder.path + "/a/b/c/file")
    _ = try folder.write("a/b/c/.drawbridge-1-ab.tmp", [1])
    AtomicFile.removeLeftovers(in: folder.path + "/a/b/c")
    #expect(Glibc.access(folder.path + "/a/b/c/.drawbridge-1-ab.tmp", F_OK) != 0)
    #expect(try AtomicFile.remove(folder.path + "/a/b/c/file"))
    #expect(try !AtomicFile.remove(folder.path + "/a/b/c/file"))
    #expect(throws: OutputError.self) {
      try AtomicFile.write([1], to: folder.path + "/x")
      try AtomicFile.makeFolder(folder.path + "/x/y")
    }
  }
}
