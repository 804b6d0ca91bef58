import Foundation
import TestSupport
import Testing

/// Law 8: a command is killed, or its disk fails, at any change of a file; run again, it ends where
/// an uninterrupted run ends.
@Suite(.enabled(if: SystemCalls.canTrace))
struct InterruptionTests {
  @Test("Killed at any write, every writing command ends where it would have ended")
  func killed() async throws {
    try await interrupt(.kill, points: 60)
  }

  @Test("After a disk that was full at any write, the command run again ends the same")
  func fullDisk() async throws {
    try await interrupt(.full, points: 20)
  }

  @Test("After an I/O error at any write, the command run again ends the same")
  func brokenDisk() async throws {
    try await interrupt(.broken, points: 20)
  }

  private struct Point: Sendable {
    var stage: Stage
    var number: Int
  }

  /// Interferes at so many points of all commands, or at every one in a full run.
  private func interrupt(_ interference: SystemCalls.Interference, points: Int) async throws {
    let stages = try Stage.all()
    var all: [Point] = []
    for stage in stages {
      for number in stride(from: 1, through: stage.changes, by: 1) {
        all.append(Point(stage: stage, number: number))
      }
    }
    let total = all.count
    if !Run.isFull {
      var random = SeededRandom(seed: Run.seed)
      all = Array(random.shuffled(all).prefix(points))
    }
    let wrong = try await concurrently(all) { point in
      try point.stage.trial(interference, at: point.number)
    }
    print("\(interference.rawValue): \(all.count) of \(total) points")
    for text in wrong.compactMap(\.self).prefix(10) { Issue.record("\(text)") }
  }
}

/// A command, the workspace before it, and what an uninterrupted run makes of it.
private struct Stage: Sendable {
  var name: String
  let inputs: Inputs
  /// Holds the workspace `w` as it is before the command.
  var before: TemporaryFolder
  var arguments: [String]
  /// How many changes of files the command asks for.
  var changes: Int
  /// The exit codes of the command run once, and run once more.
  var statuses: Set<Int>
  var after: [String: [UInt8]]

  private static let now = ["--now", "2026-11-23T09:00:00Z"]

  /// Every command that writes, one after the other.
  static func all() throws -> [Stage] {
    let inputs = try Inputs()
    var folder = try TemporaryFolder()
    let made = try drawbridge("init", folder.path + "/w", "--id", "sample")
    try #require(made.status == 0, "\(made.stderr)")
    let commands: [(String, [String])] = [
      ("import opencrm", ["import"] + inputs.openCRM + ["--from", "opencrm", "--complete"]),
      (
        "import google",
        ["import", inputs.takeout, "--from", "google:first", "--complete"]
      ),
      ("resolve", ["resolve", "--all", "--take", "google:first"]),
      ("export", ["export"]),
      (
        "import again",
        ["import"] + inputs.laterOpenCRM + ["--from", "opencrm", "--complete"]
      ),
      ("export again", ["export"]),
      ("undo export", ["undo", "6"]),
      ("undo import", ["undo", "5"]),
      ("forget", ["forget", "Zoë Müller"]),
    ]
    var stages: [Stage] = []
    for (name, arguments) in commands {
      let next = try copy(folder)
      let counted = try SystemCalls.run(
        arguments + now + ["-C", next.path + "/w"], .count, at: 0)
      #expect(counted.status == 0, "\(name): \(counted.errors)")
      let after = try state(next)
      let twice = try copy(next)
      let again = try drawbridge(arguments + now + ["-C", twice.path + "/w"])
      #expect(try state(twice) == after, "\(name) run twice")
      stages.append(
        Stage(
          name: name, inputs: inputs, before: folder, arguments: arguments,
          changes: counted.changes,
          statuses: [counted.status, again.status], after: after))
      folder = next
    }
    return stages
  }

  /// What is wrong after an interrupted run and another one; nil if nothing is.
  func trial(_ interference: SystemCalls.Interference, at number: Int) throws -> String? {
    let place = "\(name), \(interference.rawValue) at change \(number) of \(changes)"
    let folder = try Self.copy(before)
    let command = arguments + Self.now + ["-C", folder.path + "/w"]
    let first = try SystemCalls.run(command, interference, at: number)
    switch interference {
    case .count: break
    case .kill:
      // A run may need fewer changes than the counted one, but for an answer it ends killed.
      if first.status != 137, first.status != 0 { return "\(place): ended with \(first.status)" }
    case .full, .broken:
      if ![0, 2, 4].contains(first.status) {
        return "\(place): ended with \(first.status): \(first.errors)"
      }
      let isDone = try Self.state(folder) == after
      if first.status == 0, !isDone { return "\(place): said 0 and had not done it" }
      if !isDone, first.errors.contains("Wrote ") {
        return "\(place): said it had written what it had not: \(first.errors)"
      }
      if interference == .full, first.status == 2 {
        return "\(place): a full disk ended with 2: \(first.errors)"
      }
    }
    // What only reads works at once.
    let reading = try drawbridge(["plan"] + Self.now + ["-C", folder.path + "/w"])
    if ![0, 1].contains(reading.status) {
      return "\(place): plan ended with \(reading.status): \(reading.stderr)"
    }
    let second = try drawbridge(command)
    if !statuses.contains(second.status) {
      return "\(place): run again it ended with \(second.status): \(second.stderr)"
    }
    let end = try Self.state(folder)
    guard end != after else { return nil }
    let names = Set(end.keys).union(after.keys).filter { end[$0] != after[$0] }.sorted()
    let example = names.first.map { name in
      "\n\(name) is:\n\(Self.text(end[name]))\nand should be:\n\(Self.text(after[name]))"
    }
    return "\(place): \(names) differ\(example ?? "")"
  }

