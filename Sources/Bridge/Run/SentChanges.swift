import ContentLines
import Ledger
import Records

/// What a step that left the workspace changed, as its plan said.
struct SentChanges: Sendable {
  /// What stood there when the step left, by the property as plans name it: of equal members one
  /// after the other.
  private var before: [String: [String?]] = [:]

  init() {}

  init(_ body: JSONValue) {
    for change in body["changes"]?.items ?? [] {
      guard let property = change["property"]?.text?.string else { continue }
      before[property, default: []].append(change["from"]?.text?.string)
    }
  }

  var isEmpty: Bool { before.isEmpty }

  func has(_ property: String) -> Bool { before[property] != nil }

  /// Whether the step changed the property from just this value.
  func has(_ property: String, from value: String?) -> Bool {
    before[property]?.contains(value) == true
  }
}

extension Workbench {
  /// What the plan said of a step that left.
  ///
  /// - Throws: `LedgerError` with `damaged` where it cannot be read: what was sent is never guessed.
  func body(of step: SentStep) throws -> JSONValue {
    do {
      return try JSONValue(parsing: Array(step.body.utf8))
    } catch {
      throw LedgerError.damagedStep(step.key, in: store)
    }
  }
}
