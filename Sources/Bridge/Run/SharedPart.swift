package import Records

/// What of a record is shared between sides: everything but what belongs to one account (labels,
/// colour) and what says where it lies.
package enum SharedPart {
  /// The record without properties of account scope, without its collection and volatile lines.
  package static func of(_ record: Record) -> Record {
    let schema = Schema.of(record.kind)
    var result = record.withoutVolatile()
    for index in result.components.indices
    where hasOwn(result.components[index], schema) {
      result.components[index].properties.removeAll { isOwn($0, schema) }
    }
    return result
  }

  private static func hasOwn(_ component: Component, _ schema: Schema) -> Bool {
    for index in component.properties.indices where isOwn(component.properties[index], schema) {
      return true
    }
    return false
  }

  private static func isOwn(_ property: Property, _ schema: Schema) -> Bool {
    schema.isAccountOwn(property.name) || property.name == .collection
  }

  /// A view with the account's own properties of the record the account holds.
  static func restoring(_ own: Record?, to view: Record) -> Record {
    guard let own else { return view }
    let schema = Schema.of(view.kind)
    var result = view
    for index in result.components.indices where index < own.components.count {
      let kept = own.components[index].properties.filter { schema[$0.name].scope == .account }
      result.components[index].properties.removeAll { schema[$0.name].scope == .account }
      result.components[index].properties += kept
    }
    return result.canonical()
  }
}
