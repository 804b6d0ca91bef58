package import Records

/// What of a record is shared between sides: everything but what belongs to one account (labels,
/// colour) and what says where it lies.
package enum SharedPart {
  /// The record without properties of account scope, without its collection and volatile lines,
  /// without reminders and without what guests answered: each account has its own of those, and
  /// Google itself tells an answer to the others.
  package static func of(_ record: Record) -> Record {
    let schema = Schema.of(record.kind)
    var result = record.withoutVolatile()
    for index in result.components.indices
    where hasOwn(result.components[index], schema) {
      result.components[index].properties.removeAll { isOwn($0, schema) }
      guard record.kind != .contact else { continue }
      result.components[index].components.removeAll { $0.name == reminder }
      for place in result.components[index].properties.indices
      where hasAnswer(result.components[index].properties[place]) {
        result.components[index].properties[place].parameters.removeAll { $0.name == answer }
      }
    }
    return result
  }

  private static let reminder: Name = "VALARM"
  private static let guest = Schema.of(.event).name(of: .guests)
  private static let answer: Name = "PARTSTAT"

  private static func hasOwn(_ component: Component, _ schema: Schema) -> Bool {
    // By index and name: handing over the properties themselves would copy each of them.
    for index in component.properties.indices {
      let name = component.properties[index].name
      if schema.isAccountOwn(name) || name == .collection { return true }
      if name == guest, hasAnswer(component.properties[index]) { return true }
    }
    return component.components.contains { $0.name == reminder }
  }

  private static func hasAnswer(_ property: Property) -> Bool {
    property.name == guest && property.parameter(answer) != nil
  }

  private static func isOwn(_ property: Property, _ schema: Schema) -> Bool {
    schema.isAccountOwn(property.name) || property.name == .collection
  }

  /// A view with the account's own properties of the record the account holds.
  package static func restoring(_ own: Record?, to view: Record) -> Record {
    guard let own else { return view }
    let schema = Schema.of(view.kind)
    var result = view
    for index in result.components.indices where index < own.components.count {
      let kept = own.components[index].properties.filter { schema[$0.name].scope == .account }
      result.components[index].properties.removeAll { schema[$0.name].scope == .account }
      result.components[index].properties += kept
      restoreAnswers(of: own.components[index], to: &result.components[index])
    }
    return result.canonical()
  }

  private static func restoreAnswers(of own: Component, to view: inout Component) {
    view.components += own.components.filter { $0.name == reminder }
    for place in view.properties.indices where view.properties[place].name == guest {
      let same = own.properties.first {
        $0.name == guest && $0.value == view.properties[place].value
      }
      if let given = same?.parameters.first(where: { $0.name == answer }) {
        view.properties[place].parameters.append(given)
      }
    }
  }
}
