import Foundation
import TestSupport
import Testing

/// `samples/demo`, the first thing a new user runs.
@Suite("The demo", .enabled(if: Prerequisite.isBuilt)) struct DemoTests {
  private static let samples = Program.packageFolder.appendingPathComponent("samples").path

  @Test("Runs the main job to an empty plan, as demo.txt shows it")
  func runsToAnEmptyPlan() throws {
    let outcome = try demo()
    #expect(outcome.stderr == "")
    #expect(outcome.status == 0)
    let lines = outcome.stdout.split(separator: "\n").map(String.init)
    #expect(lines.last == "# Done: the bridge is up.")
    let expected = try String(contentsOfFile: "\(Self.samples)/demo.txt", encoding: .utf8)
    expectSameLines(
      outcome.stdout, expected,
      "Where the change is meant: samples/demo > samples/demo.txt")
  }

  @Test("Fails loudly where a command does not do what it says")
  func failsLoudly() throws {
    let folder = try TemporaryFolder()
    let broken = try folder.write("drawbridge", "#!/bin/sh\nexit 0\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: broken)
    let outcome = try demo(binary: broken)
    #expect(outcome.status == 1)
    #expect(outcome.stderr.contains("The demo failed"))
  }

  @Test("Leaves nothing behind")
  func leavesNothing() throws {
    let folder = try TemporaryFolder()
    _ = try demo(temporary: folder.path)
    #expect(try folder.contents().isEmpty)
  }

  @Test("The zips of the samples hold what their folders hold", arguments: 1...3)
  func zipsAreFresh(_ round: Int) throws {
    let place = "\(Self.samples)/round\(round)"
    let zips = try FileManager.default.contentsOfDirectory(atPath: place)
      .filter { $0.hasSuffix(".zip") }
    let zip = try #require(zips.first)
    #expect(zips.count == 1)
    let packed = try drawbridge(["convert", "\(place)/\(zip)"])
    let loose = try drawbridge(["convert", "\(place)/takeout"])
    #expect(packed.status == 0)
    #expect(!packed.output.isEmpty)
    #expect(packed.output == loose.output, "samples/make-zips packs them again")
  }

  private func demo(binary: String? = nil, temporary: String? = nil) throws -> Program.Outcome {
    guard let binary = binary ?? Program.drawbridge else { throw Program.NotBuilt() }
    var environment: [String: String?] = ["DRAWBRIDGE_BINARY": binary]
    if let temporary { environment["TMPDIR"] = temporary }
    return try Program.run(
      "/usr/bin/env", ["timeout", "-s", "KILL", "120", "bash", "\(Self.samples)/demo"],
      environment: environment)
  }
}

/// Compares texts line by line, and shows the first difference with what stands around it.
func expectSameLines(_ found: String, _ expected: String, _ advice: String) {
  let found = lines(withoutPlanIDs(found))
  let expected = lines(withoutPlanIDs(expected))
  guard found != expected else { return }
  let shared = zip(found, expected).prefix { $0 == $1 }.count
  func line(_ lines: [String], _ index: Int) -> String {
    index < lines.count ? lines[index] : "(the end)"
  }
  let before = expected[max(0, shared - 3)..<shared].map { "    \($0)\n" }.joined()
  Issue.record(
    """
    Line \(shared + 1) differs.
    \(before)  - \(line(expected, shared))
      + \(line(found, shared))
    \(advice)
    """)
}

/// The id of a plan is a digest of all that is in it; the lines themselves say what changed.
private func withoutPlanIDs(_ text: String) -> String {
  text.replacing(/plan [0-9a-f]{16}\b/, with: "plan …")
}

private func lines(_ text: String) -> [String] {
  text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
}
