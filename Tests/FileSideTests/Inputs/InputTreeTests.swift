import Glibc
import Testing

@testable import FileSide

struct InputTreeTests {
  private let card = SampleArchives.card
  private let calendar = SampleArchives.calendar

  @Test("A file named on its own is read whatever it is called")
  func singleFile() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("no ending", card)
    let tree = try InputTree.open(paths: [path])
    let file = try #require(tree.files.first)
    #expect(file.path == path)
    #expect(file.baseName == "no ending")
    #expect(file.content == .vCard)
    #expect(file.byteCount == card.count)
    #expect(try file.load() == card)
    #expect(tree.isWhole)
  }

  @Test("A folder is read deeply, sorted, without hidden files and links")
  func folder() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("b/x.vcf", card)
    _ = try folder.write("a.ics", calendar)
    _ = try folder.write("b/Ünï.vcf", card)
    _ = try folder.write(".hidden.vcf", card)
    _ = try folder.write(".git/y.vcf", card)
    _ = try folder.write("page.html", Array("<html>,</html>".utf8))
    symlink("/etc/passwd", "\(folder.path)/link.vcf")
    let tree = try InputTree.open(paths: [folder.path + "/"])
    #expect(tree.files.map(\.name) == ["a.ics", "b/x.vcf", "b/Ünï.vcf"])
    #expect(tree.files.map(\.origin).allSatisfy { $0 == .folder(root: folder.path) })
    #expect(tree.findings.map(\.code) == [.specialEntry])
    #expect(try tree.files[2].load() == card)
  }

  @Test("Zip and tgz give the same members", arguments: [false, true])
  func archives(tgz: Bool) throws {
    let folder = try TemporaryFolder()
    let bytes = try SampleArchives.written(
      [
        ("Takeout/Kontakte/Alle Kontakte.vcf", card), ("Takeout/Kalender/Büro.ics", calendar),
        ("Takeout/Kontakte/Joe.jpg", SampleArchives.photo),
        ("Takeout/film.mp4", [UInt8](repeating: 1, count: 5000)), ("Takeout/empty.vcf", []),
        ("Takeout/Kontakte/Ключ.vcf", card),
      ], tgz: tgz)
    let path = try folder.write("export.bin", bytes)
    let tree = try InputTree.open(paths: [path])
    #expect(
      tree.files.map(\.name) == [
        "Takeout/Kalender/Büro.ics", "Takeout/Kontakte/Alle Kontakte.vcf",
        "Takeout/Kontakte/Joe.jpg", "Takeout/Kontakte/Ключ.vcf",
      ])
    #expect(tree.files[1].path == "\(path): Takeout/Kontakte/Alle Kontakte.vcf")
    #expect(try tree.files[1].load() == card)
    #expect(tree.isWhole)
    #expect(tree.findings.isEmpty)
  }

  @Test("A zip with data descriptors is read, from disk and from standard input")
  func descriptors() throws {
    let folder = try TemporaryFolder()
    let bytes = SampleArchives.zip([("a.vcf", card), ("b.ics", calendar)], descriptors: true)
    let path = try folder.write("z", bytes)
    #expect(try InputTree.open(paths: [path]).files.map(\.name) == ["a.vcf", "b.ics"])
    let piped = try InputTree.open(paths: ["-"], standardInput: bytes)
    #expect(piped.files.map(\.path) == ["standard input: a.vcf", "standard input: b.ics"])
  }

  @Test(
    "Names that lead out of an archive are refused and the rest is read",
    arguments: [
      "../x.vcf", "a/../../x.vcf", "/etc/x.vcf", "..\\x.vcf", "C:\\x.vcf", "\\\\server\\x.vcf",
    ])
  func unsafeNames(name: String) throws {
    let bytes = SampleArchives.zip([(name, card), ("good.vcf", card)])
    let tree = try InputTree.open(paths: ["-"], standardInput: bytes)
    #expect(tree.files.map(\.name) == ["good.vcf"])
    #expect(tree.findings.map(\.code) == [.unsafeName])
    #expect(!tree.isWhole)
    #expect(!tree.isDamaged)
    // libarchive turns backslashes around, so the path shown may differ from the name given.
    let error = #expect(throws: InputError.self) {
      try InputTree.open(
        paths: ["-"], standardInput: SampleArchives.zip([(name, card)]))
    }
    #expect(error?.code == .damagedArchive)
    #expect(error?.detail.contains("leads out") == true)
  }

  @Test("Dots inside a name are no way out")
  func innocentDots() throws {
    let bytes = SampleArchives.zip([("a..b/c...vcf", card)])
    #expect(try InputTree.open(paths: ["-"], standardInput: bytes).files.count == 1)
  }

  @Test("A bomb stops the reading and keeps what came before", arguments: [false, true])
  func bomb(tgz: Bool) throws {
    let zeros = Array("[".utf8) + [UInt8](repeating: 0x20, count: 3 << 20)
    let bytes = try SampleArchives.written(
      [("a.vcf", card), ("b.json", zeros), ("c.vcf", card)], tgz: tgz)
    let limits = InputLimits(ratioFloor: 1 << 20)
    let tree = try InputTree.open(paths: ["-"], limits: limits, standardInput: bytes)
    #expect(tree.files.map(\.name) == ["a.vcf"])
    #expect(tree.findings.map(\.code) == [.bomb])
    #expect(tree.isDamaged)
    #expect(try InputTree.open(paths: ["-"], standardInput: bytes).files.count == 3)
  }

  @Test("A bomb in a file nobody wants stops a tgz too")
  func unwantedBomb() throws {
    let bytes = try SampleArchives.written(
      [("a.vcf", card), ("b.bin", [UInt8](repeating: 1, count: 3 << 20))], tgz: true)
    let limits = InputLimits(unpackedBytes: 1 << 20)
    let tree = try InputTree.open(paths: ["-"], limits: limits, standardInput: bytes)
    #expect(tree.files.map(\.name) == ["a.vcf"])
    #expect(tree.findings.map(\.code) == [.bomb])
  }

  @Test("Limits hold over all archives of a call, for members and for entries")
  func limits() throws {
    let folder = try TemporaryFolder()
    let zip = SampleArchives.zip([("a.vcf", card), ("b.vcf", card)])
    let one = try folder.write("1.zip", zip)
    let two = try folder.write("2.zip", zip)
    let total = try InputTree.open(
      paths: [one, two], limits: .init(unpackedBytes: card.count * 3))
    #expect(total.files.count == 3)
    #expect(total.findings.map(\.code) == [.bomb])
    let long = SampleArchives.zip([("a.vcf", card + card), ("b.vcf", card)])
    let member = try InputTree.open(
      paths: ["-"], limits: .init(memberBytes: card.count), standardInput: long)
    #expect(member.files.map(\.name) == ["b.vcf"])
    #expect(member.findings.map(\.code) == [.tooLarge])
    #expect(member.isDamaged)
    let entries = try InputTree.open(
      paths: ["-"], limits: .init(entries: 1), standardInput: zip)
    #expect(entries.files.map(\.name) == ["a.vcf"])
    #expect(entries.findings.map(\.code) == [.tooManyEntries])
  }

  @Test("A truncated archive gives the whole members before the damage, and says so")
  func truncated() throws {
    let bytes = SampleArchives.zip([("a.vcf", card), ("b.vcf", card), ("c.vcf", card)])
    for count in 1..<bytes.count {
      let cut = Array(bytes.prefix(count))
      do {
        let tree = try InputTree.open(paths: ["-"], standardInput: cut)
        // Fewer than four bytes are no archive yet but a file of its own.
        guard count >= 4 else { continue }
        #expect(tree.isDamaged, "cut at \(count)")
        #expect(tree.findings.contains { $0.code == .damagedArchive && $0.severity == .error })
        for file in tree.files { #expect(try file.load() == card, "cut at \(count)") }
      } catch let error {
        #expect(error.code == .damagedArchive, "cut at \(count)")
      }
    }
    let late = try InputTree.open(paths: ["-"], standardInput: Array(bytes.dropLast(30)))
    #expect(late.files.count == 3)
  }

  @Test("A truncated tgz says so")
  func truncatedTgz() throws {
    var members: [(name: String, bytes: [UInt8])] = []
    var seed: UInt64 = 7
    for number in 0..<8 {
      // Noise, so that gzip cannot hold it all back for its last block.
      let noise = (0..<20_000).map { _ in
        seed = seed &* 6_364_136_223_846_793_005 &+ 1
        return 0x41 + UInt8(seed >> 40 & 0xF)
      }
      members.append(("\(number).vcf", card + noise))
    }
    let bytes = try SampleArchives.written(members, tgz: true)
    let tree = try InputTree.open(paths: ["-"], standardInput: Array(bytes.prefix(bytes.count / 2)))
    #expect(tree.isDamaged)
    #expect((1..<8).contains(tree.files.count))
    for (file, member) in zip(tree.files, members) { #expect(try file.load() == member.bytes) }
  }

  @Test("A member with a wrong checksum is left out and the others are read")
  func corruptMember() throws {
    var bytes = SampleArchives.zip([("a.vcf", card), ("b.vcf", card)])
    let position = 30 + "a.vcf".utf8.count + 20
    bytes[position] ^= 0x01
    let tree = try InputTree.open(paths: ["-"], standardInput: bytes)
    #expect(tree.files.map(\.name) == ["b.vcf"])
    #expect(tree.findings.map(\.code) == [.damagedMember])
    #expect(tree.isDamaged)
  }

  @Test("Bytes changed anywhere never crash the reading and never pass for whole content")
  func mutations() throws {
    let bytes = try SampleArchives.written([("a.vcf", card), ("b.ics", calendar)], tgz: false)
    var seed: UInt64 = 42
    for _ in 0..<500 {
      var mutant = bytes
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      mutant[Int(seed >> 33) % mutant.count] ^= UInt8(truncatingIfNeeded: seed >> 20) | 1
      guard let tree = try? InputTree.open(paths: ["-"], standardInput: mutant) else { continue }
      for file in tree.files where file.content == .vCard {
        #expect(try file.load() == card)
      }
    }
  }

  @Test("Encrypted members and archives inside archives are not opened")
  func closedMembers() throws {
    let inner = SampleArchives.zip([("x.vcf", card)])
    let nested = try InputTree.open(
      paths: ["-"], standardInput: SampleArchives.zip([("i.zip", inner), ("a.vcf", card)]))
    #expect(nested.files.map(\.name) == ["a.vcf"])
    #expect(nested.findings.map(\.code) == [.nestedArchive])
    #expect(nested.isWhole)
    #expect(throws: InputError(.damagedArchive, path: "standard input: a.vcf")) {
      try InputTree.open(
        paths: ["-"], standardInput: SampleArchives.zip([("a.vcf", card)], encrypted: true))
    }
  }

  @Test("Gzip that holds no tar is refused")
  func plainGzip() throws {
    let bytes: [UInt8] = [
      0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B, 4, 0, 0x43, 0xBE, 0xB7, 0xE8, 1, 0, 0, 0,
    ]
    #expect(throws: InputError(.damagedArchive, path: "standard input")) {
      try InputTree.open(paths: ["-"], standardInput: bytes)
    }
  }

  @Test("Missing, empty, unreadable and useless inputs are told apart")
  func refusals() throws {
    let folder = try TemporaryFolder()
    let empty = try folder.write("empty.vcf", [])
    let photos = folder.path + "/photos"
    _ = try folder.write("photos/1.jpg", SampleArchives.photo)
    _ = try folder.write("photos/2.jpg", SampleArchives.photo)
    func code(_ path: String, standardInput: [UInt8]? = nil) -> InputError.Code? {
      do {
        _ = try InputTree.open(paths: [path], standardInput: standardInput)
        return nil
      } catch let error {
        #expect(!error.detail.isEmpty && !error.fix.isEmpty)
        return error.code
      }
    }
    #expect(code(folder.path + "/nope") == .missing)
    #expect(code(empty) == .empty)
    #expect(code("-", standardInput: []) == .empty)
    #expect(code(photos) == .nothingToRead)
    #expect(code("/dev/null") == .notAFile)
    if geteuid() != 0 {
      let closed = try folder.write("closed.vcf", card)
      chmod(closed, 0)
      #expect(code(closed) == .unreadable)
    }
    mkdir(folder.path + "/none", 0o755)
    #expect(code(folder.path + "/none") == .nothingToRead)
    #expect(
      try InputTree.open(paths: [folder.path + "/none"], allowingNothing: true).files.isEmpty)
  }

  @Test("A file above the limit is refused by name, and left out of a folder")
  func tooLarge() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("f/a.vcf", card + card)
    _ = try folder.write("f/b.vcf", card)
    let limits = InputLimits(fileBytes: card.count)
    #expect(throws: InputError(.tooLarge, path: path)) {
      try InputTree.open(paths: [path], limits: limits)
    }
    #expect(throws: InputError(.tooLarge, path: "standard input")) {
      try FileBytes.stream(open(path, O_RDONLY), shown: "standard input", limit: card.count)
    }
    let tree = try InputTree.open(paths: [folder.path + "/f"], limits: limits)
    #expect(tree.files.map(\.name) == ["b.vcf"])
    #expect(tree.findings.map(\.code) == [.tooLarge])
  }

  @Test("Parts of a Takeout are joined, gaps in their numbers are found")
  func parts() throws {
    let folder = try TemporaryFolder()
    let zip = { (name: String) in SampleArchives.zip([("Takeout/\(name).vcf", self.card)]) }
    let film = SampleArchives.zip([("Takeout/film.mp4", [UInt8](repeating: 1, count: 99))])
    let third = try folder.write("takeout-20260318T202441Z-3-003.zip", zip("c"))
    let first = try folder.write("takeout-20260318T202441Z-3-001.zip", zip("a"))
    let fifth = try folder.write("takeout-20260318T202441Z-3-005.zip", film)
    let tree = try InputTree.open(paths: [third, first, fifth])
    #expect(tree.files.map(\.name) == ["Takeout/a.vcf", "Takeout/c.vcf"])
    #expect(tree.files.map(\.part) == [1, 3])
    #expect(tree.missingParts == [2, 4])
    #expect(tree.takeoutStamp == "2026-03-18T20:24:41Z")
    #expect(tree.findings.map(\.code) == [.missingParts])
    #expect(!tree.isWhole)
    #expect(tree.filesInArgumentOrder.map(\.part) == [3, 1])
    // The same parts found in one folder.
    let all = try InputTree.open(paths: [folder.path])
    #expect(all.files.map(\.part) == [1, 3])
    #expect(all.missingParts == [2, 4])
  }

  @Test func `Files of one folder lie in one folder of the export, whatever part they came in`()
    throws
  {
    let folder = try TemporaryFolder()
    let stamp = "20201024T122319Z"
    let card = SampleArchives.zip([("Takeout/C/A.vcf", SampleArchives.card)])
    let photo = SampleArchives.zip([("Takeout/C/A.jpg", SampleArchives.photo)])
    func places(_ paths: [String]) throws -> Set<String> {
      Set(try InputTree.open(paths: paths).files.map(\.placeInExport))
    }
    let own = "2020-10-24T12:23:19Z-3: Takeout/C/"
    let both = [own + "A.vcf", own + "A.jpg"]
    let one = try folder.write("d/takeout-\(stamp)-3-001.zip", card)
    let two = try folder.write("d/takeout-\(stamp)-3-002.zip", photo)
    #expect(try places([one, two]) == Set(both))
    #expect(try places([folder.path + "/d"]) == Set(both))
    _ = try folder.write("e/takeout-\(stamp)-3-001/Takeout/C/A.vcf", SampleArchives.card)
    _ = try folder.write("e/takeout-\(stamp)-3-002/Takeout/C/A.jpg", SampleArchives.photo)
    #expect(try places([folder.path + "/e"]) == Set(both))
    #expect(try places([folder.path + "/e/takeout-\(stamp)-3-001"]) == [own + "A.vcf"])
    // Another export, and an archive whose name says nothing.
    let other = try folder.write("takeout-\(stamp)-4-001.zip", card)
    #expect(try places([other]) == ["2020-10-24T12:23:19Z-4: Takeout/C/A.vcf"])
    let plain = try folder.write("plain.zip", card)
    #expect(try places([plain]) == ["\(plain): Takeout/C/A.vcf"])
  }

  @Test("A second copy of a part is not read; parts of two exports are reported")
  func repeatedParts() throws {
    let folder = try TemporaryFolder()
    let zip = SampleArchives.zip([("Takeout/a.vcf", card)])
    let one = try folder.write("takeout-20201024T122319Z-001.zip", zip)
    let copy = try folder.write("takeout-20201024T122319Z-001 (1).zip", zip)
    let tree = try InputTree.open(paths: [one, copy, one])
    #expect(tree.files.count == 1)
    #expect(tree.findings.map(\.code) == [.repeatedPart, .repeatedPath])
    #expect(tree.isWhole)
    let other = try folder.write("takeout-20211024T122319Z-001.zip", zip)
    let two = try InputTree.open(paths: [other, one])
    #expect(two.findings.map(\.code) == [.severalExports])
    #expect(two.takeoutStamp == "2020-10-24T12:23:19Z")
    #expect(two.takeouts.count == 2)
  }

  @Test(
    "Names of Takeout parts are understood",
    arguments: [
      ("takeout-20201024T122319Z-001.zip", "2020-10-24T12:23:19Z", nil, 1),
      ("takeout-20260318T202441Z-3-002.tgz", "2026-03-18T20:24:41Z", 3, 2),
      ("takeout-20260318T202441Z-12-117 (2).zip", "2026-03-18T20:24:41Z", 12, 117),
      ("takeout-20201024T122319Z-001", "2020-10-24T12:23:19Z", nil, 1),
    ] as [(String, String, Int?, Int)])
  func partNames(name: String, stamp: String, export: Int?, part: Int) throws {
    let read = try #require(TakeoutPart(name: name))
    #expect(read.stamp == stamp)
    #expect(read.export == export)
    #expect(read.part == part)
  }

  @Test(
    "Other names are not taken for Takeout parts",
    arguments: [
      "takeout.zip", "takeout-20201024T122319Z.zip", "takeout-2020102XT122319Z-001.zip",
      "takeout-20201024T122319Z-.zip", "takeout-20201024T122319Z-1-2-3.zip", "",
      "takeout-20201024T122319Z-99999999999999999999999.zip",
    ])
  func otherNames(name: String) {
    #expect(TakeoutPart(name: name) == nil)
  }

  @Test("The caller decides what is wanted")
  func predicate() throws {
    let bytes = SampleArchives.zip([("a.vcf", card), ("b.ics", calendar)])
    let tree = try InputTree.open(paths: ["-"], standardInput: bytes) { name, first, size in
      #expect(size == (name == "a.vcf" ? card.count : calendar.count))
      return InputContent.detect(first) == .iCalendar
    }
    #expect(tree.files.map(\.name) == ["b.ics"])
  }

  @Test("Control characters in names do not reach the terminal")
  func controlCharacters() throws {
    let bytes = SampleArchives.zip([("a\u{1B}[31m.vcf", card)])
    let tree = try InputTree.open(paths: ["-"], standardInput: bytes)
    #expect(tree.files.first?.path == "standard input: a\u{FFFD}[31m.vcf")
  }
}
