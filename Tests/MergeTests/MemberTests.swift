import ContentLines
import Merge
import Records
import Testing

@Suite("Members") struct MemberTests {
  @Test func `different properties changed on each side are both kept`() {
    let result = merge("FN:A\nTITLE:B\nNOTE:n", "FN:A\nTITLE:C\nNOTE:n", "FN:D\nTITLE:B\nNOTE:n")
    #expect(lines(result.merged) == ["FN:D", "TITLE:C", "NOTE:n"])
    #expect(result.conflicts.isEmpty)
    #expect(
      result.origins.map { "\($0.property) \($0.labels)" } == [
        #"FN ["right"]"#, #"TITLE ["left"]"#,
      ])
  }

  @Test func `one side adds an address while another removes one`() {
    let result = merge(
      "EMAIL:a@x.org\nEMAIL:b@x.org", "EMAIL:a@x.org\nEMAIL:b@x.org\nEMAIL:c@x.org",
      "EMAIL:a@x.org")
    #expect(lines(result.merged) == ["EMAIL:a@x.org", "EMAIL:c@x.org"])
    #expect(result.conflicts.isEmpty)
  }

  @Test func `one side changes TYPE and another PREF and both survive`() {
    let result = merge(
      "EMAIL;TYPE=home:a@x.org", "EMAIL;TYPE=work:a@x.org", "EMAIL;PREF=1;TYPE=home:a@x.org")
    #expect(lines(result.merged) == ["EMAIL;PREF=1;TYPE=work:a@x.org"])
    #expect(result.conflicts.isEmpty)
  }

  @Test func `TYPE is a set`() {
    let result = merge(
      "TEL;TYPE=home,voice:1", "TEL;TYPE=home,text,voice:1", "TEL;TYPE=voice,work:1")
    #expect(lines(result.merged) == ["TEL;TYPE=text,voice,work:1"])
  }

  @Test func `PREF changed differently is a conflict of that member alone`() {
    let result = merge("TEL;PREF=1:1\nFN:A", "TEL;PREF=2:1\nFN:A", "TEL;PREF=3:1\nFN:B")
    #expect(lines(result.merged) == ["FN:B", "TEL;PREF=1:1"])
    #expect(
      shown(result.conflicts) == ["TEL[1]: TEL;PREF=1:1 | left=TEL;PREF=2:1 | right=TEL;PREF=3:1"])
  }

  @Test func `two different edits of the same member conflict`() {
    let result = merge(
      "EMAIL;TYPE=work:a@x.org\nEMAIL;TYPE=home:h@x.org",
      "EMAIL;TYPE=work:b@x.org\nEMAIL;TYPE=home:h@x.org",
      "EMAIL;TYPE=work:c@x.org\nEMAIL;TYPE=home:h@x.org")
    #expect(shown(result.conflicts) == ["EMAIL[a@x.org]: a@x.org | left=b@x.org | right=c@x.org"])
    #expect(lines(result.merged) == ["EMAIL;TYPE=work:a@x.org", "EMAIL;TYPE=home:h@x.org"])
  }

  @Test func `the same edit on both sides is no conflict`() {
    let result = merge("EMAIL:a@x.org\nFN:1", "EMAIL:b@x.org\nFN:2", "EMAIL:b@x.org\nFN:1")
    #expect(lines(result.merged) == ["FN:2", "EMAIL:b@x.org"])
    #expect(result.conflicts.isEmpty)
  }

  @Test func `an edit against a removal conflicts`() {
    let result = merge("TEL:1\nFN:A", "TEL:2\nFN:A", "FN:A")
    #expect(shown(result.conflicts) == ["TEL[1]: 1 | left=2 | right=-"])
  }

  @Test func `an edited value takes the type that the other side gave the old one`() {
    let result = merge("TEL;TYPE=home:1", "TEL;TYPE=home:2", "TEL;TYPE=work:1")
    #expect(lines(result.merged) == ["TEL;TYPE=work:2"])
    #expect(result.conflicts.isEmpty)
  }

  @Test func `a value that one side put in place of another and the other side added stands once`()
  {
    let result = merge("TEL:1", "TEL:2", "TEL:1\nTEL:2")
    #expect(lines(result.merged) == ["TEL:2"])
    #expect(result.conflicts.isEmpty)
  }

  @Test func `equal keys that differ only in spelling are equal`() {
    let base = "TEL:+44 7700 900001\nFN:A"
    let both = merge(base, "TEL:+447700900001\nFN:A", "TEL:+44-7700-900001\nFN:B")
    #expect(lines(both.merged) == ["FN:B", "TEL:+44 7700 900001"])
    #expect(both.conflicts.isEmpty)
    let one = merge(base, "TEL:+447700900001\nFN:A", "TEL:+44 7700 900001\nFN:B")
    #expect(lines(one.merged) == ["FN:B", "TEL:+447700900001"])
    #expect(one.origins.map(\.property) == ["FN"])
    let removed = merge(base, "TEL:+447700900001\nFN:A", "FN:B")
    #expect(lines(removed.merged) == ["FN:B"])
    #expect(removed.conflicts.isEmpty)
  }

  @Test func `two equal keys in one record stay two`() {
    let two = "EMAIL;TYPE=home:a@x.org\nEMAIL;TYPE=work:a@x.org\nFN:A"
    let result = merge(two, two.replacing("FN:A", with: "FN:B"), two + "\nTITLE:T")
    #expect(
      lines(result.merged) == [
        "FN:B", "TITLE:T", "EMAIL;TYPE=home:a@x.org", "EMAIL;TYPE=work:a@x.org",
      ])
    let changed = merge(
      two, two.replacing("work", with: "cell"), two.replacing("FN:A", with: "FN:C"))
    #expect(
      lines(changed.merged) == [
        "FN:C", "EMAIL;TYPE=cell:a@x.org", "EMAIL;TYPE=home:a@x.org",
      ])
  }

  @Test func `a description in the group belongs to its member`() {
    let base = "FN:A\nitem1.TEL:1\nitem1.X-ABLABEL:Old\nitem2.TEL:2\nitem2.X-ABLABEL:Other"
    let left = "FN:A\nitem1.TEL:1\nitem1.X-ABLABEL:New\nitem2.TEL:2\nitem2.X-ABLABEL:Other"
    let right =
      "FN:A\nitem3.TEL:0\nitem3.X-ABLABEL:More\nitem2.TEL:2\nitem2.X-ABLABEL:Other"
      + "\nitem1.TEL;PREF=1:1\nitem1.X-ABLABEL:Old"
    let result = merge(base, left, right)
    #expect(result.conflicts.isEmpty)
    #expect(
      lines(result.merged) == [
        "FN:A", "item1.TEL:0", "item2.TEL;PREF=1:1", "item3.TEL:2", "item1.X-ABLABEL:More",
        "item2.X-ABLABEL:New", "item3.X-ABLABEL:Other",
      ])
    let removed = merge(base, left, "FN:B\nitem2.TEL:2\nitem2.X-ABLABEL:Other")
    #expect(removed.conflicts.map(\.property) == ["TEL[1]"])
  }

  @Test func `properties that share a numbered group still do after a merge`() {
    let base = "FN:A\nitem1.TEL:1\nitem1.URL:http://u\nitem2.TEL:2\nitem2.X-ABLABEL:L"
    let result = merge(base, base.replacing("FN:A", with: "FN:B"), base + "\nTITLE:T")
    #expect(
      lines(result.merged) == [
        "FN:B", "TITLE:T", "item1.TEL:1", "item2.TEL:2", "item1.URL:http://u", "item2.X-ABLABEL:L",
      ])
  }

  @Test func `a chosen group name is kept`() {
    let base = "FN:A\nwork.TEL:1"
    let result = merge(base, "FN:B\nwork.TEL:1", "FN:A\nwork.TEL;PREF=1:1")
    #expect(lines(result.merged) == ["FN:B", "work.TEL;PREF=1:1"])
  }

  @Test func `each value of a list is a member`() {
    let result = merge(
      "CATEGORIES:a,b,c", "CATEGORIES:a,b,c,d", "CATEGORIES:b,c")
    #expect(lines(result.merged) == ["CATEGORIES:b,c,d"])
    #expect(result.conflicts.isEmpty)
  }

  @Test func `unknown properties survive and merge by value`() {
    let result = merge("X-A;P=1:1\nX-A:2", "X-A;P=1:1\nX-A:2\nX-B:l", "X-A;P=1:1\nX-C:r")
    #expect(lines(result.merged) == ["X-A;P=1:1", "X-B:l", "X-C:r"])
  }

  @Test func `an unkeyed property that stands once everywhere is single`() {
    let single = merge("TITLE:A", "TITLE:B", "TITLE:C")
    #expect(shown(single.conflicts) == ["TITLE: A | left=B | right=C"])
    let set = merge("TITLE:A", "TITLE:A\nTITLE:B", "TITLE:A\nTITLE:C")
    #expect(lines(set.merged) == ["TITLE:A", "TITLE:B", "TITLE:C"])
    #expect(set.conflicts.isEmpty)
  }

  @Test func `how a value is read never parts from the value`() {
    let result = merge(
      "BDAY:19600101\nFN:A", "BDAY;VALUE=text:about 1960\nFN:A", "BDAY;X-B=1:19600101\nFN:A")
    #expect(lines(result.merged) == ["FN:A", "BDAY;VALUE=text;X-B=1:about 1960"])
    let clash = merge("BDAY:19600101", "BDAY;VALUE=text:about 1960", "BDAY:19600202")
    #expect(clash.conflicts.count == 1)
  }

  @Test func `empty known properties count as absent`() {
    let result = merge("FN:A\nNOTE:\nORG:", "FN:A\nNOTE:x", "FN:B\nNOTE:\nORG:;")
    #expect(result.conflicts.isEmpty)
    #expect(lines(result.merged).contains("NOTE:x"))
    #expect(
      Diff.changes(from: record(.contact, "FN:A\nNOTE:"), to: record(.contact, "FN:A\nADR:;;;;;;"))
        .isEmpty)
  }

  @Test func `volatile properties never conflict and the newest is carried`() {
    let result = merge(
      "FN:A\nREV:20240101T000000Z", "FN:B\nREV:20240102T000000Z",
      "FN:A\nTITLE:T\nREV:20240103T000000Z")
    #expect(lines(result.merged) == ["FN:B", "TITLE:T", "REV:20240103T000000Z"])
    #expect(result.conflicts.isEmpty)
    #expect(result.origins.map(\.property) == ["FN", "TITLE"])
  }
}
