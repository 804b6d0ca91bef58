import Foundation
import TestSupport
import Testing

/// `push` has no connection yet, and already keeps what has to hold before anything leaves by itself.
@Suite(.enabled(if: Prerequisite.isBuilt))
struct PushTests {
  @Test("Before the warning is accepted push shows it and is refused; nothing is changed")
  func unaccepted() throws {
    let workspace = try SampleWorkspace()
    try workspace.importBoth()
    let before = try workspace.contents()
    let push = try workspace.run("push")
    #expect(push.status == 3, "\(push.stderr)")
    #expect(push.stdout.isEmpty)
    #expect(push.stderr.contains("Switch off every other sync of these records first"))
    #expect(push.stderr.contains("To go on: drawbridge settings --accept"))
    #expect(try workspace.contents() == before)
  }

  @Test("Once it is accepted push says that there is no connection, and names export")
  func accepted() throws {
    let workspace = try SampleWorkspace()
    try workspace.importBoth()
    #expect(try workspace.run("settings", "--accept").status == 0)
    let before = try workspace.contents()
    let push = try workspace.run("push")
    #expect(push.status == 2, "\(push.stderr)")
    #expect(push.stderr.contains("no connection to the APIs of OpenCRM and Google"))
    #expect(push.stderr.contains("Run drawbridge export instead."))
    #expect(!push.stderr.contains("Switch off every other sync"))
    let planned = try workspace.run("push", "--plan", "../plan.json")
    #expect(planned.status == 2)
    #expect(planned.stderr.contains("Run drawbridge export --plan ../plan.json instead."))
    #expect(try workspace.contents() == before)
  }

  @Test("While the bridge is switched off push is refused, accepted or not")
  func switchedOff() throws {
    let workspace = try SampleWorkspace()
    try workspace.importBoth()
    let file = "\(workspace.path)/drawbridge.yaml"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let off = text.replacing("  enabled: true", with: "  enabled: false", maxReplacements: 1)
    try off.write(toFile: file, atomically: true, encoding: .utf8)
    for isAccepted in [false, true] {
      if isAccepted { #expect(try workspace.run("settings", "--accept").status == 0) }
      let before = try workspace.contents()
      let push = try workspace.run("push")
      #expect(push.status == 3, "\(push.stderr)")
      #expect(push.stderr.contains("workspace.enabled"))
      #expect(push.stderr.contains("Switch off every other sync") == !isAccepted)
      #expect(try workspace.contents() == before)
    }
  }

  @Test("Outside a workspace push is no more possible than export")
  func noWorkspace() throws {
    let folder = try TemporaryFolder()
    #expect(try drawbridge(["push"], in: folder.path).status == 2)
  }
}
