import ContentLines
import GoogleSide
import Records
import Sides
import Testing

@Suite struct TakeoutTasksTests {
  private static func root(_ lists: String) -> GoogleExportFile {
    Fixture.json("{\"kind\": \"tasks#taskLists\", \"items\": [\(lists)]}")
  }

  private static func list(_ title: String, _ tasks: String) -> String {
    "{\"kind\": \"tasks#tasks\", \"title\": \"\(title)\", \"items\": [\(tasks)]}"
  }

  @Test func `the file of 2018 is read although its lists repeat a name`() throws {
    let file = Fixture.json(
      """
      { "kind" : "tasks#taskLists",
        "items" : [ {
          "kind" : "tasks#taskList", "id" : "L1", "title" : "Inbox",
          "updated" : "2018-07-11T04:08:46.000Z", "kind" : "tasks#tasks",
          "items" : [ {
            "kind" : "tasks#task", "id" : "T1", "title" : "Remember the tartar sauce",
            "updated" : "2018-07-11T04:01:41.000Z", "status" : "needsAction",
            "due" : "2018-07-31T00:00:00.000Z", "notes" : "green \\u2014 \\ud83e\\udd6c\\nlid"
          }, {
            "kind" : "tasks#task", "id" : "T2", "parent" : "T1", "status" : "completed",
            "completed" : "2018-07-12T05:06:07.000Z", "updated" : "2018-07-12T05:06:07.000Z"
          } ]
        }, {
          "kind" : "tasks#taskList", "id" : "L2", "title" : "Empty", "kind" : "tasks#tasks"
        } ]
      }
      """)
    let read = try #require(Fixture.read([file]).read(.task))
    #expect(read.collections == ["Inbox": true, "Empty": true])
    let first = try #require(read.records.first)
    #expect(first.remoteID == "T1")
    #expect(first.stamp == "2018-07-11T04:01:41Z")
    #expect(first.line("DUE") == "DUE;VALUE=DATE:20180731")
    #expect(first.text("DESCRIPTION") == "green — 🥬\nlid")
    #expect(first.text("STATUS") == "NEEDS-ACTION")
    #expect(first.record.uid == nil)
    let second = read.records[1]
    #expect(second.text("SUMMARY") == nil)
    #expect(second.text("STATUS") == "COMPLETED")
    #expect(second.text("COMPLETED") == "20180712T050607Z")
    #expect(second.text("X-DRAWBRIDGE-PARENT") == "T1")
  }

  @Test func `a due moment is a day in the zone of the account`() throws {
    let tasks = """
      {"kind":"tasks#task","id":"a","title":"BR","status":"needsAction","due":"2020-10-10T03:00:00Z"}
      """
    let file = Self.root(Self.list("L", tasks))
    let brazil = try #require(Fixture.read([file], zone: "America/Sao_Paulo").read(.task))
    #expect(brazil.records.first?.line("DUE") == "DUE;VALUE=DATE:20201010")
    let east = Self.root(
      Self.list(
        "L",
        "{\"kind\":\"tasks#task\",\"id\":\"a\",\"title\":\"MY\",\"due\":\"2022-10-31T16:00:00Z\"}"))
    let calendar = Fixture.calendar(
      "jo@example.com", title: "jo@example.com", zone: "Asia/Kuala_Lumpur")
    let imported = Fixture.read([east, calendar])
    #expect(imported.read(.task)?.records.first?.line("DUE") == "DUE;VALUE=DATE:20221101")
    #expect(!imported.codes().contains("google-due-not-midnight"))
    // --zone goes before the calendar.
    let other = Fixture.read([east, calendar], zone: "Europe/London")
    #expect(other.read(.task)?.records.first?.line("DUE") == "DUE;VALUE=DATE:20221031")
    #expect(other.codes().contains("google-due-not-midnight"))
  }

