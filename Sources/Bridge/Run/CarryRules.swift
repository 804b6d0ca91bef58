import ContentLines
import Ledger
import Records
import Settings

/// The rules that let a change of a record pass or not, whatever it says: sync direction, update
/// rule, fields that are not updated (Google2OpenCRM: Sync Direction, Update Rule, Do Not update
/// fields).
///
/// OpenCRM is the hub: accounts are told by it. What an account says and OpenCRM may not be told is
/// told to nobody (*muted*); what OpenCRM says and an account may not be told is *refused* there.
/// Neither is ever put back to an older value: it is listed, and carried once a rule lets it.
struct CarryRules: Sendable {
  private let kind: SettingsKind
  private let isContact: Bool
  private let settings: Settings

  init(_ kind: RecordKind, _ settings: Settings) {
    self.kind = kind.setting
    isContact = kind == .contact
    self.settings = settings
  }

  /// What the rules close for a side of a link.
  func closing(of side: SideName, in link: Link) -> Closing {
    var closing = Closing()
    closing.refused = refusal(on: side, in: link)
    closing.refusedNames = names(on: side)
    // Alone it agrees with nobody but itself.
    if side != .opencrm, link.sides.count > 1 {
      closing.muted = closesWrites(to: .opencrm) ?? updateRule(.opencrm, from: side, link)
      closing.mutedNames = names(on: .opencrm)
    }
    return closing
  }

  /// Why nothing is written on a side whatever it is: no record, no change, no deletion; or nil.
  func closesWrites(to side: SideName) -> String? {
    let path = "\(kind.rawValue).direction"
    switch settings.direction(kind) {
    case .toGoogle where side == .opencrm: return "\(kind.noun) go to Google only (\(path))"
    case .toOpenCRM where side != .opencrm: return "\(kind.noun) go to OpenCRM only (\(path))"
    default: return nil
    }
  }

  /// Why a record is not created on a side, or nil: what OpenCRM may not be told, no account is.
  func closesCreate(of link: Link, on side: SideName) -> String? {
    if let reason = closesWrites(to: side) { return reason }
    return side != .opencrm && link.sides[.opencrm] == nil ? closesWrites(to: .opencrm) : nil
  }

  /// The properties that a record is created without on a side, and why.
  func namesLeftOut(of link: Link, on side: SideName) -> [Name: String] {
    let own = names(on: side)
    guard side != .opencrm, link.origin != .opencrm else { return own }
    return own.merging(names(on: .opencrm)) { one, _ in one }
  }

  /// Whether some property is not written on a side, so that every record has to be looked at.
  var leavesOutNames: Bool {
    isContact && settings.contacts.linkedCompanies != .off || !names(on: .opencrm).isEmpty
      || !names(on: .google("")).isEmpty
  }

  /// Whether every change of every record passes.
  var isOpen: Bool {
    settings.direction(kind) == .both && !leavesOutNames
      && SettingsDirection.allCases.allSatisfy { settings.rules(kind, $0).update == .always }
  }

  private func refusal(on side: SideName, in link: Link) -> String? {
    if let reason = closesWrites(to: side) { return reason }
    if let reason = updateRule(side, from: .opencrm, link) { return reason }
    // Whoever may change what is there: where no account may, nobody's decision is written either.
    if side == .opencrm {
      let source = link.origin.flatMap { $0 == .opencrm ? nil : $0 } ?? .google("")
      return updateRule(side, from: source, link)
    }
    // Without OpenCRM nobody tells an account of another's changes.
    guard side != .opencrm, link.sides[.opencrm] == nil else { return nil }
    return closesWrites(to: .opencrm) ?? updateRule(.opencrm, from: side, link)
  }

  /// Why changes made on one side are not written on another by the update rule, or nil. Whether
  /// OpenCRM takes a change depends on the account that makes it.
  private func updateRule(_ target: SideName, from source: SideName, _ link: Link) -> String? {
    if target == .opencrm, source == .opencrm { return nil }
    let path = "\(kind.rawValue).\(target.direction.rawValue).update"
    switch settings.rules(kind, target.direction).update {
    case .always: return nil
    case .never:
      return "changes made in \(target == .opencrm ? "Google" : "OpenCRM") are not written in "
        + "\(target == .opencrm ? "OpenCRM" : "Google") (\(path): never)"
    case .originated:
      return link.origin == source
        ? nil : "it was not first created in \(source.title) (\(path): originated)"
    }
  }

  private static let full = Schema.of(.contact).name(of: .fullName)
  private static let parts = Schema.of(.contact).name(of: .nameParts)
  /// Without which nobody can be entered.
  static let naming: Set<Name> = [full, parts]

  private func names(on side: SideName) -> [Name: String] {
    guard isContact else { return [:] }
    let (names, path) =
      side == .opencrm
      ? (settings.contacts.doNotUpdateInOpenCRM, "contacts.do_not_update.in_opencrm")
      : (settings.contacts.doNotUpdateInGoogle, "contacts.do_not_update.in_google")
    var result: [Name: String] = [:]
    for name in names {
      let name = Name(Text(name.uppercased()))
      result[name] = "\(name) is never written there (\(path))"
      // Full name and its parts are one name.
      if name == Self.parts { result[Self.full] = result[name] }
    }
    return result
  }
}

/// What rules close for one side of a link.
package struct Closing: Sendable {
  /// Why nothing that the side says is carried to anybody.
  var muted: String?
  /// The same for single properties.
  var mutedNames: [Name: String] = [:]
  /// Why no change is written there.
  var refused: String?
  /// The same for single properties.
  var refusedNames: [Name: String] = [:]

  /// Why a change that the side made of a property is carried to nobody, or nil.
  func mutes(_ name: Name) -> String? { muted ?? mutedNames[name] }

  /// Why a property is not written there, or nil.
  func refuses(_ name: Name) -> String? { refused ?? refusedNames[name] }
}

extension LinkSide {
  private static let owedSlot = "owed"

  /// The units, as plans name them, that the others agreed on and a rule kept from this side.
  var owed: Set<String> {
    get {
      Set((slots[Self.owedSlot] ?? "").split(separator: "\n").map(String.init))
    }
    set {
      slots[Self.owedSlot] = newValue.isEmpty ? nil : newValue.sorted().joined(separator: "\n")
    }
  }
}

extension Settings {
  /// The sync direction of a kind.
  func direction(_ kind: SettingsKind) -> SyncDirection {
    switch kind {
    case .contacts: contacts.direction
    case .calendar: calendar.direction
    case .tasks: tasks.direction
    }
  }
}

extension SettingsKind {
  /// What the kind carries, for messages.
  fileprivate var noun: String { self == .calendar ? "events" : rawValue }
}
