package import ContentLines

/// What a record is.
package enum RecordKind: String, Sendable, CaseIterable, Comparable, Codable {
  case contact, event, task

  package static func < (one: RecordKind, other: RecordKind) -> Bool {
    one.rawValue < other.rawValue
  }

  /// The format its properties belong to.
  package var format: Format { self == .contact ? .vCard : .iCalendar }
}

/// The two formats; each has its own schema.
package enum Format: Sendable {
  case vCard, iCalendar
}

/// One contact, one event (a whole recurrence set) or one task.
///
/// A contact has one component. An event or task has its master first, where it has one, then its
/// instances (components with RECURRENCE-ID) by original start.
package struct Record: Sendable, Hashable {
  package var kind: RecordKind
  package var components: [Component]
  /// Definitions of zones that no IANA name explains (VTIMEZONE), kept with the record.
  package var zones: [Component]

  package init(_ kind: RecordKind, _ components: [Component], zones: [Component] = []) {
    self.kind = kind
    self.components = components
    self.zones = zones
  }

  /// The value of UID, or nil. Compared byte by byte.
  package var uid: Text? {
    get {
      for index in components.indices {
        if let value = components[index].first(.uid)?.value, !value.isEmpty { return value }
      }
      return nil
    }
    set {
      for index in components.indices {
        components[index].set(.uid, newValue.map { Property(.uid, value: $0) })
      }
    }
  }

  /// The component without RECURRENCE-ID: the contact, the single event, the master of a series.
  package var master: Component? {
    components.first { !$0.has(.recurrenceID) }
  }

  /// The instances, by original start.
  package var instances: [Component] {
    components.filter { $0.has(.recurrenceID) }
  }

  /// The record as a person knows it: the first of the schema's naming properties with a value, in
  /// their order, or `(no name)`.
  package var displayName: String {
    guard let component = master ?? components.first else { return "(no name)" }
    for name in Schema.namingProperties(kind.format) {
      guard let property = component.first(name) else { continue }
      let parts = property.parts.map { TextEscaping.unescape($0).trimmed.string }
      let order = Schema.spokenOrder(name, count: parts.count)
      let words = order.map { parts[$0] }.filter { !$0.isEmpty }
      if !words.isEmpty { return words.joined(separator: " ") }
    }
    return "(no name)"
  }
}

extension Name {
  package static let uid: Name = "UID"
  package static let version: Name = "VERSION"
  package static let recurrenceID: Name = "RECURRENCE-ID"
  package static let type: Name = "TYPE"
  package static let value: Name = "VALUE"
  package static let tzid: Name = "TZID"
  package static let vcard: Name = "VCARD"
  package static let vcalendar: Name = "VCALENDAR"
  package static let vevent: Name = "VEVENT"
  package static let vtodo: Name = "VTODO"
  package static let valarm: Name = "VALARM"
  package static let vtimezone: Name = "VTIMEZONE"
  /// Holds a line that is no content line, so that nothing read is lost.
  package static let unread: Name = "X-DRAWBRIDGE-UNREAD"
  /// The calendar, task list or address book a record lies in (FORMS, Workspace).
  package static let collection: Name = "X-DRAWBRIDGE-COLLECTION"
}
