import Bridge
import CivilTime
import GoogleSide
import OpenCRMSide
import Records
import Sides

/// The lenses of the real sides, as the program puts them together.
struct OfficeLenses: LensTable {
  let zones = ZoneCatalog()
  let home: Zone?

  init() { home = zones.zone(named: "Europe/London") }

  func lens(_ side: SideName, _ kind: RecordKind) -> any Lens {
    lens(side, kind, source: nil, holds: nil)
  }

  func lens(_ side: SideName, _ kind: RecordKind, source: String?, holds: Set<String>?)
    -> any Lens
  {
    guard let home else { return IdentityLens() }
    return switch (side, kind) {
    case (.opencrm, .contact): OpenCRMContactLens()
    case (.opencrm, .event): OpenCRMEventLens(zone: home, zones: zones)
    case (.opencrm, .task): OpenCRMTaskLens(zone: home, zones: zones)
    case (.google, .contact): GoogleContactsLens()
    case (.google, .event): GoogleEventsLens(zones: zones, calendarZone: home)
    case (.google, .task): GoogleTasksLens(zone: home)
    }
  }

  func calendarTaskLens(_ side: SideName) -> any Lens {
    home.map { GoogleCalendarTasksLens(zones: zones, calendarZone: $0) } ?? IdentityLens()
  }
}
