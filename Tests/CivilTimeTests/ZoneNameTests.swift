import CivilTime
import Testing

@Suite struct ZoneNameTests {
  @Test(
    arguments: [
      ("Europe/Berlin", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"),
      (" \"Europe/Berlin\" ", "Europe/Berlin"), ("US/Eastern", "America/New_York"),
      ("GB", "Europe/London"), ("Asia/Calcutta", "Asia/Kolkata"), ("Europe/Kiev", "Europe/Kyiv"),
      ("Europe/Bratislava", "Europe/Bratislava"), ("Europe/Amsterdam", "Europe/Amsterdam"),
      ("UTC", "Etc/UTC"), ("Z", "Etc/UTC"), ("Etc/UTC", "Etc/UTC"), ("GMT", "Etc/GMT"),
      ("tzone://Microsoft/Utc", "Etc/UTC"), ("America/Los Angeles", "America/Los_Angeles"),
      ("W. Europe Standard Time", "Europe/Berlin"),
      ("Pacific Standard Time", "America/Los_Angeles"),
      ("eastern standard time", "America/New_York"), ("GMT Standard Time", "Europe/London"),
      ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Berlin"),
      ("(GMT+01.00) Sarajevo/Warsaw/Zagreb", nil),
      ("(GMT+01.00) Sarajevo, Skopje, Warsaw, Zagreb", "Europe/Warsaw"),
      ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
      ("(UTC) Coordinated Universal Time", "Etc/UTC"),
      ("(UTC-03:00) Brasília", "America/Sao_Paulo"),
      ("/mozilla.org/20050126_1/Europe/Berlin", "Europe/Berlin"),
      ("/freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin"),
      (
        "/freeassociation.sourceforge.net/Tzfile/America/Argentina/Ushuaia",
        "America/Argentina/Ushuaia"
      ),
      ("/softwarestudio.org/Olson_20011030_5/Europe/London", "Europe/London"),
      ("/citadel.org/20190914_1/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
      ("GMT+0100", nil), ("(GMT-03:00)", nil), ("Customized Time Zone", nil), ("", nil),
      ("US-Eastern", nil), ("GMT +0100 (Standard) / GMT +0200 (Daylight)", nil),
      ("tzone://Microsoft/Custom", nil), ("/example.org/Nowhere", nil), ("Europe", nil), ("/", nil),
      ("MyTimezone", nil), ("Western/Central Europe", nil), ("custom_Pacific/Fiji", nil),
    ] as [(String, String?)])
  func namesMeanWhatTheTablesSay(name: String, canonical: String?) {
    #expect(ZoneNames.canonical(for: name) == canonical)
  }

  @Test func everyNameOfTheTablesLeadsToACanonicalName() {
    #expect(ZoneNames.allWindowsNames.count >= 142)
    #expect(ZoneNames.allIANANames.count > 590)
    let all =
      ZoneNames.allWindowsNames + ZoneNames.allDisplayNames + ZoneNames.allIANANames
    for name in all {
      guard let canonical = ZoneNames.canonical(for: name) else {
        Issue.record("\(name) has no canonical name")
        continue
      }
      #expect(ZoneNames.canonical(for: canonical) == canonical, "\(name)")
    }
  }

  @Test func everyNameHasAFileInTheInstalledDatabase() {
    let catalog = ZoneCatalog()
    guard catalog.zone(named: "Europe/London") != nil else {
      print("Skipped: no time zone database in /usr/share/zoneinfo (install tzdata).")
      return
    }
    for name in ZoneNames.allWindowsNames + ZoneNames.allDisplayNames + ZoneNames.allIANANames {
      #expect(catalog.zone(named: name) != nil, "\(name)")
    }
  }

  @Test func aNameNewerThanTheTableIsTakenFromTheDatabase() {
    let london = ZoneCatalog().zone(named: "Europe/London")
    let catalog = ZoneCatalog(loader: { name in
      name == "Mars/Olympus_Mons" ? minimalFile : nil
    })
    #expect(catalog.canonicalName(for: "Mars/Olympus_Mons") == "Mars/Olympus_Mons")
    #expect(catalog.zone(named: "Mars/Olympus_Mons")?.offset(at: Instant(seconds: 0)) == 5400)
    #expect(catalog.canonicalName(for: "Mars/../Olympus_Mons") == nil)
    #expect(catalog.zone(named: "Europe/London") == nil)
    #expect(catalog.zone(named: "UTC")?.offset(at: Instant(seconds: 0)) == 0)
    #expect(london?.name ?? "Europe/London" == "Europe/London")
  }
}

/// A zone file of version 1 with the single offset +01:30.
let minimalFile: [UInt8] =
  Array("TZif".utf8) + Array(repeating: 0, count: 16)
  + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
  + [0, 0, 0x15, 0x18, 0, 0] + Array("MST".utf8) + [0]
