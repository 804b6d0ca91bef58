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
  /// How many returns within them are too many.
  static let returns = 2

  /// What was written to a record, run by run: the value before, and after.
  private struct Written {
    var property: String
    var from: String?
    var to: String?
  }

  private var written: [LinkKey: [Written]] = [:]

  /// Reads what the last runs sent. O(steps of those runs).
  init(_ state: LedgerState) {
    // What a person takes back is no rule that fights.
    let sent = state.sortedSteps.filter {
      $0.action == Plan.Action.update.rawValue && !InversePlan.isInverse($0.plan)
    }
    let recent = Set(Set(sent.map(\.operation)).sorted().suffix(Self.runs - 1))
    for step in sent where recent.contains(step.operation) {
      let body = try? JSONValue(parsing: Array(step.body.utf8))
      for change in body?["changes"]?.items ?? [] {
        func text(_ name: String) -> String? {
          guard case .string(let text)? = change[name] else { return nil }
          return text.string
        }
        guard let property = text("property") else { continue }
        written[LinkKey(step.kind, step.uid), default: []].append(
          Written(property: property, from: text("from"), to: text("to")))
      }
    }
  }

  /// The changes of a step that would bring an earlier value back once too often.
  func held(_ step: Plan.Step) -> [UnitChange] {
    guard step.action == .update, let past = written[LinkKey(step.kind, step.uid)] else {
      return []
    }
    return step.changes.filter { change in
      let name = Self.name(change.property)
      var values: [String] = []
      var returns = 0
      let now = Written(property: change.property, from: change.from, to: change.to)
      let own = past.filter { Self.name($0.property) == name } + [now]
      for write in own {
        // A member that is added or removed is a value of its own.
        let from = write.from ?? "-\(write.to ?? "")"
        let to = write.to ?? "-\(write.from ?? "")"
        if values.isEmpty { values.append(from) }
        // What was not carried out is sent again, and is no return.
        guard values.last != to else { continue }
        if values.contains(to) { returns += 1 }
        values.append(to)
      }
      let last = now.to ?? "-\(now.from ?? "")"
      let isReturn = values.last == last && values.dropLast().contains(last)
      return isReturn && returns >= Self.returns
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

  /// The property without the key of a member: an edit of a number changes its key.
  private static func name(_ property: String) -> Substring { property.prefix { $0 != "[" } }
}
