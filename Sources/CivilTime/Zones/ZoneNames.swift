/// What the zone names found in calendar files mean. Tables only, no guessing: a name that is not
/// known has no answer.
public enum ZoneNames {
  private static let iana: [String: String] = {
    var names: [String: String] = [:]
    for name in ianaNames.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      names[name.lowercased()] = String(name)
    }
    for line in ianaLinks.split(separator: "\n") {
      let pair = line.split(separator: " ")
      names[pair[0].lowercased()] = String(pair[1])
    }
    names["z"] = "Etc/UTC"
    return names
  }()

  private static let windows = pairs(windowsNames)
  private static let display = pairs(displayNames)

  private static func pairs(_ table: String) -> [String: String] {
    var names: [String: String] = [:]
    for line in table.split(separator: "\n", omittingEmptySubsequences: true) {
      guard let sign = line.lastIndex(of: "=") else { continue }
      names[line[..<sign].dropLast().lowercased()] = String(line[sign...].dropFirst(2))
    }
    return names
  }

  /// Every Windows name of the table, sorted.
  public static var allWindowsNames: [String] { windows.keys.sorted() }

  /// Every name Outlook shows of the table, without offset, sorted.
  public static var allDisplayNames: [String] { display.keys.sorted() }

  /// Every IANA name of the table, second names included, in lower case, sorted.
  public static var allIANANames: [String] { iana.keys.sorted() }

  /// The IANA name that a TZID means: an IANA name in any case, its older names, Windows names,
  /// Outlook's display names, and path-like ids that end in an IANA name
  /// (`/mozilla.org/20050126_1/Europe/Berlin`); quotes and spaces around it are ignored. Nil for
  /// anything else, offsets such as `GMT+0100` included: an offset is no zone.
  public static func canonical(for name: String) -> String? {
    var bytes = name.utf8[...]
    func isPadding(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x22 || byte == 0x09 }
    while let first = bytes.first, isPadding(first) { bytes = bytes.dropFirst() }
    while let last = bytes.last, isPadding(last) { bytes = bytes.dropLast() }
    guard !bytes.isEmpty, bytes.count <= 200, let trimmed = String(bytes) else { return nil }
    let key = trimmed.lowercased()
    if key.utf8.first == 0x2F { return path(key) }
    if let known = plain(key) ?? windows[key] ?? display[withoutOffset(key)] { return known }
    return microsoft[key]
  }

  private static let microsoft = ["tzone://microsoft/utc": "Etc/UTC"]

  /// An IANA name; a space may stand for the underscore, which no two names differ by.
  private static func plain(_ key: String) -> String? {
    if let known = iana[key] { return known }
    guard key.utf8.contains(0x20) else { return nil }
    return iana[
      String(decoding: key.utf8.map { $0 == 0x20 ? 0x5F : $0 }, as: UTF8.self)]
  }

  /// The longest tail of a path that is an IANA name.
  private static func path(_ key: String) -> String? {
    var rest = key.utf8[...]
    while let slash = rest.firstIndex(of: 0x2F) {
      rest = rest[rest.index(after: slash)...]
      if let tail = String(rest), let known = plain(tail) { return known }
    }
    return nil
  }

  /// Cuts `(utc+01:00)`, `(gmt+01.00)` or `(utc)` and the spaces after it off the front.
  private static func withoutOffset(_ key: String) -> String {
    let bytes = key.utf8
    guard bytes.first == 0x28, let close = bytes.firstIndex(of: 0x29) else { return key }
    let inner = bytes[bytes.index(after: bytes.startIndex)..<close]
    guard inner.starts(with: "utc".utf8) || inner.starts(with: "gmt".utf8),
      inner.dropFirst(3).allSatisfy({
        (0x30...0x39).contains($0) || $0 == 0x3A || $0 == 0x2E || $0 == 0x2B || $0 == 0x2D
          || $0 == 0x20
      })
    else { return key }
    return String(key[bytes.index(after: close)...].drop(while: { $0 == " " }))
  }
}
