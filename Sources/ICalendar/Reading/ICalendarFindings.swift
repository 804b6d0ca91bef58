package import ContentLines

extension FindingKind {
  package static let noCalendar = FindingKind(
    "no-calendar", .warning, clause: "RFC 5545 section 3.4",
    fix: "Put the component between BEGIN:VCALENDAR and END:VCALENDAR; it was read as it is.")
  package static let oldCalendar = FindingKind(
    "old-calendar", .note, clause: "RFC 5545 section 3.7.4",
    fix: "The file is a vCalendar 1.0; what has a place in iCalendar 2.0 was moved there.")
  package static let cardInCalendar = FindingKind(
    "card-in-calendar", .warning, clause: "RFC 5545 section 3.6",
    fix: "Keep contacts in a file of their own; the card was kept as text.")
  package static let calendarUID = FindingKind(
    "calendar-uid-missing", .warning, clause: "RFC 5545 section 3.8.4.7",
    fix: "Give the component a UID; without one it is known only by what it says.")
  package static let secondMaster = FindingKind(
    "second-master", .warning, clause: "RFC 5545 section 3.8.4.4",
    fix: "Give the component a UID or RECURRENCE-ID of its own; it became a record of its own.")
  package static let repeatedInstance = FindingKind(
    "repeated-instance", .warning, clause: "RFC 5545 section 3.8.4.4",
    fix: "Keep one component for each RECURRENCE-ID; all were kept.")

  package static let zoneUnknown = FindingKind(
    "zone-unknown", .warning, clause: "RFC 5545 section 3.2.19",
    fix: "Add a VTIMEZONE for the TZID, or use an IANA name such as Europe/Berlin.")
  package static let zoneUndefined = FindingKind(
    "zone-undefined", .note, clause: "RFC 5545 section 3.2.19",
    fix: "Add the VTIMEZONE that the TZID needs; the IANA zone of that name was used.")
  package static let zoneOwn = FindingKind(
    "zone-own-definition", .note, clause: "RFC 5545 section 3.6.5",
    fix: "No IANA zone has this name; the definition in the file is kept with the record.")
  package static let zoneDisagrees = FindingKind(
    "zone-disagrees", .warning, clause: "RFC 5545 section 3.6.5",
    fix: "The definition in the file is kept with the record, under a name of its own.")
  package static let zoneApart = FindingKind(
    "zone-names-equal", .warning, clause: "RFC 5545 section 3.6.5",
    fix: "Different definitions share a TZID; each was given a name of its own.")
  package static let zoneDamaged = FindingKind(
    "zone-damaged", .warning, clause: "RFC 5545 section 3.6.5",
    fix: "The VTIMEZONE needs STANDARD or DAYLIGHT with DTSTART and both offsets.")

  package static let dateSpelling = FindingKind(
    "date-spelling", .note, clause: "RFC 5545 section 3.3.5",
    fix: "Write dates as 20240301 and times as 20240301T100000.")
  package static let dateInvalid = FindingKind(
    "date-invalid", .warning, clause: "RFC 5545 section 3.3.5",
    fix: "Write a date as 20240301 or a time as 20240301T100000; the text was kept.")
  package static let dateType = FindingKind(
    "date-value-type", .note, clause: "RFC 5545 section 3.2.20",
    fix: "Say VALUE=DATE for a date, and nothing for a date with a time.")
  package static let zoneNotNeeded = FindingKind(
    "zone-not-needed", .note, clause: "RFC 5545 section 3.2.19",
    fix: "Leave TZID out of dates and of times in UTC; it was left out.")
  package static let positionSpelling = FindingKind(
    "position-spelling", .note, clause: "RFC 5545 section 3.8.1.6",
    fix: "Write GEO:latitude;longitude, with a semicolon and without a backslash.")
  package static let positionInvalid = FindingKind(
    "position-invalid", .warning, clause: "RFC 5545 section 3.8.1.6",
    fix: "Write GEO:latitude;longitude; the text was kept.")
  package static let zoneUnused = FindingKind(
    "zone-unused", .note, clause: "RFC 5545 section 3.6.5",
    fix: "Nothing to mend; no component of the calendar uses the definition, and it was kept.")
  package static let durationInvalid = FindingKind(
    "duration-invalid", .warning, clause: "RFC 5545 section 3.3.6",
    fix: "Write 90 minutes as PT90M; the text was kept.")
  package static let ruleInvalid = FindingKind(
    "rule-invalid", .warning, clause: "RFC 5545 section 3.3.10",
    fix: "Mend the rule; its text was kept and names no instance.")
  package static let ruleCalendar = FindingKind(
    "rule-calendar", .note, clause: "RFC 7529 section 4",
    fix: "Nothing to do: its text is kept and carried; only its first occurrence is known here.")
  package static let ruleSemicolon = FindingKind(
    "rule-semicolon", .note, clause: "RFC 5545 section 3.3.10",
    fix: "Leave out the semicolon at the end of the rule.")
  package static let untilType = FindingKind(
    "until-type", .warning, clause: "RFC 5545 section 3.3.10",
    fix: "Give UNTIL as DTSTART is given: a date for a date, a UTC time for a time in a zone.")
  package static let instanceType = FindingKind(
    "instance-type", .note, clause: "RFC 5545 section 3.8.4.4",
    fix: "Write RECURRENCE-ID, EXDATE and RDATE in the zone and type of the series' DTSTART.")

  package static let instanceCancelled = FindingKind(
    "instance-cancelled", .note, clause: "RFC 5545 section 3.8.5.1",
    fix: "Nothing to do: beside its time it says what the series says.")

  package static let missingStamp = FindingKind(
    "dtstamp-missing", .warning, clause: "RFC 5545 section 3.8.7.2",
    fix: "Add DTSTAMP with the time of writing in UTC.")
  package static let missingStart = FindingKind(
    "dtstart-missing", .warning, clause: "RFC 5545 section 3.6.1",
    fix: "Give the event a DTSTART.")
  package static let endBeforeStart = FindingKind(
    "end-before-start", .warning, clause: "RFC 5545 section 3.8.2.2",
    fix: "DTEND (or DUE) must be later than DTSTART; of an all-day event it is the day after.")
  package static let endType = FindingKind(
    "end-type", .warning, clause: "RFC 5545 section 3.8.2.2",
    fix: "Give DTEND and DUE in the value type of DTSTART.")
  package static let endAndDuration = FindingKind(
    "end-and-duration", .warning, clause: "RFC 5545 section 3.6.1",
    fix: "Keep either the end (DTEND, DUE) or DURATION.")
  package static let instanceUnmatched = FindingKind(
    "instance-unmatched", .note, clause: "RFC 5545 section 3.8.4.4",
    fix: "RECURRENCE-ID names no instance of the series; the component counts as an added one.")
}
