package import Ledger

/// The written warning that a person accepts before anything leaves for good (Google2OpenCRM:
/// disclaimer and activation key).
package enum Disclaimer {
  private static let mark = "disclaimer"

  /// What has to be read.
  package static let lines = [
    "Drawbridge carries other people's data between systems that cannot undo everything.",
    "Switch off every other sync of these records first, Google2OpenCRM above all: two syncs undo "
      + "one another and double what they do not know.",
    "Back up both sides, and clear duplicates on each of them, before the first plan is carried out.",
    "Read each plan. What is deleted or overwritten on a side can be brought back only as far as "
      + "this workspace knew it.",
    "OpenCRM charges for repairs of its data.",
  ]

  /// How it is accepted.
  package static let how =
    "Nobody has accepted the warning of this workspace yet: drawbridge settings --accept shows it."

  /// Who accepted it and when; nil where nobody did.
  package static func acceptance(in state: LedgerState) -> (who: String, when: String)? {
    guard let value = state.marks[mark] else { return nil }
    let parts = value.split(separator: "\t", maxSplits: 1).map(String.init)
    return parts.count == 2 ? (parts[1], parts[0]) : nil
  }

  /// What README.txt of a bundle opens with: nothing once it was accepted.
  package static func opening(in state: LedgerState) -> [String] {
    acceptance(in: state) == nil ? lines + [how] : []
  }

  /// Records that somebody accepted it.
  package static func accept(by who: String, on bench: inout Workbench) {
    let name = who.replacing("\t", with: " ").replacing("\n", with: " ")
    bench.state.mark(mark, "\(bench.now)\t\(name.isEmpty ? "somebody" : name)")
  }
}
