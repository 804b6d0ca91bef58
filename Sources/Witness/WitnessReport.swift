/// What libical made of a file.
package struct WitnessReport: Sendable, Equatable {
  /// The events and tasks it read, in the order of the file.
  package var components: [WitnessComponent]
  /// What it complained about.
  package var findings: [WitnessFinding]

  /// Makes a report.
  package init(components: [WitnessComponent] = [], findings: [WitnessFinding] = []) {
    self.components = components
    self.findings = findings
  }
}

/// One complaint of libical about a file.
package struct WitnessFinding: Sendable, Equatable, CustomStringConvertible {
  /// How much it matters.
  package enum Severity: String, Sendable {
    case error
    case warning
    case note
  }

  /// The stable name of a complaint.
  package enum Code: String, Sendable, CaseIterable {
    /// libical read nothing at all: no calendar, or an END is missing.
    case unreadable = "witness.unreadable"
    /// The file was not handed to libical: it is too large, nested too deeply, or has an END too
    /// many.
    case refused = "witness.refused"
    /// NUL bytes, which C text cannot hold, were replaced by `?`.
    case nul = "witness.nul"
    /// A value does not fit the type of its property; libical dropped the property.
    case value = "witness.value"
    /// A property has no value; libical dropped it.
    case emptyValue = "witness.empty-value"
    /// libical 3.0.16 does not know the property, or its name is malformed.
    case unknownProperty = "witness.unknown-property"
    /// A parameter is malformed or does not fit its property.
    case parameter = "witness.parameter"
    /// A component has too few or too many of a property (RFC 5545, RFC 5546).
    case restriction = "witness.restriction"
    /// Any other complaint.
    case other = "witness.other"
  }

  /// The name of the complaint.
  package var code: Code
  /// How much it matters.
  package var severity: Severity
  /// The component it is about, `VCALENDAR` for the file.
  package var kind: String
  /// The UID of the event or task it is about, or nothing.
  package var uid: String
  /// The RECURRENCE-ID of the event or task it is about, or nothing.
  package var recurrenceID: String
  /// The property it is about, where libical names one.
  package var property: String?
  /// What libical says.
  package var message: String

  /// One line: severity, component, property, message.
  package var description: String {
    let place = [kind, uid, recurrenceID, property ?? ""].filter { !$0.isEmpty }
    return "\(severity.rawValue): \(place.joined(separator: " ")): \(message)"
  }
}

/// One difference between our reading and libical's.
package struct WitnessDisagreement: Sendable, Equatable, CustomStringConvertible {
  /// The component: `VEVENT` or `VTODO`.
  package var kind: String
  /// Its UID, or nothing.
  package var uid: String
  /// Its RECURRENCE-ID, or nothing.
  package var recurrenceID: String
  /// The property, `VALARM` for an alarm, or `*` for the whole component.
  package var property: String
  /// What only we read, in comparable form.
  package var ours: [String]
  /// What only libical read, in comparable form.
  package var theirs: [String]

  /// One line a person can act on.
  package var description: String {
    let place = [kind, uid, recurrenceID].filter { !$0.isEmpty }.joined(separator: " ")
    func spelled(_ values: [String]) -> String {
      values.isEmpty ? "nothing" : values.map { "\u{201C}\($0)\u{201D}" }.joined(separator: ", ")
    }
    return "\(place): \(property): we read \(spelled(ours)), libical \(spelled(theirs))"
  }
}
