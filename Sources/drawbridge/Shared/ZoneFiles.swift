import CivilTime

/// Where this machine keeps its zones.
extension ZoneCatalog {
  /// The zones of this machine (Debian package tzdata).
  static let system = ZoneCatalog(directory: "/usr/share/zoneinfo")
}
