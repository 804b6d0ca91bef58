import Foundation
import TestSupport
import Testing

/// Where `export` writes: it clears an older bundle and touches nothing else.
struct ExportFolderTests {
  /// A workspace whose plan has one new contact for each side.
  private func workspace() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try folder.write(
      "google/all.vcf",
      "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Lee\r\nN:Lee;Ann;;;\r\nEMAIL:ann@a.example\r\nEND:VCARD\r\n"
    )
    _ = try folder.write("mine/opencrm/contacts.csv", "crmid,firstname,lastname\r\n7,Ben,Fox\r\n")
    for arguments in [
      ["init", "w", "--id", "x"], ["import", "google", "--from", "google:first", "-C", "w"],
      ["import", "mine/opencrm", "--from", "opencrm", "-C", "w"],
    ] {
      let outcome = try Program.run(arguments + Self.clock, in: folder.path)
      #expect(outcome.status == 0, "\(outcome.stderr)")
    }
    return folder
  }

  private static let clock = ["--now", "2026-11-23T09:00:00Z"]

  @Test("A folder with files of its own, or a workspace, is refused and left as it was")
  func foreignFolders() throws {
    let folder = try workspace()
    for target in ["mine", "w"] {
      let before = try folder.contents()
      let outcome = try Program.run(
        ["export", "-C", "w", "-o", target] + Self.clock, in: folder.path)
      #expect(outcome.status == 2)
      #expect(outcome.stderr.contains("Name another folder"), "\(outcome.stderr)")
      var after = try folder.contents()
      // The lock is touched by every command that writes.
      after["w/.drawbridge/lock"] = before["w/.drawbridge/lock"]
      #expect(after == before)
    }
  }

  @Test("An older bundle's files go when the next is written")
  func olderBundle() throws {
    let folder = try workspace()
    _ = try folder.write("out/README.txt", "What to do with these files\r\n")
    _ = try folder.write("out/opencrm/updates-contacts.csv", "stale")
    _ = try folder.write("out/opencrm/notes.txt", "mine")
    let outcome = try Program.run(["export", "-C", "w", "-o", "out"] + Self.clock, in: folder.path)
    #expect(outcome.status == 0, "\(outcome.stderr)")
    #expect(!folder.contains("out/opencrm/updates-contacts.csv"))
    #expect(folder.contains("out/opencrm/contacts.csv"))
    #expect(folder.contains("out/opencrm/notes.txt"))
  }
}
