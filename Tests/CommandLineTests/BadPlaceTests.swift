import Foundation
import Glibc
import TestSupport
import Testing

/// Places that cannot be written: nothing is half-written, and the message says what to do.
@Suite(.enabled(if: Prerequisite.isBuilt))
struct BadPlaceTests {
  private static let joe = card("joe", "FN:Joe Bloggs")

  @Test("An output below a file, in a missing folder or in /proc ends with 2 and leaves nothing")
  func unwritable() throws {
    let folder = try TemporaryFolder()
    let input = try folder.write("in.vcf", Self.joe)
    let other = try folder.write("other.vcf", card("mary", "FN:Mary"))
    let before = try folder.contents()
    for place in ["\(input)/out.vcf", "\(folder.path)/none/out.vcf", "/proc/out.vcf"] {
      let runs = [
        try drawbridge("convert", input, "-o", place),
        try drawbridge("merge", "-", input, other, "-o", place),
        try drawbridge("diff", input, other, "--html", place),
      ]
      for run in runs {
        #expect(run.status == 2, "\(place): \(run.stderr)")
        #expect(run.stderr.contains(place) && run.stderr.contains("-o"), "\(run.stderr)")
      }
    }
    for place in ["\(input)/split", "/proc/split"] {
      #expect(try drawbridge("convert", input, "--split", "-o", place).status == 2)
      #expect(try drawbridge("init", "\(place)/workspace").status == 2)
    }
    #expect(try folder.contents() == before)
  }

  @Test(
    "A full disk ends with 4 and leaves the file that was there",
    .enabled(if: Prerequisite.canMount))
  func fullDisk() throws {
    let folder = try TemporaryFolder()
    let note = String(repeating: "a long note ", count: 20_000)
    let input = try folder.write("in.vcf", card("joe", "FN:Joe", "NOTE:\(note)"))
    let disk = try SmallDisk(folder)
    try folder.write("disk/out.vcf", Self.joe)
    for arguments in [["convert", input], ["merge", "-", input, input]] {
      let run = try drawbridge(arguments + ["-o", "\(disk.path)/out.vcf"])
      #expect(run.status == 4, "\(run.stderr)")
      #expect(run.stderr.contains("\(disk.path)/out.vcf: The disk is full."))
      #expect(try folder.read("disk/out.vcf") == Self.joe)
      #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path) == ["out.vcf"])
    }
    #expect(try drawbridge("init", "\(disk.path)/w").status == 4)
  }

  @Test("An import on a full disk changes nothing", .enabled(if: Prerequisite.canMount))
  func fullDiskImport() throws {
    let folder = try TemporaryFolder()
    let disk = try SmallDisk(folder, kilobytes: 600)
    #expect(try drawbridge("init", "\(disk.path)/w", "--id", "test").status == 0)
    let first = try folder.write("first.vcf", Self.joe)
    let arguments = ["import", first, "--from", "opencrm", "-C", "\(disk.path)/w"]
    #expect(try drawbridge(arguments).status == 0)
    let before = try folder.contents().filter { !$0.key.hasSuffix("lock") }
    let cards = (0..<2_000).map { card("c\($0)", "FN:Somebody \($0)", "EMAIL:c\($0)@example.com") }
    let many = try folder.write("many.vcf", cards.joined())
    let run = try drawbridge("import", many, "--from", "opencrm", "-C", "\(disk.path)/w")
    #expect(run.status == 4, "\(run.stderr)")
    #expect(run.stderr.contains("full"), "\(run.stderr)")
    let after = try folder.contents().filter { !$0.key.hasSuffix("lock") && $0.key != "many.vcf" }
    #expect(
      after.filter { !$0.key.contains("ledger") } == before.filter { !$0.key.contains("ledger") })
    let show = try drawbridge("log", "-C", "\(disk.path)/w")
    #expect(show.status == 0)
    #expect(!show.stdout.contains("2000"), "\(show.stdout)")
  }

  @Test("Standard output on a full disk ends with 4")
  func fullOutput() throws {
    let folder = try TemporaryFolder()
    let input = try folder.write("in.vcf", Self.joe)
    let binary = try #require(Program.drawbridge)
    let run = try Program.run(
      "/usr/bin/env", ["sh", "-c", "exec \"$0\" convert \"$1\" >/dev/full", binary, input])
    #expect(run.status == 4)
  }

  @Test("A workspace in use is left alone and says who uses it")
  func inUse() throws {
    let folder = try TemporaryFolder()
    let workspace = "\(folder.path)/w"
    #expect(try drawbridge("init", workspace, "--id", "test").status == 0)
    let input = try folder.write("in.vcf", Self.joe)
    let descriptor = open("\(workspace)/.drawbridge/lock", O_RDWR | O_CREAT, 0o644)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    try #require(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    let before = try folder.contents()
    for arguments in [["import", input, "--from", "opencrm"], ["export"]] {
      let run = try drawbridge(arguments + ["-C", workspace])
      #expect(run.status == 4, "\(arguments): \(run.stderr)")
      #expect(run.stderr.contains("in use"), "\(run.stderr)")
      #expect(run.stderr.contains(workspace), "\(run.stderr)")
    }
    #expect(try folder.contents() == before)
    flock(descriptor, LOCK_UN)
    #expect(try drawbridge("import", input, "--from", "opencrm", "-C", workspace).status == 0)
  }

  @Test("A folder that is no workspace, and a ledger that is none, end with 2")
  func noWorkspace() throws {
    let folder = try TemporaryFolder()
    let commands = [["status"], ["plan"], ["log"], ["settings"], ["export"], ["show", "x"]]
    for command in commands {
      let run = try drawbridge(command + ["-C", folder.path])
      #expect(run.status == 2, "\(command): \(run.stderr)")
      #expect(run.stderr.contains("drawbridge init"), "\(run.stderr)")
    }
    #expect(try drawbridge("init", folder.path, "--id", "test").status == 0)
    #expect(try drawbridge("init", folder.path, "--id", "test").status == 2)
    try folder.write(".drawbridge/ledger.sqlite", "this is no database, whatever it is called")
    for command in commands where command != ["settings"] {
      let run = try drawbridge(command + ["-C", folder.path])
      #expect(run.status == 2, "\(command): \(run.stderr)")
      #expect(run.stderr.contains("ledger.sqlite"), "\(run.stderr)")
    }
  }
}

/// A small disk in memory, mounted in a folder until the value goes.
private final class SmallDisk {
  let path: String

  init(_ folder: TemporaryFolder, kilobytes: Int = 64) throws {
    path = folder.url.appendingPathComponent("disk").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let mounted = try Program.run(
      "/usr/bin/env", ["mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path])
    try #require(mounted.status == 0, "\(mounted.stderr)")
  }

  deinit {
    _ = try? Program.run("/usr/bin/env", ["umount", path])
  }
}
