import Foundation
import TestSupport
import Testing

/// The generated triples of versions, each with a sheet that says what a merge must answer.
struct TripleTests {
  /// 100 seeds; `DRAWBRIDGE_SEEDS` makes it fewer while something is being worked on.
  static let seeds =
    ProcessInfo.processInfo.environment["DRAWBRIDGE_SEEDS"].flatMap(Int.init) ?? 100

  static let generate = """
    import importlib.util, sys
    spec = importlib.util.spec_from_file_location("gen_pim", sys.argv[1])
    gen_pim = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(gen_pim)
    for seed in range(int(sys.argv[3]), int(sys.argv[4]) + 1):
        for kind in ("contacts", "events", "todos"):
            gen_pim.main(["triple", "--out", f"{sys.argv[2]}/{seed}/{kind}", "--kind", kind,
                          "--count", "200", "--seed", str(seed)])
    """

  @Test(
    "Every line of every answer sheet is answered, and copied records keep their bytes",
    .enabled(if: Prerequisite.generator != nil))
  func answerSheets() async throws {
    let generator = try #require(Prerequisite.generator)
    let start = ContinuousClock.now
    let first = Array(stride(from: 1, through: Self.seeds, by: 5))
    let tallies = try await concurrently(first) { seed in
      let folder = try TemporaryFolder()
      let last = min(seed + 4, Self.seeds)
      try python(Self.generate, [generator, folder.path, String(seed), String(last)])
      var tally = Tally()
      for seed in seed...last {
        for kind in ["contacts", "events", "todos"] {
          try tally.add(Triple(folder: folder.path, seed: seed, kind: kind))
        }
      }
      return tally
    }
    let lines = tallies.reduce(0) { $0 + $1.lines }
    let wrong = tallies.flatMap(\.wrong)
    print(
      "cases used (triples): \(tallies.reduce(0) { $0 + $1.triples }) merges, "
        + "\(lines) lines of answer sheets, in \(seconds(since: start))")
    #expect(lines == Self.seeds * 600)
    #expect(wrong.isEmpty, "\(wrong.count) wrong: \(wrong.prefix(10).joined(separator: "; "))")
  }
}

/// One generated triple and its answer sheet.
private struct Triple {
  var folder: String
  var seed: Int
  var kind: String

  func path(_ name: String) -> String { "\(folder)/\(seed)/\(kind)/\(name)" }

  func bytes(_ side: String, _ file: String) -> Data? {
    FileManager.default.contents(atPath: path("\(side)/\(file)"))
  }

  func names(_ side: String) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: path(side)))
  }
}

/// What was right and wrong in some triples.
private struct Tally: Sendable {
  var triples = 0
  var lines = 0
  var wrong: [String] = []

  /// What FORMS says about a case of the sheet.
  private static func outcome(_ sheet: String) -> String {
    switch sheet {
    case "same": "unchanged"
    case "edit-left", "add-left": "left"
    case "edit-right", "add-right": "right"
    case "edit-both-other-fields": "merged"
    case "edit-both-same-value", "add-both-same": "same"
    case _ where sheet.hasPrefix("cosmetic"): "unchanged"
    case "delete-left", "delete-right", "delete-both": "deleted"
    default: "conflict"
    }
  }

  mutating func add(_ triple: Triple) throws {
    triples += 1
    let place = "seed \(triple.seed), \(triple.kind)"
    let run = try drawbridge([
      "merge", triple.path("base"), triple.path("left"), triple.path("right"),
      "-o", triple.path("out"), "--json",
    ])
    var answers: [String: String] = [:]
    for row in try objects(run.stdout) {
      let uid = row["uid"] as? String ?? "(none)"
      if answers[uid] != nil { wrong.append("\(place): \(uid) was answered twice") }
      answers[uid] = row["outcome"] as? String
    }
    let sheet = try String(contentsOfFile: triple.path("expected.jsonl"), encoding: .utf8)
    var files: Set<String> = []
    var hasConflict = false
    for line in try objects(sheet) {
      lines += 1
      let uid = try #require(line["uid"] as? String)
      let file = try #require(line["file"] as? String)
      let name = try #require(line["case"] as? String)
      let expected = Self.outcome(name)
      let answer = answers.removeValue(forKey: uid) ?? "no answer"
      if answer != expected {
        wrong.append("\(place), \(file): \(name) is \(expected), not \(answer)")
      }
      hasConflict = hasConflict || expected == "conflict"
      if expected != "deleted" { files.insert(file) }
      let source = ["unchanged": "left", "left": "left", "same": "left", "right": "right"][expected]
      if let source, triple.bytes("out", file) != triple.bytes(source, file) {
        wrong.append("\(place), \(file): \(name) is not \(source)'s bytes")
      }
    }
    if !answers.isEmpty { wrong.append("\(place): answers to nothing: \(answers.keys.sorted())") }
    if run.status != (hasConflict ? 1 : 0) {
      wrong.append("\(place): ended with \(run.status): \(run.stderr)")
    }
    if try triple.names("out") != files {
      wrong.append("\(place): \(try triple.names("out").symmetricDifference(files).sorted())")
    }
  }
}
