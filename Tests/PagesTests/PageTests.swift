import Testing

@testable import Pages

@Suite("Pages")
struct PageTests {
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private let hostile = "<script>alert(\"x\")</script>&'"
  private let escaped = "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;"

  private func checklist(_ text: String) -> [UInt8] {
    ChecklistPage.html(
      title: text, intro: text,
      rows: [
        ChecklistPage.Row(
          step: text, record: text, place: text, property: text, old: text, new: text, why: text)
      ])
  }

  private func diff(_ text: String) -> [UInt8] {
    DiffPage.html(
      old: text, new: text,
      rows: [
        DiffPage.Row(
          name: text, kind: text, outcome: text,
          changes: [DiffPage.Change(property: text, from: text, to: text)])
      ])
  }

  @Test("Nothing of a record is markup, wherever it stands")
  func escapes() {
    for (page, places) in [(text(checklist(hostile)), 10), (text(diff(hostile)), 10)] {
      #expect(!page.contains("<script"))
      #expect(page.components(of: escaped) == places)
    }
  }

  @Test("Values with Mustache's own marks are shown as they are")
  func tags() {
    let page = text(diff("{{{old}}} {{#rows}} {{style}}"))
    #expect(page.contains("<bdi>{{{old}}} {{#rows}} {{style}}</bdi>"))
  }

  @Test("Every place of the templates is escaped, and the pages load nothing")
  func templates() {
    for template in [DiffPage.template, ChecklistPage.template] {
      #expect(!template.contains("{{{"))
      #expect(!template.contains("{{&"))
    }
    for page in [text(checklist("a")), text(diff("a"))] {
      #expect(page.contains("default-src 'none'"))
      #expect(page.contains("color-scheme: light dark"))
      for word in ["<script", "http://", "https://", "src=", "href=", "@import", "url("] {
        #expect(!page.contains(word), "\(word)")
      }
    }
    #expect(Page.style.utf8.allSatisfy { !Array("&<>\"'".utf8).contains($0) })
  }

  @Test("A step of several rows has one box, named by its record")
  func boxes() {
    func row(_ step: String, _ property: String) -> ChecklistPage.Row {
      ChecklistPage.Row(
        step: step, record: "Joe", place: "here", property: property, old: "", new: "b", why: "w")
    }
    let page = text(
      ChecklistPage.html(
        title: "T", intro: "I", rows: [row("s1", "TEL"), row("s1", "NOTE"), row("s2", "TEL")]))
    #expect(page.components(of: "type=\"checkbox\"") == 2)
    #expect(page.contains("2 steps"))
    #expect(
      page.contains(
        "<td rowspan=\"2\"><label for=\"step-1\"><input type=\"checkbox\" id=\"step-1\" "
          + "aria-describedby=\"step-1-record\"> s1</label></td>"))
    #expect(page.components(of: "<td><span class=\"none\">none</span></td>") == 3)
    #expect(page.components(of: "<tbody>") == 2)
  }

  @Test("A diff without rows says so; counts are by outcome")
  func counts() {
    #expect(text(DiffPage.html(old: "a", new: "b", rows: [])).contains("No differences."))
    let rows = ["added", "changed", "changed"].map {
      DiffPage.Row(name: "n", kind: "contact", outcome: $0, changes: [])
    }
    let page = text(DiffPage.html(old: "a", new: "b", rows: rows))
    #expect(page.contains("1 added, 2 changed."))
    #expect(!page.contains("<table"))
  }

  @Test("The same rows give the same bytes; control characters do not get through")
  func deterministic() {
    #expect(checklist("é\u{202E}x") == checklist("é\u{202E}x"))
    let page = text(diff("a\u{0}b\r\nc\rd\u{1B}"))
    #expect(page.contains("<bdi>a\u{FFFD}b\nc\nd\u{FFFD}</bdi>"))
    #expect(!page.utf8.contains(0) && !page.utf8.contains(0x0D))
  }
}

extension String {
  /// How often a text occurs.
  fileprivate func components(of word: String) -> Int { ranges(of: word).count }
}
