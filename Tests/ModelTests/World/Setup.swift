import Bridge
import GoogleSide
import OpenCRMSide
import Records
import Settings
import Sides

/// What stays the same in a history: the sides, what each can hold, the rules.
struct Setup: Sendable {
  /// How the sides show records.
  enum Form: String, Sendable, CaseIterable {
    /// Every side holds everything.
    case plain
    /// OpenCRM and Google through their lenses.
    case real
  }

  var form: Form
  var accounts: Int
  /// Lines of settings.
  var rules: String
  /// What the server of each side does to what is written there, by side; the last ones repeat.
  var servers: [Server]
  /// Whether Google shows ids, too.
  var hasIDs: Bool
  /// The account that carries one label only, counted from 1; 0 for none.
  var labelled = 0

  /// OpenCRM and the accounts.
  var sides: [SideName] {
    [.opencrm] + (0..<accounts).map { SideName.google(Self.names[$0]) }
  }

  /// The label that is carried.
  static let label = "Carried"

  /// Whether a side carries records of one label only.
  func isLabelled(_ side: SideName) -> Bool {
    labelled > 0 && sides.dropFirst(labelled).first == side
  }

  func server(_ side: SideName) -> Server {
    let place = sides.firstIndex(of: side) ?? 0
    return place < servers.count ? servers[place] : .faithful
  }

  func settings() throws -> Settings {
    let names = (0..<accounts).map { index in
      let labels = index + 1 == labelled ? "contacts: { labels: [\(Self.label)] }" : ""
      return "\(Self.names[index]): { \(labels) }"
    }.joined(separator: ", ")
    return try Settings.load(text: "\(rules)\naccounts: { \(names) }\n")
  }

  var lenses: any LensTable { form == .plain ? PlainTable() : RealTable() }

  private static let names = ["ann", "ben", "cat", "dan"]
}

private struct PlainTable: LensTable {
  func lens(_ side: SideName, _ kind: RecordKind, source: String?, holds: Set<String>?)
    -> any Lens
  { IdentityLens() }
}

private struct RealTable: LensTable {
  func lens(_ side: SideName, _ kind: RecordKind, source: String?, holds: Set<String>?)
    -> any Lens
  {
    side == .opencrm ? OpenCRMContactLens(holds: holds) : GoogleContactsLens()
  }
}
