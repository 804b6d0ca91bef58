import ContentLines
import ICalendar

extension FindingCatalogue {
  static let calendars: [Entry] = [
    Entry(
      .instanceCancelled,
      "A cancelled instance that says nothing of its own became an EXDATE of its series."),
    Entry(.noCalendar, "A component stands outside any VCALENDAR."),
    Entry(.oldCalendar, "The file is a vCalendar 1.0."),
    Entry(.cardInCalendar, "A card stands in a calendar."),
    Entry(.calendarUID, "An event or task has no UID."),
    Entry(.secondMaster, "Two components without RECURRENCE-ID share a UID."),
    Entry(.repeatedInstance, "Two components share UID and RECURRENCE-ID."),
    Entry(.instanceUnmatched, "RECURRENCE-ID names no instance of the series."),
    Entry(
      .instanceType, "RECURRENCE-ID, EXDATE or RDATE are in another zone or type than DTSTART."),
    Entry(.missingStamp, "A component has no DTSTAMP."),
    Entry(.missingStart, "An event has no DTSTART."),
    Entry(.endBeforeStart, "The end does not lie after the start."),
    Entry(.endType, "The end is a date where the start is a time, or the reverse."),
    Entry(.endAndDuration, "An end and a duration stand together."),
    Entry(.dateInvalid, "A value is no date or time."),
    Entry(.dateSpelling, "A date is written in a way of its own; it was understood."),
    Entry(.dateType, "VALUE does not say what the value is."),
    Entry(.positionSpelling, "GEO is written in a way of its own; it was understood."),
    Entry(.positionInvalid, "GEO of a calendar is no latitude and longitude."),
    Entry(.durationInvalid, "A value is no duration."),
    Entry(.ruleInvalid, "A recurrence rule cannot be read."),
    Entry(.ruleCalendar, "A recurrence rule is not one of the Gregorian calendar."),
    Entry(.ruleSemicolon, "A recurrence rule ends with a semicolon."),
    Entry(.ruleWithoutStart, "A recurrence rule has no DTSTART to begin at."),
    Entry(.untilType, "UNTIL is a date where DTSTART is a time, or not in UTC."),
    Entry(.calendarPropertyRepeated, "A property that may stand once stands more than once."),
    Entry(.numberOutOfRange, "A number is none, or out of its range."),
    Entry(.badWord, "STATUS or TRANSP has a word that the standard does not know there."),
    Entry(.vendorRepeats, "A vendor's property says what the standard one beside it says."),
    Entry(
      .unknownCalendarWord, "A parameter or property has a word that the standard does not know."),
    Entry(.stampNotUTC, "A stamp such as DTSTAMP is no time in UTC."),
    Entry(.clockOnDate, "Hours are counted from a start that is a day."),
    Entry(.linkWithoutScheme, "A property that is a URI has no scheme."),
    Entry(.calendarIncomplete, "A calendar has no VERSION or no PRODID."),
    Entry(.propertyMisplaced, "A property stands in a component that may not hold it."),
    Entry(.componentMisplaced, "A component stands in one that may not hold it."),
    Entry(.addressWithoutScheme, "An address of a person is no URI."),
    Entry(.alarmIncomplete, "An alarm lacks a line that its kind needs."),
    Entry(
      .unknownCalendarProperty, "A property has a name that no standard has and no X- before it."),
  ]

  static let zones: [Entry] = [
    Entry(.zoneUnknown, "A TZID names a zone that nothing explains; its times are floating."),
    Entry(.zoneUndefined, "A TZID has no VTIMEZONE; the IANA zone of that name was taken."),
    Entry(.zoneOwn, "A zone of no IANA name is defined in the file."),
    Entry(
      .zoneDisagrees, "A VTIMEZONE disagrees with the IANA zone of its name at the event's times."),
    Entry(.zoneApart, "One TZID stands for several definitions."),
    Entry(.zoneDamaged, "A VTIMEZONE is incomplete."),
    Entry(.zoneUnused, "A definition of a zone that no IANA name explains is used by nothing."),
    Entry(.zoneNotNeeded, "A date or a time in UTC has a TZID."),
  ]
}