  private static func text(_ bytes: [UInt8]?) -> String {
    bytes.map { String(String(decoding: $0, as: UTF8.self).prefix(2_000)) } ?? "(not there)"
  }

  private static func copy(_ folder: TemporaryFolder) throws -> TemporaryFolder {
    let copy = try TemporaryFolder()
    let outcome = try Program.run(
      "/usr/bin/env", ["cp", "-a", folder.path + "/w", copy.path + "/w"])
    try #require(outcome.status == 0, "\(outcome.stderr)")
    return copy
  }

  /// Every file but the database and the lock, and what the database says: the plan and the records
  /// behind it. The number of operations is no part of it.
  private static func state(_ folder: TemporaryFolder) throws -> [String: [UInt8]] {
    var state = try folder.contents().filter {
      // The last two hold numbers of operations.
      !$0.key.hasPrefix("w/.drawbridge/ledger.sqlite")
        && !["lock", "files", "imports"].map { "w/.drawbridge/\($0)" }.contains($0.key)
    }
    for (path, bytes) in state where path == "w/out/README.txt" {
      state[path] = Self.withoutPlanID(bytes)
    }
    let plan = try drawbridge(["plan", "--json"] + now + ["-C", folder.path + "/w"])
    state["(plan)"] = Self.withoutPlanID(plan.output)
    let status = try drawbridge(["status"] + now + ["-C", folder.path + "/w"])
    state["(status)"] = Self.withoutPlanID(status.output)
    return state
  }

  /// A plan's id counts the operations before it.
  private static func withoutPlanID(_ bytes: [UInt8]) -> [UInt8] {
    Array(
      String(decoding: bytes, as: UTF8.self)
        .replacing(#/[0-9a-f]{16}/#.ignoresCase(), with: "…").utf8)
  }
}

/// Two sides that differ, and one of them later.
private struct Inputs: Sendable {
  let folder: TemporaryFolder
  let openCRM: [String]
  let laterOpenCRM: [String]
  let takeout: String

  init() throws {
    folder = try TemporaryFolder()
    let head = "crmid,firstname,lastname,email,mobile,title"
    let joe = "1001,Joe,Bloggs,joe@acme.co,+44 7700 900123,Buyer"
    let others = [
      "1002,Mary,Jones,mary@example.com,,Director", "1003,Zoë,Müller,zoe@example.org,,",
    ]
    let activities = """
      crmid,activitytype,subject,date_start,time_start,due_date,time_end,taskstatus\r
      2001,Meeting,Quarterly review,2026-12-01,09:00:00,2026-12-01,10:00:00,\r
      2002,Task,Chase invoice,,,2026-12-04,,Not Started\r

      """
    func table(_ rows: [String]) -> String {
      ([head] + rows).map { $0 + "\r\n" }.joined()
    }
    openCRM = [
      try folder.write("1/contacts.csv", table([joe] + others)),
      try folder.write("1/activities.csv", activities),
    ]
    laterOpenCRM = [
      try folder.write(
        "2/contacts.csv",
        table(
          [joe.replacing("900123", with: "900999")] + others + ["1004,New,Body,new@a.example,,"])),
      try folder.write("2/activities.csv", activities.replacing("Chase", with: "Pay")),
    ]
    let cards = ["Joe;Bloggs;joe@acme.co;Head of buying", "Siân;Google;sian@example.com;"].map {
      let parts = $0.split(separator: ";", omittingEmptySubsequences: false)
      return """
        BEGIN:VCARD\r
        VERSION:3.0\r
        FN:\(parts[0]) \(parts[1])\r
        N:\(parts[1]);\(parts[0]);;;\r
        EMAIL;TYPE=INTERNET:\(parts[2])\r
        TITLE:\(parts[3])\r
        CATEGORIES:myContacts\r
        END:VCARD\r

        """
    }
    try folder.write("Takeout/Contacts/All Contacts/All Contacts.vcf", cards.joined())
    takeout = folder.path + "/Takeout"
  }
}
