import CivilTime
import ContentLines
import Records

/// Brings dates, times and durations into their one spelling, whatever their zone
/// (RFC 5545 sections 3.3.4 to 3.3.6, 3.3.9).
enum DateSpelling {
  /// The component with every date and duration spelled, inner components too. Lists become one
  /// property a value. O(n).
  static func spell(_ component: Component, findings: inout [Finding]) -> Component {
    var result = component
    let schema = Schema.of(component: component.name)
    result.properties = []
    result.properties.reserveCapacity(component.properties.count)
    for property in component.properties {
      switch CanonicalValue.kind(of: property, schema[property.name]) {
      case .duration:
        result.properties.append(duration(property, schema, findings: &findings))
      case .date:
        result.properties.append(date(property, schema, findings: &findings))
      case .dateList:
        for value in TextEscaping.split(property.value, at: ASCII.comma) {
          var single = property
          single.value = value
          result.properties.append(date(single, schema, findings: &findings))
        }
      case .floats(let count):
        result.properties.append(PositionSpelling.spell(property, count, findings: &findings))
      default:
        result.properties.append(stamp(property, schema[property.name]))
      }
    }
    result.components = component.components.map { spell($0, findings: &findings) }
    return result
  }

  /// Stamps are compared by nobody, but written: a time with fractions of a second or with hyphens
  /// is no value of RFC 5545. What is no time stays as it is.
  private static func stamp(_ property: Property, _ row: PropertySchema) -> Property {
    guard row.isVolatile, row.defaultType == "DATE-TIME",
      let value = DateValue(property.value), !value.first.isDate, !value.isPeriod,
      value.text != property.value
    else { return property }
    var result = property
    result.value = value.text
    return result
  }

  private static func duration(
    _ property: Property, _ schema: Schema, findings: inout [Finding]
  ) -> Property {
    var result = property
    if property.has("RELATED", "START"), property.name == "TRIGGER" {
      // The default, which most programs leave out.
      result.remove(parameter: "RELATED")
    }
    if let duration = CalendarDuration(property.value.trimmed.bytes) {
      result.value = Text(duration.description)
      return result
    }
    if property.name == "TRIGGER", DateValue(property.value) != nil {
      return date(result, schema, findings: &findings)
    }
    findings.append(
      Finding(
        .durationInvalid, line: Int(property.line), column: 1,
        message: "\(property.name) is no duration: “\(property.value.shown)”."))
    return result
  }

  private static func date(
    _ property: Property, _ schema: Schema, findings: inout [Finding]
  ) -> Property {
    var result = property
    guard let value = DateValue(property.value) else {
      findings.append(
        Finding(
          .dateInvalid, line: Int(property.line), column: 1,
          message: "\(property.name) is no date: “\(property.value.shown)”."))
      return result
    }
    // A value that is spelled well stays a slice of the file.
    result.value = property.value.trimmed
    let spelled = value.text
    if result.value != spelled {
      result.value = spelled
      findings.append(
        Finding(
          .dateSpelling, line: Int(property.line), column: 1,
          message: "\(property.name) was written “\(property.value.shown)”."))
    }
    let usual = schema[property.name].defaultType
    let wanted = value.typeName
    let said = property.parameter(.value)
    if said.map({ !$0.equalsIgnoringCase(wanted) }) ?? (wanted != usual) {
      findings.append(
        Finding(
          .dateType, line: Int(property.line), column: 1,
          message: "\(property.name) says it is a \(said?.shown ?? usual) and is a \(wanted)."))
    }
    if said != nil || wanted != usual {
      result.set(.value, wanted == usual ? [] : [Text(wanted)])
    }
    if let zone = property.parameter(.tzid), value.first.isDate || value.first.isUTC || zone.isEmpty
    {
      result.remove(parameter: .tzid)
      findings.append(
        Finding(
          .zoneNotNeeded, line: Int(property.line), column: 1,
          message: "\(property.name) has a TZID that cannot apply."))
    }
    return result
  }
}

/// A date, a time, or a period of which one end may be a duration.
struct DateValue {
  var first: CalendarValue
  var end: CalendarValue?
  var duration: CalendarDuration?

  /// Reads the spellings of RFC 5545, extended ISO 8601, and times with an offset, which become
  /// UTC.
  init?(_ text: Text) {
    let text = text.trimmed
    guard let slash = text.firstIndex(of: 0x2F) else {
      guard let value = Self.single(text) else { return nil }
      first = value
      return
    }
    guard let start = Self.single(text[0..<slash]), !start.isDate else { return nil }
    first = start
    let rest = text[(slash + 1)..<text.count]
    if let duration = CalendarDuration(rest.bytes) {
      self.duration = duration
    } else if let end = Self.single(rest), !end.isDate {
      self.end = end
    } else {
      return nil
    }
  }

  private static func single(_ text: Text) -> CalendarValue? {
    if let value = CalendarValue(text.bytes, extended: true) { return value }
    return Instant(text.bytes).map { .utc($0.utc) }
  }

  var isPeriod: Bool { end != nil || duration != nil }

  var typeName: String { isPeriod ? "PERIOD" : first.isDate ? "DATE" : "DATE-TIME" }

  var text: Text {
    var bytes: [UInt8] = []
    first.print(to: &bytes)
    if isPeriod { bytes.append(0x2F) }
    end?.print(to: &bytes)
    duration?.print(to: &bytes)
    return Text(bytes)
  }

  /// The value with both ends passed through `change`; nil if one has no answer.
  func mapped(_ change: (CalendarValue) -> CalendarValue?) -> DateValue? {
    var result = self
    guard let first = change(first) else { return nil }
    result.first = first
    if let end {
      guard let end = change(end) else { return nil }
      result.end = end
    }
    return result
  }
}
