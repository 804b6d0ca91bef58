/// A row as written in the tables below.
struct SchemaRow: Sendable {
  var name: String
  var value: ValueKind
  var cardinality: PropertySchema.Cardinality
  var key: KeyRule
  var unit: MergeUnit
  var scope: Scope
  var isVolatile: Bool
  var defaultType: String
  /// The type that VALUE has to name because the standard has no default; empty where it has one.
  var statedType: String
  /// The most components of a structured value; 0 where there is no limit.
  var mostParts: Int
  var role: PropertyRole?
  var versions: VCardVersions
}

private func row(
  _ name: String, _ value: ValueKind, _ cardinality: PropertySchema.Cardinality,
  key: KeyRule = .none, unit: MergeUnit = .property, scope: Scope = .shared,
  volatile: Bool = false, type: String = "", stated: String = "", most: Int = 0,
  role: PropertyRole? = nil, in versions: VCardVersions = .all
) -> SchemaRow {
  SchemaRow(
    name: name, value: value, cardinality: cardinality, key: key, unit: unit, scope: scope,
    isVolatile: volatile, defaultType: type, statedType: stated, mostParts: most,
    role: role, versions: versions)
}

/// vCard: RFC 6350, 6474, 6715, 8605, 9554, and the vendor properties we give a meaning. The order
/// is the canonical order.
let vCardRows: [SchemaRow] = [
  row("VERSION", .raw, .one, unit: .identity),
  row("KIND", .text, .one, type: "text", in: .only4),
  row("UID", .uri, .one, unit: .identity, type: "uri"),
  row("FN", .text, .many, type: "text", role: .fullName),
  // RFC 9554 sections 2.1 and 2.2 add components to N and ADR.
  row(
    "N", .structured(count: 5, lists: true), .one, unit: .components, type: "text", most: 7,
    role: .nameParts),
  row("X-PHONETIC-FIRST-NAME", .text, .one, type: "text"),
  row("X-PHONETIC-MIDDLE-NAME", .text, .one, type: "text"),
  row("X-PHONETIC-LAST-NAME", .text, .one, type: "text"),
  row("NICKNAME", .textList, .many, key: .value, type: "text", in: .from3),
  row("GENDER", .structured(count: 1, lists: false), .one, type: "text", in: .only4),
  row("PRONOUNS", .text, .many, key: .value, type: "text", in: .only4),
  row("GRAMGENDER", .text, .many, key: .value, type: "text", in: .only4),
  row("ORG", .structured(count: 1, lists: false), .many, type: "text", role: .company),
  row("X-PHONETIC-ORG", .text, .one, type: "text"),
  row("TITLE", .text, .many, type: "text"),
  row("ROLE", .text, .many, type: "text"),
  row("EMAIL", .text, .many, key: .email, type: "text"),
  row("TEL", .text, .many, key: .phone, type: "text"),
  row(
    "ADR", .structured(count: 7, lists: true), .many, key: .postalAddress, type: "text", most: 18),
  row("IMPP", .uri, .many, key: .value, type: "uri", in: .from3),
  row("SOCIALPROFILE", .uri, .many, key: .value, type: "uri", in: .only4),
  row("URL", .uri, .many, key: .value, type: "uri"),
  row("CONTACT-URI", .uri, .many, key: .value, type: "uri", in: .only4),
  row("BDAY", .date, .one, type: "date-and-or-time"),
  row("ANNIVERSARY", .date, .one, type: "date-and-or-time", in: .only4),
  row("DEATHDATE", .date, .one, type: "date-and-or-time", in: .only4),
  row("BIRTHPLACE", .text, .one, type: "text", in: .only4),
  row("DEATHPLACE", .text, .one, type: "text", in: .only4),
  row("X-ABDATE", .date, .many, key: .value, type: "date-and-or-time"),
  row("RELATED", .uri, .many, key: .value, type: "uri", in: .only4),
  row("MEMBER", .uri, .many, key: .value, type: "uri", in: .only4),
  row("LANG", .language, .many, key: .value, type: "language-tag", in: .only4),
  row("LANGUAGE", .language, .one, type: "language-tag", in: .only4),
  row("TZ", .text, .many, key: .value, type: "text"),
  row("GEO", .uri, .many, key: .value, type: "uri"),
  row(
    "CATEGORIES", .textList, .many, key: .value, scope: .account, type: "text", role: .labels,
    in: .from3),
  row("EXPERTISE", .text, .many, key: .value, type: "text", in: .only4),
  row("HOBBY", .text, .many, key: .value, type: "text", in: .only4),
  row("INTEREST", .text, .many, key: .value, type: "text", in: .only4),
  row("ORG-DIRECTORY", .uri, .many, key: .value, type: "uri", in: .only4),
  row("NOTE", .text, .many, unit: .lines, type: "text"),
  row("X-DRAWBRIDGE-FIELD", .text, .many, key: .value, type: "text"),
  row("PHOTO", .uri, .many, type: "uri"),
  row("LOGO", .uri, .many, type: "uri"),
  row("SOUND", .uri, .many, type: "uri"),
  row("KEY", .uri, .many, key: .value, type: "uri"),
  row("FBURL", .uri, .many, key: .value, type: "uri"),
  row("CALADRURI", .uri, .many, key: .value, type: "uri"),
  row("CALURI", .uri, .many, key: .value, type: "uri"),
  row("SOURCE", .uri, .many, key: .value, type: "uri", in: .from3),
  row("XML", .text, .many, key: .value, type: "text", in: .only4),
  row(
    "CLIENTPIDMAP", .structured(count: 2, lists: false), .many, key: .value, type: "text",
    in: .only4),
  row("JSPROP", .text, .many, key: .value, type: "text", in: .only4),
  row("CLASS", .text, .one, type: "text", in: .only3),
  row("MAILER", .text, .many, type: "text", in: .until3),
  row("SORT-STRING", .text, .many, type: "text", in: .only3),
  row("AGENT", .text, .many, type: "text", in: .until3),
  row("LABEL", .text, .many, key: .value, type: "text", in: .until3),
  row("X-ABLABEL", .text, .many, type: "text"),
  row("X-ABADR", .text, .many, type: "text"),
  row("X-ABSHOWAS", .text, .one, type: "text"),
  row("X-DRAWBRIDGE-COLLECTION", .text, .one, unit: .property, type: "text"),
  row("CREATED", .raw, .one, volatile: true, type: "timestamp", in: .only4),
  row("PRODID", .text, .one, volatile: true, type: "text", in: .from3),
  row("REV", .raw, .many, volatile: true, type: "timestamp"),
]

