/// What libical 3.0.16 knows. Anything else it drops or garbles, so it is not compared; our own
/// reader proves the rest.
enum KnownProperties {
  /// The properties of events, tasks and alarms that it knows, with the form their values take.
  ///
  /// Taken from `icalproperty_kind_to_string` of that version.
  static let forms: [String: ValueForm] = [
    "ACKNOWLEDGED": .time, "ACTION": .keyword, "ATTACH": .attachment, "ATTENDEE": .verbatim,
    "CATEGORIES": .textList, "CLASS": .keyword, "COLOR": .text, "COMMENT": .text,
    "COMPLETED": .time, "CONFERENCE": .verbatim, "CONTACT": .text, "CREATED": .time,
    "DESCRIPTION": .text, "DTEND": .time, "DTSTAMP": .time, "DTSTART": .time, "DUE": .time,
    "DURATION": .time, "ESTIMATED-DURATION": .time, "EXDATE": .timeList, "EXRULE": .rule,
    "GEO": .position, "IMAGE": .attachment, "LAST-MODIFIED": .time, "LOCATION": .text,
    "NAME": .text, "ORGANIZER": .verbatim, "PERCENT-COMPLETE": .integer, "PRIORITY": .integer,
    "RDATE": .timeList, "RECURRENCE-ID": .time, "REFRESH-INTERVAL": .time, "RELATED-TO": .text,
    "REPEAT": .integer, "REQUEST-STATUS": .statusCode, "RESOURCES": .textList, "RRULE": .rule,
    "SEQUENCE": .integer, "SOURCE": .verbatim, "STATUS": .keyword, "SUMMARY": .text,
    "TASK-MODE": .keyword, "TRANSP": .keyword, "TRIGGER": .time, "UID": .text, "URL": .verbatim,
  ]

  /// The form of a property's value, or nil if libical does not know the property.
  ///
  /// A property whose name begins with `X-` takes the type its VALUE parameter names.
  static func form(of name: String, valueType: String?) -> ValueForm? {
    if let form = forms[name] { return form }
    // libical's own marks are no content, whoever wrote them.
    guard name.hasPrefix("X-"), !name.hasPrefix("X-LIC-") else { return nil }
    switch valueType?.uppercased() {
    case nil: return .text
    case "TEXT": return .textList
    case "DATE", "DATE-TIME", "DURATION", "PERIOD", "TIME": return .timeList
    case "INTEGER": return .integer
    case "RECUR": return .rule
    case "UTC-OFFSET": return .offset
    case "URI", "CAL-ADDRESS": return .verbatim
    case "BINARY": return .attachment
    case "FLOAT": return .float
    // It refuses every BOOLEAN.
    case "BOOLEAN": return nil
    default: return .text
    }
  }

  /// How the values of a parameter compare.
  enum ParameterForm {
    /// Exactly.
    case exact
    /// Without regard to case: libical writes known words in capitals.
    case word
    /// As a list of words in any order.
    case words
    /// By the first value of a list: libical drops the others.
    case firstOnly
  }

  /// The parameters that libical 3.0.16 knows. VALUE is left out: the value itself shows it.
  static let parameters: [String: ParameterForm] = [
    "ALTREP": .exact, "CN": .exact, "CUTYPE": .word, "DELEGATED-FROM": .firstOnly,
    "DELEGATED-TO": .firstOnly, "DIR": .exact, "DISPLAY": .words, "EMAIL": .exact,
    "ENCODING": .word, "FBTYPE": .word, "FEATURE": .words, "FILENAME": .exact,
    "FMTTYPE": .exact, "LABEL": .exact, "LANGUAGE": .exact, "MANAGED-ID": .exact,
    "MEMBER": .firstOnly, "PARTSTAT": .word, "RANGE": .word, "RELATED": .word, "RELTYPE": .word,
    "ROLE": .word, "RSVP": .word, "SCHEDULE-AGENT": .word, "SCHEDULE-FORCE-SEND": .word,
    "SCHEDULE-STATUS": .exact, "SENT-BY": .exact, "SIZE": .exact, "TZID": .exact,
  ]

  /// How a parameter compares, or nil if libical does not know it.
  static func parameterForm(of name: String) -> ParameterForm? {
    parameters[name] ?? (name.hasPrefix("X-") && !name.hasPrefix("X-LIC-") ? .firstOnly : nil)
  }
}
