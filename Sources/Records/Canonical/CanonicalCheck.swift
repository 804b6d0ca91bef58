public import ContentLines

extension Component {
  /// Whether the component is seen to be in canonical form. A quick look that may say no too often
  /// but never yes too often: most of what is written was canonical before. O(n).
  func isCanonical(_ schema: Schema) -> Bool {
    guard components.count < 2, components.first?.isCanonical(schema) ?? true else { return false }
    var previous: Property?
    var previousOrder = -1
    for property in properties {
      guard property.group.isEmpty else { return false }
      let row = schema[property.name]
      guard CanonicalParameters.areCanonical(property, row, schema),
        CanonicalValue.isCanonical(property, row)
      else { return false }
      if let previous {
        if row.order < previousOrder { return false }
        if row.order == previousOrder {
          guard CanonicalOrder.compare(previous, property) <= 0 else { return false }
          // Two lists of the same parameters would be one.
          if previous.name == property.name, CanonicalValue.kind(of: property, row) == .textList {
            return false
          }
        }
      }
      previous = property
      previousOrder = row.order
    }
    return true
  }
}

extension CanonicalParameters {
  /// Whether the parameters are seen to be canonical as they are. O(n).
  public static func areCanonical(
    _ property: Property, _ row: PropertySchema, _ schema: Schema
  ) -> Bool {
    let parameters = property.parameters
    if !row.statedType.isEmpty, property.parameter(.value) == nil { return false }
    for (index, parameter) in parameters.enumerated() {
      if parameter.name == .value, isDefault(parameter.value, row) { return false }
      let known = schema.parameter(parameter.name)
      switch known?.letterCase {
      case .lower: guard parameter.value.hasNo(0x41...0x5A) else { return false }
      case .upper: guard parameter.value.hasNo(0x61...0x7A) else { return false }
      case .asWritten, nil: break
      }
      guard index > 0 else { continue }
      let before = parameters[index - 1]
      if before.name == parameter.name {
        if known?.isSet == true, !(before.value < parameter.value) { return false }
      } else if !(before.name < parameter.name) {
        return false
      }
    }
    return true
  }
}

extension CanonicalValue {
  /// Whether the value is seen to be canonical as it is. O(n).
  static func isCanonical(_ property: Property, _ row: PropertySchema) -> Bool {
    isCanonical(property.value, kind(of: property, row))
  }

  /// Whether a value of the kind is seen to be canonical as it is. O(n).
  public static func isCanonical(_ value: Text, _ kind: ValueKind) -> Bool {
    switch kind {
    case .text:
      return value.isEscaped(separators: nil) != nil
    case .textList:
      return isSortedList(value)
    case .structured(let count, let lists):
      guard let separators = value.isEscaped(separators: ASCII.semicolon, allowsComma: lists) else {
        return false
      }
      // More components than usual are kept, but for empty ones at the end.
      return separators + 1 == count
        || separators + 1 > count && value.byte(at: value.count - 1) != ASCII.semicolon
    case .word:
      return value.isEscaped(separators: nil) != nil && isTrimmed(value) && value.hasNo(0x61...0x7A)
    case .boolean:
      return isTrimmed(value) && value.hasNo(0x61...0x7A)
    case .integer, .float, .floats, .date, .duration, .offset, .recurrence:
      return isTrimmed(value)
    case .dateList:
      return isTrimmed(value) && !value.contains(ASCII.comma)
    case .address:
      return isTrimmed(value)
        && (value.count < 7 || !value[0..<7].equalsIgnoringCase("mailto:")
          || value[0..<7] == "mailto:")
    case .uri, .language, .raw:
      return true
    }
  }

  private static func isTrimmed(_ value: Text) -> Bool {
    guard let first = value.byte(at: 0), let last = value.byte(at: value.count - 1) else {
      return true
    }
    return !ASCII.isSpace(first) && !ASCII.isSpace(last)
  }

  /// Escaped values in order, none of them empty.
  private static func isSortedList(_ value: Text) -> Bool {
    guard value.isEscaped(separators: ASCII.comma) != nil else { return false }
    guard value.contains(ASCII.comma) else { return true }
    let values = TextEscaping.split(value, at: ASCII.comma)
    guard let first = values.first, !first.isEmpty else { return false }
    return zip(values, values.dropFirst()).allSatisfy { $0 <= $1 && !$1.isEmpty }
  }
}

extension Text {
  /// Whether no byte lies in the range. O(n).
  fileprivate func hasNo(_ range: ClosedRange<UInt8>) -> Bool {
    withSpan { bytes in
      for place in bytes.indices where range.contains(bytes[place]) { return false }
      return true
    }
  }

  /// How many unescaped separators the text has, or nil where escaping it anew could change it:
  /// another unescaped separator, a raw line end, an escape that is not the canonical one. O(n).
  fileprivate func isEscaped(separators: UInt8?, allowsComma: Bool = false) -> Int? {
    withSpan { bytes in
      var count = 0
      var place = 0
      while place < bytes.count {
        let byte = bytes[place]
        switch byte {
        case ASCII.backslash:
          place += 1
          guard place < bytes.count else { return nil }
          switch bytes[place] {
          case ASCII.backslash, ASCII.comma, ASCII.semicolon, 0x6E: break
          default: return nil
          }
        case ASCII.lf, ASCII.cr:
          return nil
        case ASCII.comma, ASCII.semicolon:
          if byte == separators {
            count += 1
          } else if byte != ASCII.comma || !allowsComma {
            return nil
          }
        default: break
        }
        place += 1
      }
      return count
    }
  }
}
