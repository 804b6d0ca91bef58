import ContentLines
package import Merge
package import Records

/// Merges the properties of a calendar itself: METHOD, NAME, X-WR-CALNAME …
package enum CalendarHead {
  package struct Result: Sendable {
    package var properties: [Property] = []
    /// Properties that both sides changed; of volatile ones LEFT's stay without a word.
    package var conflicts: [Conflict] = []
  }

  /// Name by name: what one side changed is taken, what both changed differently is LEFT's unless
  /// the preference says otherwise. O(n log n).
  ///
  /// - Parameters:
  ///   - base: nil for a merge without a base.
  ///   - left: nil where LEFT has no such calendar.
  package static func merge(
    base: [Property]?, left: [Property]?, right: [Property]?, prefersRight: Bool
  ) -> Result {
    guard let left else { return Result(properties: right ?? base ?? []) }
    guard let right else { return Result(properties: left) }
    var result = Result()
    var names: [Name] = []
    for property in left + right + (base ?? []) where !names.contains(property.name) {
      names.append(property.name)
    }
    for name in names {
      let ours = left.filter { $0.name == name }
      let theirs = right.filter { $0.name == name }
      let before = base.map { $0.filter { $0.name == name } }
      if ours == theirs || theirs == before {
        result.properties += ours
      } else if ours == before || before == nil && ours.isEmpty {
        result.properties += theirs
      } else if before == nil && theirs.isEmpty {
        result.properties += ours
      } else if Schema.iCalendar.isVolatile(name) {
        result.properties += prefersRight ? theirs : ours
      } else {
        let kept = prefersRight ? theirs : ours
        result.properties += kept
        result.conflicts.append(
          Conflict(
            unit: .record, property: name.string, base: text(before ?? []),
            values: [
              Conflict.Value(label: "left", value: text(ours)),
              Conflict.Value(label: "right", value: text(theirs)),
            ], decision: .take(prefersRight ? "right" : "left"), kept: text(kept)))
      }
    }
    result.properties = Component(.vcalendar, result.properties).canonical().properties
    return result
  }

  private static func text(_ properties: [Property]) -> String? {
    properties.isEmpty ? nil : properties.map(\.value.string).joined(separator: ", ")
  }
}