/// iCalendar: RFC 5545, 7986, 9073, 9074, 9253. The order is the canonical order.
let iCalendarRows: [SchemaRow] = [
  row("VERSION", .raw, .one, unit: .identity, type: "TEXT"),
  row("PRODID", .text, .one, volatile: true, type: "TEXT"),
  row("CALSCALE", .word, .one, unit: .identity, type: "TEXT"),
  row("METHOD", .word, .one, type: "TEXT"),
  row("UID", .raw, .one, unit: .identity, type: "TEXT"),
  row("RECURRENCE-ID", .date, .one, unit: .identity, type: "DATE-TIME"),
  row("DTSTAMP", .raw, .one, volatile: true, type: "DATE-TIME"),
  row("CREATED", .raw, .one, volatile: true, type: "DATE-TIME"),
  row("LAST-MODIFIED", .raw, .one, volatile: true, type: "DATE-TIME"),
  row("SEQUENCE", .integer, .one, volatile: true, type: "INTEGER"),
  row("X-DRAWBRIDGE-COLLECTION", .text, .one, unit: .property, type: "TEXT"),
  row("DTSTART", .date, .one, unit: .schedule, type: "DATE-TIME"),
  row("DTEND", .date, .one, unit: .schedule, type: "DATE-TIME"),
  row("DUE", .date, .one, unit: .dates, type: "DATE-TIME"),
  row("DURATION", .duration, .one, unit: .schedule, type: "DURATION"),
  row("RRULE", .recurrence, .many, unit: .schedule, type: "RECUR"),
  row("EXRULE", .recurrence, .many, unit: .schedule, type: "RECUR"),
  row("RDATE", .dateList, .many, key: .value, unit: .instances, type: "DATE-TIME"),
  row("EXDATE", .dateList, .many, key: .value, unit: .instances, type: "DATE-TIME"),
  row("SUMMARY", .text, .one, type: "TEXT", role: .title),
  row("LOCATION", .text, .one, type: "TEXT"),
  row("DESCRIPTION", .text, .one, unit: .lines, type: "TEXT"),
  row("STYLED-DESCRIPTION", .text, .many, stated: "TEXT"),
  row("STATUS", .word, .one, unit: .property, type: "TEXT", role: .state),
  row("PERCENT-COMPLETE", .integer, .one, unit: .progress, type: "INTEGER"),
  row("COMPLETED", .date, .one, unit: .progress, type: "DATE-TIME"),
  row("TRANSP", .word, .one, type: "TEXT"),
  row("BUSYTYPE", .word, .one, type: "TEXT"),
  row("CLASS", .word, .one, type: "TEXT", role: .privacy),
  row("PRIORITY", .integer, .one, type: "INTEGER"),
  row("CATEGORIES", .textList, .many, key: .value, type: "TEXT"),
  row("ORGANIZER", .address, .one, key: .none, type: "CAL-ADDRESS"),
  row("ATTENDEE", .address, .many, key: .calendarAddress, type: "CAL-ADDRESS", role: .guests),
  row("CONTACT", .text, .many, key: .value, type: "TEXT"),
  row("COMMENT", .text, .many, type: "TEXT"),
  row("RESOURCES", .textList, .many, key: .value, type: "TEXT"),
  row("RELATED-TO", .text, .many, key: .value, type: "TEXT"),
  row("X-DRAWBRIDGE-PARENT", .text, .one, scope: .account, type: "TEXT"),
  row("LINK", .uri, .many, key: .value),
  row("CONCEPT", .uri, .many, key: .value, type: "URI"),
  row("REFID", .text, .many, key: .value, type: "TEXT"),
  row("GEO", .floats(count: 2), .one, type: "FLOAT"),
  row("URL", .uri, .one, type: "URI"),
  row("CONFERENCE", .uri, .many, key: .value, stated: "URI"),
  row("X-GOOGLE-CONFERENCE", .uri, .many, key: .value, type: "URI"),
  row("ATTACH", .uri, .many, key: .value, type: "URI"),
  row("IMAGE", .uri, .many, key: .value),
  row("STRUCTURED-DATA", .raw, .many, key: .value),
  row("COLOR", .text, .one, scope: .account, type: "TEXT"),
  row("NAME", .text, .many, type: "TEXT"),
  row("REFRESH-INTERVAL", .duration, .one, stated: "DURATION"),
  row("SOURCE", .uri, .one, type: "URI"),
  row("REQUEST-STATUS", .raw, .many, key: .value, type: "TEXT"),
  row("CALENDAR-ADDRESS", .address, .many, key: .calendarAddress, type: "CAL-ADDRESS"),
  row("LOCATION-TYPE", .textList, .many, key: .value, type: "TEXT"),
  row("PARTICIPANT-TYPE", .word, .one, type: "TEXT"),
  row("RESOURCE-TYPE", .word, .many, type: "TEXT"),
  row("ACTION", .word, .one, type: "TEXT"),
  row("TRIGGER", .duration, .one, type: "DURATION"),
  row("REPEAT", .integer, .one, type: "INTEGER"),
  row("ACKNOWLEDGED", .date, .one, type: "DATE-TIME"),
  row("PROXIMITY", .word, .one, type: "TEXT"),
  row("TZID", .text, .one, type: "TEXT"),
  row("TZURL", .uri, .one, type: "URI"),
  row("TZNAME", .text, .many, type: "TEXT"),
  row("TZOFFSETFROM", .offset, .one, type: "UTC-OFFSET"),
  row("TZOFFSETTO", .offset, .one, type: "UTC-OFFSET"),
  row("FREEBUSY", .raw, .many, type: "PERIOD"),
  row("X-DRAWBRIDGE-FIELD", .text, .many, key: .value, type: "TEXT"),
  row("X-WR-CALNAME", .text, .one, type: "TEXT", role: .calendarName),
  row("X-WR-CALDESC", .text, .one, type: "TEXT"),
  row("X-WR-TIMEZONE", .text, .one, type: "TEXT", role: .calendarZone),
]

