import ContentLines
import Records

/// Addresses that Google makes up for calendars, beside those of people.
enum GoogleAddress {
  /// Whether a calendar's title is the address of an account.
  static func isAccount(_ title: String) -> Bool {
    let text = Text(title)
    guard let at = text.firstIndex(of: 0x40), at > 0, at < text.count - 1 else { return false }
    let domain = text[at + 1..<text.count]
    return domain.contains(ASCII.dot) && !domain.contains(0x40)
      && !text.bytes.contains { ASCII.isSpace($0) || $0 == 0x23 } && !isCalendar(title)
  }

  /// Whether the address is that of a calendar and not of a person.
  static func isCalendar(_ address: String) -> Bool {
    Text(address).asciiLowercased.string.hasSuffix("calendar.google.com")
  }

  /// The address of ORGANIZER or ATTENDEE in lower case, without `mailto:`.
  static func of(_ property: Property) -> String {
    MemberKey.calendarAddress(property.value).string
  }
}

/// What the events of one calendar are to the account: its own, a guest's copy, or only shown.
struct EventOwnership {
  private let account: String?
  /// Why the whole calendar is read only, or nil.
  private let calendarReason: String?

  static let birthdays = "birthdays"
  static let holidays = "holidays"
  static let subscribed = "subscribed calendar"

  init(account: String?, title: String, file: String, records: [Record]) {
    self.account = account.map { Text($0).asciiLowercased.string }
    var reason: String?
    for name in [title, file] { reason = reason ?? Self.reason(address: name) }
    for component in records.lazy.flatMap(\.components) {
      guard reason == nil else { break }
      // The organiser of such an event is the calendar itself.
      if let organizer = component.first("ORGANIZER") {
        reason = Self.reason(address: GoogleAddress.of(organizer))
      }
    }
    calendarReason = reason
  }

  func attributes(of record: Record) -> [String: String] {
    var result: [String: String] = [:]
    if let split = SplitSeries(uid: record.uid?.string ?? "") {
      result["splitOf"] = split.base
      result["splitAt"] = split.start
    }
    result["readOnly"] = calendarReason ?? Self.reason(of: record)
    if result["readOnly"] == nil,
      let organizer = record.components.lazy
        .compactMap({ $0.first("ORGANIZER") }).first, let account
    {
      let address = GoogleAddress.of(organizer)
      if address != account, !GoogleAddress.isCalendar(address), !address.isEmpty {
        result["guest"] = address
      }
    }
    return result
  }

  private static func reason(of record: Record) -> String? {
    if let uid = record.uid, uid.count > 9, uid[0..<9] == "BIRTHDAY_" { return birthdays }
    for component in record.components {
      for guest in component.all("ATTENDEE") {
        let address = MemberKey.calendarAddress(guest.value)
        guard let at = address.firstIndex(of: 0x40) else { continue }
        let domain = address[at + 1..<address.count]
        if domain[0..<7].equalsIgnoringCase("virtual"),
          domain.count == 7 || domain.byte(at: 7) == ASCII.dot
        {
          return birthdays
        }
      }
    }
    return record.uid.flatMap { reason(address: $0) }
  }

  private static func reason(address: String) -> String? { reason(address: Text(address)) }

  private static func reason(address: Text) -> String? {
    // Most addresses are no calendar's.
    if let mark = address.firstIndex(of: 0x23) {
      let tail = address[mark..<address.count].asciiLowercased.string
      if tail.contains("#holiday") { return holidays }
      if tail.contains("#contacts@") { return birthdays }
    }
    if ends(address, with: "@virtual") { return birthdays }
    return ends(address, with: "@import.calendar.google.com") ? subscribed : nil
  }

  private static func ends(_ address: Text, with tail: String) -> Bool {
    address.count >= tail.utf8.count
      && address[address.count - tail.utf8.count..<address.count].equalsIgnoringCase(tail)
  }
}

/// The UID of the later part of a series that was split by “this and following”:
/// `ID_R20240124T130000@google.com`.
package struct SplitSeries: Sendable, Equatable {
  /// The UID of the first part.
  package let base: String
  /// The start of the later part as the UID writes it: `20240124T130000` or `20240124`.
  package let start: String

  /// Reads a UID; nil where it names no split. O(n).
  package init?(uid: String) {
    let text = Text(uid)
    guard let at = text.firstIndex(of: 0x40) else { return nil }
    let local = text[0..<at]
    guard let mark = local.bytes.lastIndex(of: 0x5F) else { return nil }
    let position = mark - local.bytes.startIndex
    let tail = local[position + 1..<local.count]
    guard position > 0, tail.byte(at: 0) == 0x52 else { return nil }
    let stamp = tail[1..<tail.count]
    let isDate = stamp.count == 8
    guard isDate || (stamp.count == 15 && stamp.byte(at: 8) == 0x54) else { return nil }
    for (index, byte) in stamp.bytes.enumerated() where index != 8 && !ASCII.isDigit(byte) {
      return nil
    }
    base = local[0..<position].string + text[at..<text.count].string
    start = stamp.string
  }
}
