import CLibical
import Glibc

/// Reads one file with libical and copies what it says into Swift values.
///
/// Only parsing and the restriction check are used. Zones are never resolved and rules never
/// expanded: 3.0.16 hangs on valid rules. Everything here must run inside the one `Witness`.
struct LibicalReading {
  private(set) var report = WitnessReport()

  /// Reads text that ends with a NUL and holds no other.
  mutating func read(_ text: [CChar]) {
    icalerror_set_errors_are_fatal(0)
    // The functions without `_r` put what they return into a ring that belongs to the thread.
    defer { icalmemory_free_ring() }
    let parsed = text.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.flatMap { icalparser_parse_string($0) }
    }
    guard let root = parsed else {
      report.findings.append(
        .init(
          code: .unreadable, severity: .error, kind: "VCALENDAR", uid: "", recurrenceID: "",
          message: "libical reads nothing here: there is no calendar, or an END is missing"))
      return
    }
    defer { icalcomponent_free(root) }
    collect(root)
    checkRestrictions(root)
    collectErrors(root, kind: "VCALENDAR", uid: "", recurrenceID: "")
  }

  private mutating func collect(_ component: OpaquePointer) {
    let kind = icalcomponent_isa(component)
    if kind == ICAL_VEVENT_COMPONENT || kind == ICAL_VTODO_COMPONENT {
      report.components.append(Self.copy(component))
      return
    }
    Self.forEachChild(of: component) { collect($0) }
  }

  private func checkRestrictions(_ component: OpaquePointer) {
    if icalcomponent_isa(component) == ICAL_VCALENDAR_COMPONENT {
      // What it finds it adds to the components as X-LIC-ERROR.
      _ = icalrestriction_check(component)
    } else {
      Self.forEachChild(of: component) { checkRestrictions($0) }
    }
  }

  private mutating func collectErrors(
    _ component: OpaquePointer, kind: String, uid: String, recurrenceID: String
  ) {
    var (kind, uid, recurrenceID) = (kind, uid, recurrenceID)
    let own = icalcomponent_isa(component)
    if own == ICAL_VEVENT_COMPONENT || own == ICAL_VTODO_COMPONENT {
      kind = own == ICAL_VEVENT_COMPONENT ? "VEVENT" : "VTODO"
      uid = Self.first(ICAL_UID_PROPERTY, of: component)
      recurrenceID = Self.first(ICAL_RECURRENCEID_PROPERTY, of: component)
    } else if let name = icalcomponent_kind_to_string(own), own != ICAL_XROOT_COMPONENT {
      kind = String(cString: name)
    }
    var property = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY)
    while let current = property {
      if let finding = Self.finding(
        current, kind: kind, uid: uid, recurrenceID: recurrenceID)
      {
        report.findings.append(finding)
      }
      property = icalcomponent_get_next_property(component, ICAL_XLICERROR_PROPERTY)
    }
    Self.forEachChild(of: component) {
      collectErrors($0, kind: kind, uid: uid, recurrenceID: recurrenceID)
    }
  }

  /// Visits the children. libical keeps one iterator in each component, so a visit must not walk
  /// the children of its parent.
  private static func forEachChild(
    of component: OpaquePointer, _ body: (OpaquePointer) -> Void
  ) {
    var child = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT)
    while let current = child {
      body(current)
      child = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT)
    }
  }

  private static func copy(_ component: OpaquePointer) -> WitnessComponent {
    let kind = icalcomponent_kind_to_string(icalcomponent_isa(component))
    var copied = WitnessComponent(kind: kind.map { String(cString: $0) } ?? "", properties: [])
    var property = icalcomponent_get_first_property(component, ICAL_ANY_PROPERTY)
    while let current = property {
      if icalproperty_isa(current) != ICAL_XLICERROR_PROPERTY {
        copied.properties.append(copy(property: current))
      }
      property = icalcomponent_get_next_property(component, ICAL_ANY_PROPERTY)
    }
    forEachChild(of: component) {
      if icalcomponent_isa($0) == ICAL_VALARM_COMPONENT { copied.alarms.append(copy($0)) }
    }
    return copied
  }

  private static func first(_ kind: icalproperty_kind, of component: OpaquePointer) -> String {
    icalcomponent_get_first_property(component, kind).map(value(of:)) ?? ""
  }

  private static func copy(property: OpaquePointer) -> WitnessProperty {
    let name = taken(icalproperty_get_property_name_r(property)) ?? ""
    var parameters: [WitnessParameter] = []
    var parameter = icalproperty_get_first_parameter(property, ICAL_ANY_PARAMETER)
    while let current = parameter {
      if let text = taken(icalparameter_as_ical_string_r(current)) {
        parameters.append(Self.parameter(text))
      }
      parameter = icalproperty_get_next_parameter(property, ICAL_ANY_PARAMETER)
    }
    return WitnessProperty(name, parameters, value: value(of: property))
  }

  /// The value as a content line would hold it. Text is escaped here: for some properties libical
  /// forgets to.
  private static func value(of property: OpaquePointer) -> String {
    guard let value = icalproperty_get_value(property) else { return "" }
    switch icalvalue_isa(value) {
    case ICAL_TEXT_VALUE:
      guard let text = icalvalue_get_text(value) else { return "" }
      return ValueForm.escaped(String(cString: text))
    case ICAL_X_VALUE:
      guard let text = icalvalue_get_x(value) else { return "" }
      return ValueForm.escaped(String(cString: text))
    default:
      return taken(icalproperty_get_value_as_string_r(property)) ?? ""
    }
  }

  /// Reads `NAME="value"` as libical writes it; it never writes a list.
  private static func parameter(_ text: String) -> WitnessParameter {
    let bytes = Array(text.utf8)
    guard let equals = bytes.firstIndex(of: 0x3D) else { return .init(text, []) }
    var value = bytes[(equals + 1)...]
    if value.count >= 2, value.first == 0x22, value.last == 0x22 {
      value = value.dropFirst().dropLast()
    }
    return .init(
      String(decoding: bytes[..<equals], as: UTF8.self),
      [ParameterText.decoded(String(decoding: value, as: UTF8.self))])
  }

  /// Copies text that the caller owns and frees it.
  private static func taken(_ text: UnsafeMutablePointer<CChar>?) -> String? {
    guard let text else { return nil }
    defer { icalmemory_free_buffer(text) }
    return String(cString: text)
  }

  private static func finding(
    _ property: OpaquePointer, kind: String, uid: String, recurrenceID: String
  ) -> WitnessFinding? {
    // Without a type it came with the file, from some earlier libical.
    guard let type = icalproperty_get_first_parameter(property, ICAL_XLICERRORTYPE_PARAMETER)
    else { return nil }
    let message =
      icalproperty_get_xlicerror(property).map { String(cString: $0) } ?? "unknown complaint"
    let (code, severity): (WitnessFinding.Code, WitnessFinding.Severity) =
      switch icalparameter_get_xlicerrortype(type) {
      case ICAL_XLICERRORTYPE_VALUEPARSEERROR:
        message.hasPrefix("No value for") ? (.emptyValue, .note) : (.value, .error)
      case ICAL_XLICERRORTYPE_PROPERTYPARSEERROR: (.unknownProperty, .note)
      case ICAL_XLICERRORTYPE_PARAMETERNAMEPARSEERROR,
        ICAL_XLICERRORTYPE_PARAMETERVALUEPARSEERROR:
        (.parameter, .warning)
      case ICAL_XLICERRORTYPE_INVALIDITIP: (.restriction, .warning)
      default: (.other, .warning)
      }
    return WitnessFinding(
      code: code, severity: severity, kind: kind, uid: uid, recurrenceID: recurrenceID,
      property: subject(of: message), message: message)
  }

  /// The property that a complaint names: the word before or after `property`, or after `name:`.
  private static func subject(of message: String) -> String? {
    let words = message.split(separator: " ").map(String.init)
    for (index, word) in words.enumerated() {
      if message.hasPrefix("Parse error in property name:") { return words.last }
      if word.hasPrefix("property"), index > 0 {
        let before = words[index - 1]
        if before.utf8.allSatisfy({ (0x41...0x5A).contains($0) || $0 == 0x2D }) { return before }
        guard index + 1 < words.count else { return nil }
        return words[index + 1].hasSuffix(":") ? String(words[index + 1].dropLast()) : nil
      }
    }
    return nil
  }
}