/// In a task some properties mean something else than in an event.
let taskUnits: [String: MergeUnit] = [
  "DTSTART": .dates, "DUE": .dates, "DURATION": .dates, "RRULE": .schedule,
  "STATUS": .progress, "PERCENT-COMPLETE": .progress, "COMPLETED": .progress,
]

/// In a journal DESCRIPTION may repeat (RFC 5545 section 3.6.3).
let journalRepeats: Set<String> = ["DESCRIPTION"]

/// Parameters with a canonical case, or that are sets. In vCard VALUE is lower-case, in iCalendar
/// upper-case.
let vCardParameters: [ParameterSchema] = [
  ParameterSchema(name: "TYPE", letterCase: .lower, isSet: true, splitsQuoted: true),
  ParameterSchema(name: "VALUE", letterCase: .lower, isSet: false, splitsQuoted: false),
  ParameterSchema(name: "CALSCALE", letterCase: .lower, isSet: false, splitsQuoted: false),
  ParameterSchema(name: "MEDIATYPE", letterCase: .lower, isSet: false, splitsQuoted: false),
  ParameterSchema(name: "LEVEL", letterCase: .lower, isSet: false, splitsQuoted: false),
  ParameterSchema(name: "PID", letterCase: .asWritten, isSet: true, splitsQuoted: true),
  ParameterSchema(name: "SORT-AS", letterCase: .asWritten, isSet: false, splitsQuoted: true),
]
let iCalendarParameters: [ParameterSchema] =
  calendarWords.map {
    ParameterSchema(
      name: $0, letterCase: .upper, isSet: $0 == "FEATURE" || $0 == "DISPLAY", splitsQuoted: false)
  }
  + calendarAddresses.map {
    ParameterSchema(name: $0, letterCase: .asWritten, isSet: true, splitsQuoted: false)
  }
