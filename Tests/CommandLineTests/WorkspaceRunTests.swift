import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Prerequisite.isBuilt))
struct WorkspaceRunTests {
  @Test("Commands that only report leave every byte of the workspace as it was")
  func readersLeaveNoTrace() throws {
    let workspace = try SampleWorkspace()
    try workspace.importBoth()
    let before = try workspace.folder.contents()
    let plan = try workspace.run("plan")
    #expect(plan.status == 1, "\(plan.stderr)")
    #expect(try workspace.run("plan", "--json").status == 1)
    #expect(try workspace.run("status").status == 1)
    #expect(try workspace.run("log").status == 0)
    #expect(try workspace.run("settings").status == 0)
    #expect(try workspace.run("show", "Joe Bloggs").status == 0)
    #expect(try workspace.run("show", "Nobody").status == 2)
    #expect(try workspace.folder.contents() == before)
    let side = "\(workspace.folder.path)/side"
    for form in ["vcf", "ics", "csv", "vdir"] {
      let run = try workspace.run("export", "--side", "opencrm", "--as", form, "-o", side)
      #expect(run.status == 0, "\(form): \(run.stderr)")
    }
    #expect(
      try workspace.contents()
        == before.filter { $0.key.hasPrefix("w/") && !$0.key.hasSuffix("/lock") })
  }

  @Test("A refused or impossible command leaves every byte of the workspace as it was")
  func failuresLeaveNoTrace() throws {
    let workspace = try SampleWorkspace()
    try workspace.importBoth()
    let before = try workspace.contents()
    let photo = try workspace.folder.write("photo.jpg", [0xFF, 0xD8, 0xFF, 0xE0])
    for arguments in [
      ["import", photo, "--from", "opencrm"], ["import", photo, "--from", "google:nobody"],
      ["import", photo, "--from", "somewhere"],
      ["import", "\(workspace.path)/none", "--from", "opencrm"],
      ["resolve", "Nobody", "--take", "opencrm"], ["export", "--plan", photo],
      ["export", "--to", "google:nobody"],
    ] {
      let run = try drawbridge(arguments + SampleWorkspace.now + ["-C", workspace.path])
      #expect(run.status == 2, "\(arguments): \(run.stderr)")
      #expect(!run.errors.isEmpty)
    }
    #expect(try workspace.contents() == before)
  }

  @Test("A disk that fills up while bundles are written gives no plan as sent")
  func unwritableBundles() throws {
    let workspace = try SampleWorkspace()
    try workspace.importBoth()
    let before = try workspace.contents()
    let run = try workspace.run("export", "-o", "/proc/out")
    #expect(run.status == 2, "\(run.stderr)")
    #expect(run.stderr.contains("/proc/out"))
    #expect(try workspace.contents() == before)
  }

  @Test("The plan in JSON has the members that scripts rely on")
  func planMembers() throws {
    let workspace = try SampleWorkspace()
    try workspace.importBoth()
    let run = try workspace.run("plan", "--json")
    let rows = try objects(run.stdout)
    let plan = try #require(rows.first)
    #expect(rows.count == 1)
    #expect(plan["format"] as? String == "drawbridge-plan")
    #expect(plan["version"] as? Int == 1)
    for member in [
      "id", "made", "snapshots", "steps", "conflicts", "questions", "divergences", "refused",
      "counts",
    ] {
      #expect(plan[member] != nil, "no member \(member)")
    }
    let steps = try #require(plan["steps"] as? [[String: Any]])
    #expect(!steps.isEmpty)
    for step in steps {
      for member in [
        "id", "side", "kind", "action", "uid", "name", "changes", "reason", "rule", "needs", "by",
      ] {
        #expect(step[member] != nil, "no member \(member) in a step")
      }
    }
    let counts = try #require(plan["counts"] as? [String: Int])
    #expect(
      Set(counts.keys).isSuperset(of: [
        "create", "update", "delete", "conflicts", "questions", "divergences",
      ]))
    #expect(counts["create"] == steps.filter { $0["action"] as? String == "create" }.count)
    let snapshots = try #require(plan["snapshots"] as? [[String: Any]])
    for member in ["side", "kind", "time", "complete", "digest"] {
      #expect(snapshots.allSatisfy { $0[member] != nil }, "no member \(member) in a snapshot")
    }
  }

  @Test("The same inputs, clock and id give the same bytes whatever the machine is set to")
  func sameBytes() async throws {
    let settings: [[String: String?]] = [
      ["LANG": "C", "TZ": "UTC", "SWIFT_DETERMINISTIC_HASHING": "1"],
      [
        "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati",
        "SWIFT_DETERMINISTIC_HASHING": nil,
      ],
      ["LANG": nil, "TZ": "America/St_Johns", "SWIFT_DETERMINISTIC_HASHING": nil],
      ["LANG": "de_DE.UTF-8", "TZ": nil, "SWIFT_DETERMINISTIC_HASHING": nil, "NO_COLOR": "1"],
    ]
    let results = try await concurrently(settings) { environment in
      let workspace = try SampleWorkspace(environment: environment)
      try workspace.importBoth()
      var results = [try workspace.run("plan", "--json").output]
      results.append(try workspace.run("plan").output)
      results.append(try workspace.run("status").output)
      let export = try workspace.run("export")
      #expect(export.status == 0, "\(export.stderr)")
      results.append(try workspace.run("log").output)
      return (results, try workspace.contents())
    }
    let first = try #require(results.first)
    #expect(!first.1.filter { $0.key.hasPrefix("w/out/") }.isEmpty)
    for (index, result) in results.enumerated().dropFirst() {
      for place in result.0.indices {
        #expect(
          Self.anonymous(result.0[place]) == Self.anonymous(first.0[place]),
          "output \(place) with \(settings[index])")
      }
      #expect(Set(result.1.keys) == Set(first.1.keys), "files with \(settings[index])")
      for (path, bytes) in first.1 where result.1[path] != bytes {
        Issue.record("\(path) differs with \(settings[index])")
      }
    }
    print("cases used (same bytes): \(settings.count) environments, \(first.1.count) files")
  }

  /// Output without the random name of the test's folder.
  private static func anonymous(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self)
      .replacing(#/drawbridge-test-[0-9A-F-]+/#, with: "drawbridge-test")
  }

  @Test(
    "Merging, comparing and converting give the same bytes whatever the machine is set to",
    .enabled(if: Prerequisite.generator != nil))
  func samePlumbing() throws {
    let generator = try #require(Prerequisite.generator)
    let folder = try TemporaryFolder()
    try python(TripleTests.generate, [generator, folder.path, "7", "7"])
    var first: [String: [UInt8]] = [:]
    let environments: [[String: String?]] = [
      ["LANG": "C", "TZ": "UTC", "SWIFT_DETERMINISTIC_HASHING": "1"],
      ["LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Tokyo"],
      ["LANG": nil, "TZ": "America/St_Johns", "SWIFT_DETERMINISTIC_HASHING": nil],
    ]
    for environment in environments {
      for kind in ["contacts", "events", "todos"] {
        let sides = ["base", "left", "right"].map { "\(folder.path)/7/\(kind)/\($0)" }
        for arguments in [
          ["merge"] + sides, ["merge"] + sides + ["--json"], ["diff", sides[1], sides[2]],
          ["convert", sides[1]], ["check", sides[1], "--json"],
        ] {
          let run = try drawbridge(arguments, environment: environment)
          #expect([0, 1].contains(run.status))
          let key = arguments.joined(separator: " ")
          #expect(first[key, default: run.output] == run.output, "\(key) with \(environment)")
          first[key] = run.output
        }
      }
    }
  }
}
