import ContentLines
import Merge
import Records
import Testing

@Suite("Names and texts") struct TextTests {
  @Test func `a name merges by component`() {
    let result = merge("N:Bloggs;Joe;;;", "N:Bloggs;Joseph;;;", "N:Smith;Joe;;Dr;")
    #expect(lines(result.merged) == ["N:Smith;Joseph;;Dr;"])
    #expect(result.conflicts.isEmpty)
  }

  @Test func `the same component of a name changed differently is a conflict of that component`() {
    let result = merge("N:Bloggs;Joe;;;", "N:Smith;Joe;;;", "N:Smyth;Jo;;;")
    #expect(
      shown(result.conflicts) == ["N: Bloggs;Joe;;; | left=Smith;Joe;;; | right=Smyth;Jo;;;"])
    #expect(result.conflicts[0].unit.part == .component(0))
    #expect(lines(result.merged) == ["N:Bloggs;Jo;;;"])
    let given = merge("N:Bloggs;Joe;;;", "N:Smith;Joe;;;", "N:Smyth;Jo;;;") { _ in
      .value("Smithe;Joe;;;")
    }
    #expect(lines(given.merged) == ["N:Smithe;Jo;;;"])
  }

  @Test func `the parameters of a name merge beside its components`() {
    let result = merge("N:B;J;;;", "N;SORT-AS=b:B;J;;;", "N:B;K;;;")
    #expect(lines(result.merged) == ["N;SORT-AS=b:B;K;;;"])
  }

  @Test func `texts merge by line where different lines were edited`() {
    let result = merge("NOTE:1\\n2\\n3\\n4", "NOTE:one\\n2\\n3\\n4", "NOTE:1\\n2\\n3\\nfour\\n5")
    #expect(lines(result.merged) == ["NOTE:one\\n2\\n3\\nfour\\n5"])
    #expect(result.conflicts.isEmpty)
  }

  @Test func `adjacent lines are different lines`() {
    let result = merge("NOTE:1\\n2", "NOTE:one\\n2", "NOTE:1\\ntwo")
    #expect(lines(result.merged) == ["NOTE:one\\ntwo"])
  }

  @Test func `the same line edited differently is a conflict`() {
    let result = merge("NOTE:1\\n2", "NOTE:one\\n2", "NOTE:uno\\n2\\n3")
    #expect(result.conflicts.map(\.property) == ["NOTE"])
    #expect(lines(result.merged) == ["NOTE:1\\n2"])
  }

  @Test func `insertions at the same place conflict unless they are the same`() {
    #expect(merge("NOTE:1\\n2", "NOTE:1\\na\\n2", "NOTE:1\\nb\\n2").conflicts.count == 1)
    let same = merge("NOTE:1\\n2\\n3", "NOTE:1\\na\\n2\\n3", "NOTE:1\\na\\n2\\nthree")
    #expect(lines(same.merged) == ["NOTE:1\\na\\n2\\nthree"])
  }

  @Test func `a text deleted on one side and edited on the other is a conflict`() {
    #expect(shown(merge("NOTE:1\\n2", "FN:A", "NOTE:1").conflicts).isEmpty == false)
  }

  @Test func `lines of three sides merge whatever their order`() {
    let base = record(.contact, "NOTE:1\\n2\\n3\\n4\\n5\\n6")
    let all = [
      MergeSide(label: "a", record: record(.contact, "NOTE:one\\n2\\n3\\n4\\n5\\n6")),
      MergeSide(label: "b", record: record(.contact, "NOTE:1\\n2\\nthree\\n4\\n5\\n6")),
      MergeSide(label: "c", record: record(.contact, "NOTE:1\\n2\\n3\\n4\\n6")),
    ]
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
      let result = Merge.merge(base: base, sides: order.map { all[$0] })
      #expect(lines(result.merged) == ["NOTE:one\\n2\\nthree\\n4\\n6"])
    }
  }

  @Test func `edits are the smallest that explain a text`() {
    func edits(_ old: String, _ new: String) -> [String] {
      LineMerge.edits(from: old.map { Text(String($0)) }, to: new.map { Text(String($0)) }).map {
        "\($0.range) \($0.lines.map(\.string).joined())"
      }
    }
    #expect(edits("abcdef", "abXdf") == ["2..<3 X", "4..<5 "])
    #expect(edits("abc", "abc") == [])
    #expect(edits("", "ab") == ["0..<0 ab"])
  }
}
