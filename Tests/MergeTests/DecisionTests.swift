import ContentLines
import Merge
import Records
import Testing

@Suite("Decisions and deletions") struct DecisionTests {
  @Test func `each decision keeps what it says`() {
    func decided(_ decision: Decision) -> [String] {
      lines(merge("TITLE:A\nFN:F", "TITLE:B\nFN:F", "TITLE:C\nFN:G") { _ in decision }.merged)
    }
    #expect(decided(.keepBase) == ["FN:G", "TITLE:A"])
    #expect(decided(.take("left")) == ["FN:G", "TITLE:B"])
    #expect(decided(.take("right")) == ["FN:G", "TITLE:C"])
    #expect(decided(.take("nobody")) == ["FN:G", "TITLE:A"])
    #expect(decided(.value("D\\, E")) == ["FN:G", "TITLE:D\\, E"])
    #expect(decided(.value(nil)) == ["FN:G"])
    #expect(decided(.both) == ["FN:G", "TITLE:B", "TITLE:C"])
    #expect(decided(.note(keeping: "left")) == ["FN:G", "TITLE:B", "NOTE:TITLE: C"])
  }

  @Test func `both is refused where the unit holds one value`() {
    let result = merge("BDAY:19600101", "BDAY:19600102", "BDAY:19600103") { conflict in
      #expect(!conflict.canHoldBoth)
      return .both
    }
    #expect(lines(result.merged) == ["BDAY:19600101"])
    #expect(result.conflicts.map(\.decision) == [.keepBase])
  }

  @Test func `both texts stand below each other`() {
    let result = merge("NOTE:a", "NOTE:b", "NOTE:c") { _ in .both }
    #expect(lines(result.merged) == ["NOTE:b\\nc"])
  }

  @Test(arguments: ["NOTE:b\\na", "NOTE:a\\nb", "NOTE:a\\nb\\na"])
  func `a text that the other holds does not stand twice`(longer: String) {
    for isLeft in [true, false] {
      let result = merge(nil, isLeft ? longer : "NOTE:b", isLeft ? "NOTE:b" : longer) { _ in .both }
      #expect(lines(result.merged) == [longer])
    }
    let apart = merge(nil, "NOTE:ab", "NOTE:b") { _ in .both }
    #expect(lines(apart.merged) == ["NOTE:ab\\nb"])
  }

  @Test func `a loser that several sides share is noted once, and what is kept is not`() {
    func merged(_ titles: String...) -> [String] {
      lines(
        Merge.merge(
          base: record(.contact, "TITLE:A"),
          sides: titles.enumerated().map { index, title in
            MergeSide(label: "side\(index)", record: record(.contact, "TITLE:\(title)"))
          }
        ) { _ in .note(keeping: "side0") }.merged)
    }
    #expect(merged("B", "C", "C") == ["TITLE:B", "NOTE:TITLE: C"])
    #expect(merged("B", "B", "C") == ["TITLE:B", "NOTE:TITLE: C"])
    #expect(merged("B", "C", "D") == ["TITLE:B", "NOTE:TITLE: C\\nTITLE: D"])
  }

  @Test func `a conflict says what was kept`() {
    let result = merge("TITLE:A", "TITLE:B", "TITLE:C", decide: Merge.prefer("right"))
    #expect(result.conflicts.map(\.kept) == ["C"])
    #expect(result.conflicts.map(\.decision) == [.take("right")])
  }

  @Test func `a deleted record that nobody changed is deleted`() {
    let result = merge("FN:A\nREV:1", nil, "FN:A\nREV:2")
    #expect(result.merged == nil)
    #expect(result.conflicts.isEmpty)
    #expect(result.changedBy(.record) == ["left"])
    #expect(merge("FN:A", nil, nil).merged == nil)
  }

  @Test func `an edited record stays against a deletion on whichever side it is`() {
    for isLeft in [true, false] {
      let edited = "FN:A\nTITLE:T"
      let result = merge(
        "FN:A", isLeft ? edited : nil, isLeft ? nil : edited, decide: Merge.keepFirst)
      #expect(result.conflicts.map(\.property) == ["*"])
      #expect(lines(result.merged) == ["FN:A", "TITLE:T"])
      let open = merge("FN:A", isLeft ? edited : nil, isLeft ? nil : edited)
      #expect(lines(open.merged) == ["FN:A"])
      let deleted = merge(
        "FN:A", isLeft ? edited : nil, isLeft ? nil : edited,
        decide: Merge.prefer(isLeft ? "right" : "left"))
      #expect(deleted.merged == nil)
    }
  }

  @Test func `at first link sets unite blanks fill and unequal singles conflict`() {
    let result = merge(
      nil, "FN:A\nEMAIL;TYPE=home:a@x.org\nTITLE:T\nUID:1",
      "FN:B\nEMAIL;PREF=1:a@x.org\nEMAIL:b@x.org")
    #expect(shown(result.conflicts) == ["FN: - | left=A | right=B"])
    #expect(
      lines(result.merged) == [
        "UID:1", "TITLE:T", "EMAIL;PREF=1;TYPE=home:a@x.org", "EMAIL:b@x.org",
      ])
  }

  @Test func `outcomes are those of the answer sheet`() {
    func outcome(_ base: String?, _ left: String?, _ right: String?) -> Outcome {
      merge(base, left, right).outcome(
        base: record(.contact, base), left: record(.contact, left), right: record(.contact, right))
    }
    #expect(outcome("FN:A", "FN:A", "FN:A") == .unchanged)
    #expect(outcome("FN:A\nREV:1", "FN:A\nREV:2", "FN:A\nREV:3") == .unchanged)
    #expect(outcome("FN:A", "FN:B", "FN:A") == .left)
    #expect(outcome("FN:A", "FN:A", "FN:B") == .right)
    #expect(outcome("FN:A", "FN:B", "FN:B") == .same)
    #expect(outcome("FN:A", "FN:B", "FN:A\nTITLE:T") == .merged)
    #expect(outcome("FN:A", "FN:B", "FN:C") == .conflict)
    #expect(outcome("FN:A", nil, "FN:A") == .deleted)
    #expect(outcome("FN:A", nil, nil) == .deleted)
    #expect(outcome("FN:A", "FN:B", nil) == .conflict)
    #expect(outcome(nil, "FN:B", nil) == .left)
    #expect(outcome(nil, nil, "FN:B") == .right)
    #expect(outcome(nil, "FN:B", "FN:B") == .same)
    #expect(outcome(nil, "FN:B\nNOTE:a", "FN:B\nNOTE:b") == .conflict)
  }

  @Test func `an edit on one of three sides stands against two deletions only by decision`() {
    let sides = [
      MergeSide(label: "a", record: nil), MergeSide(label: "b", record: record(.contact, "FN:B")),
      MergeSide(label: "c", record: record(.contact, "FN:A")),
    ]
    let result = Merge.merge(base: record(.contact, "FN:A"), sides: sides, decide: Merge.keepFirst)
    #expect(lines(result.merged) == ["FN:B"])
    #expect(result.conflicts[0].values.map(\.label) == ["a", "b"])
  }
}