  @Test func `without a zone a due moment stops the tasks, and says what to do`() throws {
    let file = Self.root(
      Self.list(
        "L", "{\"kind\":\"tasks#task\",\"title\":\"x\",\"due\":\"2020-10-10T03:00:00Z\"}"))
    let imported = Fixture.read([file, Fixture.contacts("All", Fixture.card("Ann"))])
    #expect(imported.read(.task) == nil)
    #expect(imported.read(.contact)?.records.count == 1)
    let finding = try #require(
      imported.findings.first { $0.finding.kind.code == "google-tasks-zone" })
    #expect(finding.finding.kind.severity == .error)
    #expect(finding.finding.message.contains("--zone Europe/London"))
  }

  @Test func `ids that are empty or stand twice identify nothing`() throws {
    let imported = Fixture.read([
      Self.root(
        Self.list(
          "One",
          "{\"kind\":\"tasks#task\",\"id\":\"x\",\"title\":\"a\"},"
            + "{\"kind\":\"tasks#task\",\"id\":\"\",\"title\":\"b\"},")
          + ","
          + Self.list(
            "Two",
            "{\"kind\":\"tasks#task\",\"id\":\"x\",\"title\":\"c\"},"
              + "{\"kind\":\"tasks#task\",\"id\":\"y\"}"))
    ])
    let read = try #require(imported.read(.task))
    #expect(read.records.map(\.remoteID) == [nil, nil, nil, "y"])
    #expect(read.records.map(\.collection) == ["One", "One", "Two", "Two"])
    #expect(imported.codes() == ["google-task-id"])
  }

  @Test func `deleted, hidden, linked and unknown things of a task are kept apart`() throws {
    let task = """
      {"kind":"tasks#task","id":"a","title":"Mail","status":"needsAction","deleted":true,
       "hidden":true,"task_type":"ASSIGNED","created":"2024-01-01T00:00:00.000001Z","novel":1,
       "links":[{"type":"email","description":"Offer","link":"https://mail.google.com/1"}]}
      """
    let imported = Fixture.read([Self.root(Self.list("L", task))])
    let record = try #require(imported.read(.task)?.records.first)
    #expect(record.attributes["deleted"] == "true")
    #expect(record.attributes["hidden"] == "true")
    #expect(record.attributes["taskType"] == "ASSIGNED")
    #expect(record.line("ATTACH") == "ATTACH;LABEL=Offer:https://mail.google.com/1")
    #expect(record.text("CREATED") == "20240101T000000Z")
    #expect(
      imported.findings.contains { $0.finding.message == "Not read: novel (1)." })
  }

  @Test(arguments: [
    "{\"kind\": \"tasks#taskLists\", \"items\": [", "{\"kind\": \"tasks#taskLists\" \"items\": 1}",
    "{\"kind\": \"tasks#taskLists\", \"x\": \"\\u12\"}", "{\"kind\": \"tasks#taskLists\"} tail",
  ])
  func `text that is no JSON is an error with its place`(_ text: String) throws {
    let imported = Fixture.read([Fixture.json(text)])
    #expect(imported.read(.task) == nil)
    let finding = try #require(imported.findings.first?.finding)
    #expect(finding.kind.code == "google-tasks-json")
    #expect(finding.line == 1 && finding.column > 10)
  }

  @Test func `deep nesting is refused and does not crash`() {
    let deep =
      "{\"kind\": \"tasks#taskLists\", \"items\": " + String(repeating: "[", count: 100_000)
    #expect(Fixture.read([Fixture.json(deep)]).codes() == ["google-tasks-json"])
  }

  @Test func `an entry that is no task makes its list incomplete`() throws {
    let read = try #require(
      Fixture.read([
        Self.root(Self.list("L", "7, {\"kind\":\"tasks#task\",\"title\":\"a\"}"))
      ]).read(.task))
    #expect(read.collections == ["L": false])
    #expect(read.records.count == 1)
  }
}
