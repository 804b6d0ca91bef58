import ContentLines
import Records

/// Gives a cancelled instance its one spelling: EXDATE.
enum CancelledInstances {
  /// Folds every cancelled instance that says nothing of its own into an EXDATE of its master. One
  /// with words of its own stays, for they would be lost. O(n).
  static func folded(_ components: [Component], findings: inout [Finding]) -> [Component] {
    guard let place = components.firstIndex(where: { $0.first(.recurrenceID) == nil }),
      !components[place].isCancelled, components.contains(where: \.isCancelled)
    else { return components }
    var master = components[place]
    let content = master.content
    var kept: [Component] = []
    for (index, component) in components.enumerated() where index != place {
      guard component.isCancelled, let id = component.first(.recurrenceID),
        !id.has("RANGE", "THISANDFUTURE"), DateValue(id.value) != nil,
        component.content == content
      else {
        kept.append(component)
        continue
      }
      let exclusion = Property("EXDATE", id.parameters, value: id.value, line: id.line)
      if component.line != 0 {
        findings.append(
          Finding(
            .instanceCancelled, line: Int(component.line), column: 1,
            message: "The cancelled instance \(id.value) became an EXDATE."))
      }
      if !master.properties.contains(exclusion) { master.properties.append(exclusion) }
    }
    return [master] + kept
  }
}

extension Component {
  /// STATUS:CANCELLED.
  var isCancelled: Bool {
    first("STATUS")?.value.trimmed.equalsIgnoringCase("CANCELLED") == true
  }

  /// What the component says beside when it takes place and whether.
  fileprivate var content: Component {
    let schema = Schema.of(component: name)
    var result = canonical()
    result.properties.removeAll {
      schema[$0.name].isVolatile || Self.occasion.contains($0.name)
    }
    return result.withoutVolatileParts
  }

  private var withoutVolatileParts: Component {
    var result = self
    let schema = Schema.of(component: name)
    result.components = components.map { inner in
      var inner = inner.withoutVolatileParts
      inner.properties.removeAll { schema[$0.name].isVolatile }
      return inner
    }
    return result
  }

  private static let occasion: Set<Name> = [
    .recurrenceID, "DTSTART", "DTEND", "DUE", "DURATION", "STATUS", "RRULE", "EXRULE", "RDATE",
    "EXDATE",
  ]
}
