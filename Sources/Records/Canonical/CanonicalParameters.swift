import ContentLines

/// Brings the parameters of a property into canonical case and order.
public enum CanonicalParameters {
  /// Sorted by name; sets sorted by value without repeats; VALUE left out where it only repeats
  /// the default, and written where the standard has none. O(n log n) in the number of parameters.
  public static func of(_ property: Property, _ row: PropertySchema, _ schema: Schema)
    -> [Parameter]
  {
    guard !property.parameters.isEmpty || !row.statedType.isEmpty else { return [] }
    var result: [Parameter] = []
    result.reserveCapacity(property.parameters.count)
    for parameter in property.parameters {
      if parameter.name == .value, isDefault(parameter.value, row) { continue }
      var parameter = parameter
      if let known = schema.parameter(parameter.name) {
        switch known.letterCase {
        case .asWritten: break
        case .lower: parameter.value = parameter.value.asciiLowercased
        case .upper: parameter.value = parameter.value.asciiUppercased
        }
        if known.isSet, result.contains(parameter) { continue }
      }
      result.append(parameter)
    }
    if !row.statedType.isEmpty, property.parameter(.value) == nil {
      result.append(Parameter(.value, Text(row.statedType)))
    }
    guard result.count > 1 else { return result }
    // Stable: the values of a list that is no set keep their order.
    return result.enumerated().sorted { one, other in
      if one.element.name != other.element.name { return one.element.name < other.element.name }
      if schema.parameter(one.element.name)?.isSet == true,
        one.element.value != other.element.value
      {
        return one.element.value < other.element.value
      }
      return one.offset < other.offset
    }.map(\.element)
  }

  /// A date is written the same way whether VALUE calls it date or date-and-or-time.
  static func isDefault(_ type: Text, _ row: PropertySchema) -> Bool {
    if !row.defaultType.isEmpty, type.equalsIgnoringCase(row.defaultType) { return true }
    return row.defaultType == "date-and-or-time"
      && (type.equalsIgnoringCase("date") || type.equalsIgnoringCase("date-time"))
  }
}
