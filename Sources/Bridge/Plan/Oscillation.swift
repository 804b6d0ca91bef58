import ContentLines
import Ledger
import Merge
import Records

/// Values that go back and forth: two rules that fight over a record (DESIGN section 7).
///
/// A workflow in OpenCRM and a clean-up in Google may each undo what the other did; without an end
/// the bridge would carry both for ever. A value that returns to an earlier one twice within six
/// runs is held: not planned, and reported in every plan until both sides show one value, or a new
/// one.
struct Oscillation {
  /// How many of the last runs that sent something are looked at.
  static let runs = 6
  /// What was written to a record, run by run: the value before, and after.
  private struct Written {
    var property: String
    var from: String?
    var to: String?
    /// The operation that sent it.
    var run: Int

    /// The property without the key of a member: an edit of a number changes its key.
    var name: Substring { property.prefix { $0 != "[" } }
    /// What stood there. A member that is added or removed is a value of its own, not to be taken
    /// for another one that is.
    var before: String { from ?? "-\(to ?? "")" }
    var after: String { to ?? "-\(from ?? "")" }
  }

  private var written: [LinkKey: [Written]] = [:]

  /// Reads what the last runs sent. O(steps of those runs).
  ///
  /// - Throws: `LedgerError` where a step cannot be read.
  init(_ bench: Workbench) throws {
    let state = bench.state
    // What a person takes back is no rule that fights.
    let sent = state.sortedSteps.filter {
      $0.action == Plan.Action.update.rawValue && !InversePlan.isInverse($0.plan)
    }
    let recent = Set(Set(sent.map(\.operation)).sorted().suffix(Self.runs - 1))
    for step in sent where recent.contains(step.operation) {
      for change in try bench.body(of: step)["changes"]?.items ?? [] {
        func text(_ name: String) -> String? {
          guard case .string(let text)? = change[name] else { return nil }
          return text.string
        }
        guard let property = text("property") else { continue }
        written[LinkKey(step.kind, step.uid), default: []].append(
          Written(
            property: property, from: text("from"), to: text("to"), run: step.operation))
      }
    }
  }

  /// The changes of a step that would bring an earlier value back once too often: what was sent
  /// once already, and has been led back since.
  func held(_ step: Plan.Step) -> [UnitChange] {
    guard step.action == .update, let past = written[LinkKey(step.kind, step.uid)] else {
      return []
    }
    return step.changes.filter { change in
      let now = Written(
        property: change.property, from: change.from, to: change.to, run: Int.max)
      let own = past.filter { $0.name == now.name }
      return own.contains { first in
        first.before == now.before && first.after == now.after
          && own.contains { $0.run > first.run && $0.after == now.before }
      }
    }
  }

  /// The changes of a step that the last runs sent every time, and no import has shown: nobody
  /// carries them out, or something on the side sets them back at once. They are asked again.
  func unheard(_ step: Plan.Step) -> [UnitChange] {
    guard step.action == .update, let past = written[LinkKey(step.kind, step.uid)] else {
      return []
    }
    return step.changes.filter { change in
      past.count { $0.property == change.property && $0.to == change.to } >= Self.runs - 1
    }
  }
}
