import Bridge
import CivilTime
import ContentLines
import GoogleSide
import Matching
import OpenCRMSide
import Records
import Settings
import Sides

/// The lenses of the concrete sides.
struct SideLenses: LensTable {
  var zones: ZoneCatalog
  var home: Zone
  /// OpenCRM's custom fields that are carried.
  var customFields: OpenCRMCustomFields
  /// Whether an organisation becomes the company of a contact (`contacts.linked_companies`).
  var carriesCompany: Bool
  /// Where the workspace's national telephone numbers belong.
  var region: PhoneRegion?

  init(zones: ZoneCatalog, home: Zone, settings: Settings) {
    self.zones = zones
    self.home = home
    customFields = settings.openCRM.columnNames.carried
    carriesCompany = settings.contacts.linkedCompanies != .off
    region = PhoneRegion(zone: home.name)
  }

  func lens(_ side: SideName, _ kind: RecordKind, source: String?, holds: Set<String>?)
    -> any Lens
  {
    // A side that is read from plain cards or calendars shows what they hold.
    if source == PlainSource.name { return IdentityLens(region: region) }
    return switch (side, kind) {
    case (.opencrm, .contact):
      OpenCRMContactLens(
        holds: holds, customFields: customFields, carriesCompany: carriesCompany, region: region)
    case (.opencrm, .event):
      OpenCRMEventLens(zone: home, zones: zones, holds: holds, customFields: customFields)
    case (.opencrm, .task):
      OpenCRMTaskLens(zone: home, zones: zones, holds: holds, customFields: customFields)
    case (.google, .contact): GoogleContactsLens(region: region)
    case (.google, .event): GoogleEventsLens(zones: zones, calendarZone: home)
    case (.google, .task): GoogleTasksLens(zone: home)
    }
  }

  func calendarTaskLens(_ side: SideName) -> any Lens {
    GoogleCalendarTasksLens(zones: zones, calendarZone: home)
  }
}

/// Times of records as moments, whatever zone they are written in.
enum Moments {
  /// Reads a property's date-time on the clock its TZID names; floating times have no moment.
  static func reading(zones: ZoneCatalog, home: Zone) -> MomentReading {
    MomentReading { property, _ in
      guard let value = CalendarValue(property.value.bytes), !value.isDate else { return nil }
      if value.isUTC { return value.instant(in: home).seconds }
      guard let name = property.parameter(.tzid), let zone = zones.zone(named: name.string) else {
        return nil
      }
      return value.instant(in: zone).seconds
    }
  }
}
