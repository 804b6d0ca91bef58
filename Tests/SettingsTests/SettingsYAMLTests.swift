import Testing

@testable import Settings

@Suite struct SettingsYAMLTests {
  @Test(
    "What is not YAML is refused with its place",
    arguments: [
      ("contacts:\n\tenabled: true\n", SettingsProblem.Code.syntax, 2, 1, "spaces"),
      ("contacts:\n  \tenabled: true\n", .syntax, 2, 3, "spaces"),
      ("a: b: c\n", .syntax, 1, 5, "colons"),
      ("contacts: [a\n", .syntax, 2, 1, "quotes"),
      ("contacts: \"x\n", .syntax, 2, 1, "quotes"),
      ("contacts: *nowhere\n", .syntax, 1, 11, "anchor"),
      ("contacts: {}\n---\ntasks: {}\n", .syntax, 2, 1, "---"),
      ("- a\n- b\n", .wrongType, 1, 1, "mapping"),
      ("hello\n", .wrongType, 1, 1, "mapping"),
      ("? [a]\n: b\n", .wrongType, 1, 3, "name"),
      ("contacts: {}\ntasks: \u{1}\n", .notText, 2, 8, "UTF-8"),
      ("contacts: {}\ntasks: \0\n", .notText, 2, 8, "UTF-8"),
    ])
  func refused(
    text: String, code: SettingsProblem.Code, line: Int, column: Int, fix: String
  ) throws {
    let found = try #require(problems(text).first, "nothing was wrong")
    #expect(found.code == code, "\(found)")
    #expect(found.line == line, "\(found)")
    #expect(found.column == column, "\(found)")
    #expect(found.fix.contains(fix), "\(found)")
  }

  @Test("A name set twice is an error at the second place")
  func duplicates() throws {
    let block = try #require(
      problems("contacts:\n  enabled: true\ntasks:\n  enabled: true\ncontacts:\n  enabled: no\n")
        .first)
    #expect(block.code == .duplicateKey)
    #expect(block.line == 5)
    #expect(block.message.contains("first on line 1"))
    let flow = try #require(problems("tasks: { enabled: true, enabled: false }\n").first)
    #expect(flow.code == .duplicateKey)
    #expect(flow.line == 1)
    let column = try #require(
      problems("opencrm:\n  columns:\n    email: A\n    phone: B\n    email: C\n").first)
    #expect(column.line == 5)
    #expect(column.column == 5)
  }

  @Test("Anchors, aliases and merged mappings work")
  func anchors() throws {
    let settings = try Settings.load(
      text: """
        accounts:
          first: &usual { user: one, tasks: { enabled: false } }
          second: { <<: *usual, user: two }
          third: *usual
        """)
    #expect(settings.accounts.map(\.user) == ["one", "two", "one"])
    #expect(settings.accounts.map(\.tasksEnabled) == [false, false, false])
  }

  @Test("Files that are too large, too deep or grow by aliases are refused, and quickly")
  func hostile() {
    let bomb =
      "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
      + (1...9).map {
        "a\($0): &a\($0) [\(Array(repeating: "*a\($0 - 1)", count: 9).joined(separator: ","))]\n"
      }
      .joined()
    for text in [
      bomb,
      String(repeating: "[", count: 100_000),
      String(repeating: "{a: ", count: 100_000),
      String(repeating: "- ", count: 100_000) + "x",
      String(repeating: "? ", count: 100_000) + "x",
      (0..<100).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
      String(repeating: "# long\n", count: 200_000),
    ] {
      #expect(problems(text).map(\.code) == [.tooLarge])
    }
  }

  @Test("Bytes that are not UTF-8 are refused with their place; a byte order mark is no harm")
  func bytes() throws {
    func problem(_ bytes: [UInt8]) -> SettingsProblem? {
      do throws(SettingsError) {
        _ = try Settings.load(bytes: bytes)
        return nil
      } catch { return error.problems.first }
    }
    let latin = try #require(problem(Array("workspace:\n  id: ß".utf8) + [0xE9, 0x0A]))
    #expect(latin.code == .notText)
    #expect(latin.line == 2)
    #expect(latin.column == 8)
    #expect(problem([0xFF, 0xFE, 0x61, 0])?.message.contains("UTF-16") == true)
    #expect(problem([0xEF, 0xBB, 0xBF] + Array("workspace: { id: x }\r\n".utf8)) == nil)
    #expect(problem(Array("workspace:\r\n  id: x\r\ncontacts:\r\n  enabled: no\r\n".utf8)) == nil)
  }

  @Test("Mutated files are read or refused, never worse")
  func mutations() throws {
    let seed = Array(Settings.template(workspaceID: "acme", zone: "Europe/London").utf8)
    var state: UInt64 = 7
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(truncatingIfNeeded: state >> 33) % limit
    }
    let bytes = Array("\n\t :-[]{}#&*!|>'\"%@`?,xé0".utf8) + [0, 0xFF]
    var refused = 0
    for _ in 0..<150 {
      var input = seed
      for _ in 0...next(3) {
        let place = next(input.count)
        switch next(3) {
        case 0: input.insert(bytes[next(bytes.count)], at: place)
        case 1: input.remove(at: place)
        default: input[place] = bytes[next(bytes.count)]
        }
      }
      do throws(SettingsError) {
        _ = try Settings.load(bytes: input)
      } catch {
        refused += 1
        try #require(!error.problems.isEmpty)
      }
    }
    #expect(refused > 20)
  }
}