private let calendarWords: [Name] = [
  "VALUE", "ENCODING", "CUTYPE", "ROLE", "PARTSTAT", "RSVP", "RELTYPE", "RELATED", "RANGE",
  "FBTYPE", "SCHEDULE-AGENT", "FEATURE", "DISPLAY", "ORDER", "DERIVED",
]
private let calendarAddresses: [Name] = ["MEMBER", "DELEGATED-TO", "DELEGATED-FROM"]

/// All names that are interned.
enum SchemaNames {
  static let properties =
    (vCardRows + iCalendarRows).map(\.name) + [
      "X-DRAWBRIDGE-UNREAD", "BEGIN", "END",
    ] + idioms
  /// Names that are upgraded on reading; interned so that they are found fast.
  private static let idioms = [
    "PROFILE", "X-ABRELATEDNAMES", "X-ADDRESSBOOKSERVER-KIND", "X-ADDRESSBOOKSERVER-MEMBER",
    "X-SOCIALPROFILE", "X-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY", "X-KADDRESSBOOK-X-ANNIVERSARY",
    "X-GENDER", "X-WAB-GENDER", "X-SPOUSE", "X-EVOLUTION-SPOUSE", "X-KADDRESSBOOK-X-SPOUSESNAME",
    "X-AIM", "X-ICQ", "X-JABBER", "X-MSN", "X-YAHOO", "X-SKYPE", "X-SKYPE-USERNAME", "X-GTALK",
    "X-GOOGLE-TALK", "X-QQ", "X-GADUGADU", "X-GROUPWISE", "X-SIP", "X-ANDROID-CUSTOM",
    "X-MS-ANNIVERSARY", "X-MS-SPOUSE", "X-MS-CHILD", "X-ALT-DESC", "X-WR-ALARMUID",
    "X-EVOLUTION-ALARM-UID", "X-PUBLISHED-TTL",
  ]
  static let parameters = [
    "TYPE", "VALUE", "PREF", "ALTID", "PID", "LANGUAGE", "MEDIATYPE", "CALSCALE", "SORT-AS", "GEO",
    "TZ", "LABEL", "CC", "INDEX", "LEVEL", "CHARSET", "ENCODING", "TZID", "CN", "ROLE", "RSVP",
    "PARTSTAT", "CUTYPE", "MEMBER", "DELEGATED-TO", "DELEGATED-FROM", "SENT-BY", "DIR", "ALTREP",
    "FMTTYPE", "FBTYPE", "RANGE", "RELATED", "RELTYPE", "DISPLAY", "EMAIL", "FEATURE", "LABEL",
    "ORDER", "SCHEMA", "DERIVED", "GAP", "LINKREL", "FILENAME", "SCHEDULE-AGENT", "X-SERVICE-TYPE",
    "SERVICE-TYPE", "USERNAME", "AUTHOR", "AUTHOR-NAME", "CREATED", "JSPTR", "JSCOMPS", "PHONETIC",
    "SCRIPT", "PROP-ID", "X-NUM-GUESTS", "X-APPLE-OMIT-YEAR", "KEY",
    "X-USER", "X-DRAWBRIDGE-FN",
  ]
  static let components = [
    "VCARD", "VCALENDAR", "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VALARM",
    "STANDARD", "DAYLIGHT", "VAVAILABILITY", "AVAILABLE", "PARTICIPANT", "VLOCATION", "VRESOURCE",
  ]
}
