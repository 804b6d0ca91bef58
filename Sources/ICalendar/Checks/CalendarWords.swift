import Records

/// Where the properties of iCalendar may stand, and which words their parameters know.
enum CalendarWords {
  /// The components that may hold a property (RFC 5545 section 3.6, RFC 7986 section 5, RFC 9074);
  /// one that is not listed may stand in several, and is not looked at.
  static let homes: [Name: Set<Name>] = {
    let records: Set<Name> = [.vevent, .vtodo]
    let all: Set<Name> = [.vevent, .vtodo, .vjournal]
    var homes: [Name: Set<Name>] = [:]
    func set(_ names: [Name], _ components: Set<Name>) {
      for name in names { homes[name] = components }
    }
    set(["CALSCALE", "METHOD", "PRODID", "VERSION", "REFRESH-INTERVAL"], [.vcalendar])
    set(["ACTION", "TRIGGER", "REPEAT", "ACKNOWLEDGED", "PROXIMITY"], [.valarm])
    set(["DUE", "PERCENT-COMPLETE", "COMPLETED"], [.vtodo])
    set(["TRANSP"], [.vevent])
    set(["DTEND"], [.vevent, "VFREEBUSY", "VAVAILABILITY", "AVAILABLE"])
    set(["FREEBUSY"], ["VFREEBUSY"])
    set(["BUSYTYPE"], ["VAVAILABILITY"])
    set(["TZOFFSETFROM", "TZOFFSETTO", "TZNAME"], ["STANDARD", "DAYLIGHT"])
    set(["TZID", "TZURL"], [.vtimezone])
    set(["EXDATE", "EXRULE"], all.union(["AVAILABLE"]))
    set(["RECURRENCE-ID"], all.union(["AVAILABLE"]))
    set(["GEO"], records.union(["VLOCATION", "VRESOURCE", "PARTICIPANT"]))
    set(["RESOURCES"], records)
    set(["LOCATION"], records.union(["VAVAILABILITY", "AVAILABLE"]))
    set(["PRIORITY"], records.union(["VAVAILABILITY", "PARTICIPANT"]))
    set(["CONFERENCE"], records)
    return homes
  }()

  /// The components that may stand in another (RFC 5545 section 3.6, RFC 7953, RFC 9073).
  static let hosts: [Name: Set<Name>] = {
    let records: Set<Name> = [.vevent, .vtodo, .vjournal]
    let describing = records.union(["VFREEBUSY", "PARTICIPANT"])
    return [
      .vevent: [.vcalendar], .vtodo: [.vcalendar], .vjournal: [.vcalendar],
      "VFREEBUSY": [.vcalendar], .vtimezone: [.vcalendar], "VAVAILABILITY": [.vcalendar],
      .valarm: [.vevent, .vtodo, "VAVAILABILITY", "AVAILABLE"],
      "STANDARD": [.vtimezone], "DAYLIGHT": [.vtimezone], "AVAILABLE": ["VAVAILABILITY"],
      "PARTICIPANT": describing, "VRESOURCE": describing,
      "VLOCATION": describing.union([.valarm]),
    ]
  }()

  /// The words of a parameter, in upper case; a program may use others that begin with X-.
  static let parameters: [Name: Set<String>] = [
    "CUTYPE": ["INDIVIDUAL", "GROUP", "RESOURCE", "ROOM", "UNKNOWN"],
    "ROLE": ["CHAIR", "REQ-PARTICIPANT", "OPT-PARTICIPANT", "NON-PARTICIPANT"],
    "PARTSTAT": [
      "NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED", "COMPLETED", "IN-PROCESS",
    ],
    "RSVP": ["TRUE", "FALSE"],
    "FBTYPE": ["FREE", "BUSY", "BUSY-UNAVAILABLE", "BUSY-TENTATIVE"],
    "RANGE": ["THISANDFUTURE"],
    "RELATED": ["START", "END"],
    "RELTYPE": [
      "PARENT", "CHILD", "SIBLING", "SNOOZE", "FINISHTOSTART", "FINISHTOFINISH", "STARTTOFINISH",
      "STARTTOSTART", "FIRST", "NEXT", "DEPENDS-ON", "REFID", "CONCEPT",
    ],
    "FEATURE": ["AUDIO", "CHAT", "FEED", "MODERATOR", "PHONE", "SCREEN", "VIDEO"],
    "DISPLAY": ["BADGE", "GRAPHIC", "FULLSIZE", "THUMBNAIL"],
  ]

  /// The words of a property where the standard lets programs add their own.
  static let values: [Name: Set<String>] = [
    "ACTION": ["AUDIO", "DISPLAY", "EMAIL", "PROCEDURE"],
    "CLASS": ["PUBLIC", "PRIVATE", "CONFIDENTIAL"],
    "CALSCALE": ["GREGORIAN"],
    "METHOD": [
      "PUBLISH", "REQUEST", "REPLY", "ADD", "CANCEL", "REFRESH", "COUNTER", "DECLINECOUNTER",
    ],
    "BUSYTYPE": ["BUSY", "BUSY-UNAVAILABLE", "BUSY-TENTATIVE"],
    "PROXIMITY": ["ARRIVE", "DEPART", "CONNECT", "DISCONNECT"],
  ]

  /// Properties whose value is a URI, and says so with a scheme.
  static let links: Set<Name> = ["URL", "SOURCE", "TZURL", "CONFERENCE", "IMAGE", "ATTACH"]

  /// Stamps, which are times in UTC (RFC 5545 section 3.8.7 and 3.8.2.1).
  static let stamps: Set<Name> = [
    "DTSTAMP", "CREATED", "LAST-MODIFIED", "COMPLETED", "ACKNOWLEDGED",
  ]
}
