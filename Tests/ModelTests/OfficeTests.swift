import Records
import TestSupport
import Testing

/// Whole histories of contacts, events and tasks under settings that change (spec/laws.md).
@Suite("Histories under rows")
struct OfficeTests {
  @Test("No step goes against a row, nothing is lost, doubled or invented, and rest comes")
  func histories() async {
    #if DEBUG
      let usual = 40
    #else
      let usual = 300
    #endif
    let found = await Self.failures(Run.cases(usual), isHeeding: true)
    #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
  }

  @Test("A bridge that does not heed the rows is found out, whatever the kind")
  func deafnessIsFound() async {
    let found = await Self.failures(30, isHeeding: false)
    #expect(found.count > 3)
  }

  private static func failures(_ count: Int, isHeeding: Bool) async -> [String] {
    let shares = 2
    let found = await withTaskGroup(of: [String].self) { group in
      for share in 0..<shares {
        group.addTask {
          (0..<count).filter { $0 % shares == share }.compactMap { number in
            var run = OfficeRun(seed: Run.seed &+ UInt64(number))
            run.isHeeding = isHeeding
            run.live()
            guard run.fault != nil else { return nil }
            let isStory = Run.cases(0) == 1 && isHeeding
            if isStory { run = run.smaller() }
            return run.fault.map { fault in
              let story = isStory ? "\n" + run.told.joined(separator: "\n") : ""
              return "seed \(run.seed) (\(run.office.kind.rawValue)): \(fault)\(story)"
            }
          }
        }
      }
      var found: [String] = []
      for await own in group { found += own }
      return found.sorted()
    }
    if isHeeding { print("Histories under rows: \(count).") }
    return Array(found.prefix(40))
  }
}
