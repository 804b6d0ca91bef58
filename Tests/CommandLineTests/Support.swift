import Foundation
import TestSupport
import Testing

/// Whether there is something to run; a test without it says so instead of passing silently.
enum Prerequisite {
  /// Whether the program was built; prints the reason where not.
  static let isBuilt: Bool = {
    if Program.drawbridge == nil { print("skipped: \(Program.NotBuilt())") }
    return Program.drawbridge != nil
  }()

  /// The generator of test data in the shared folder, if it and Python are there.
  static let generator: String? = {
    guard isBuilt else { return nil }
    guard let shared = SharedFolder.url else {
      print("skipped: there is no shared folder; name it in DRAWBRIDGE_SHARED.")
      return nil
    }
    let script = shared.appendingPathComponent("bench/gen_pim.py").path
    guard FileManager.default.fileExists(atPath: script) else {
      print("skipped: the shared folder has no bench/gen_pim.py.")
      return nil
    }
    guard let python = try? Program.run("/usr/bin/env", ["python3", "--version"]),
      python.status == 0
    else {
      print("skipped: python3 is missing; it generates the data.")
      return nil
    }
    return script
  }()

  /// Whether this process may mount a small disk; prints the reason where not.
  static let canMount: Bool = {
    guard isBuilt else { return false }
    let answer = try? Program.run(
      "/usr/bin/env",
      ["sh", "-c", "d=$(mktemp -d) && mount -t tmpfs -o size=64k tmpfs $d && umount $d"])
    if answer?.status != 0 { print("skipped: a small disk cannot be mounted here; needs root.") }
    return answer?.status == 0
  }()

  /// Whether `zip` archives can be made.
  static let hasPython: Bool = {
    let python = try? Program.run("/usr/bin/env", ["python3", "--version"])
    if python?.status != 0 { print("skipped: python3 is missing; it makes the archives.") }
    return isBuilt && python?.status == 0
  }()
}

/// Runs drawbridge; more than `seconds` is a hang, which ends with 137.
func drawbridge(
  _ arguments: [String], seconds: Int = 120, stdin: [UInt8] = [],
  environment: [String: String?] = [:], in folder: String? = nil
) throws -> Program.Outcome {
  guard let binary = Program.drawbridge else { throw Program.NotBuilt() }
  return try Program.run(
    "/usr/bin/env", ["timeout", "-s", "KILL", String(seconds), binary] + arguments, stdin: stdin,
    environment: environment, in: folder)
}

func drawbridge(_ arguments: String...) throws -> Program.Outcome {
  try drawbridge(arguments)
}

/// Runs a Python program.
@discardableResult
func python(_ program: String, _ arguments: [String]) throws -> Program.Outcome {
  let outcome = try Program.run("/usr/bin/env", ["python3", "-c", program] + arguments)
  #expect(outcome.status == 0, "python3: \(outcome.stderr)")
  return outcome
}

/// Runs some work for every item, two at a time; answers in the order of the items.
func concurrently<Item: Sendable, Result: Sendable>(
  _ items: [Item], _ body: @escaping @Sendable (Item) throws -> Result
) async throws -> [Result] {
  try await withThrowingTaskGroup(of: (Int, Result).self) { group in
    var results = [Result?](repeating: nil, count: items.count)
    var next = 0
    func start() {
      guard next < items.count else { return }
      let index = next
      next += 1
      group.addTask { (index, try body(items[index])) }
    }
    start()
    start()
    while let (index, result) = try await group.next() {
      results[index] = result
      start()
    }
    return results.compactMap(\.self)
  }
}

/// The objects of JSON output, one a line.
func objects(_ output: String) throws -> [[String: Any]] {
  try output.split(separator: "\n").map { line in
    let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
    return try #require(value as? [String: Any], "no object: \(line)")
  }
}

/// A card with a UID.
func card(_ uid: String, _ lines: String...) -> String {
  (["BEGIN:VCARD", "VERSION:4.0", "UID:\(uid)"] + lines + ["END:VCARD", ""])
    .joined(separator: "\r\n")
}

/// A calendar of one event.
func event(_ uid: String, _ lines: String...) -> String {
  (["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Test//EN", "BEGIN:VEVENT", "UID:\(uid)"]
    + lines + ["END:VEVENT", "END:VCALENDAR", ""]).joined(separator: "\r\n")
}

/// Seconds since some moment, for people.
func seconds(since start: ContinuousClock.Instant) -> String {
  let spent = start.duration(to: .now).components
  return String(
    format: "%.1f s", Double(spent.seconds) + Double(spent.attoseconds) / 1e18)
}
