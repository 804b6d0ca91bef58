import ContentLines
import Ledger
import Merge
import Records
import Settings

/// OpenCRM's contact folder and Google's labels (Google2OpenCRM: Create Google contact folders).
///
/// Labels belong to their account; a folder is one text that all accounts would share. So by default
/// neither does anything to the other. `one-way` gives a contact the folder's name as a label, once:
/// a label that the account takes away stays away. `mapped` goes both ways, for the labels that the
/// account names, and only where one account has the contact.
struct Folders {
  /// A label or folder to set.
  struct Change {
    var link: Link
    var side: SideName
    /// The labels or the folder before and after.
    var from: Set<String>
    var to: Set<String>
    var reason: String
  }

  private(set) var changes: [Change] = []
  private(set) var divergences: [Divergence] = []

  /// What holds the folder in OpenCRM and the labels in Google.
  static let property = Schema.of(.contact).name(of: .labels)

  /// The slot of an account's seat that holds the folder both last agreed on.
  private static let slot = "folder"

  /// What is to be set. O(contacts).
  ///
  /// - Throws: errors of the store.
  init(_ bench: inout Workbench) throws {
    let rule = bench.settings.contacts.folders
    guard rule != .off else { return }
    let carry = CarryRules(.contact, bench.settings)
    for (link, side, folder, labels) in try Self.pairs(&bench) {
      guard let seat = link.sides[side] else { continue }
      let given = seat.slots[Self.slot]
      func set(_ label: String?) {
        guard carry.closesWrites(to: side) == nil else { return }
        var next = labels
        if let given { next.remove(given) }
        if let label { next.insert(label) }
        if next != labels {
          changes.append(
            Change(
              link: link, side: side, from: labels, to: next,
              reason: "folder in OpenCRM (contacts.folders: \(rule.rawValue))"))
        }
      }
      if rule == .oneWay {
        if folder != given { set(folder) }
        continue
      }
      let named = Set(bench.account(side)?.labels ?? [])
      let own = labels.intersection(named)
      let label = own.count == 1 ? own.first : nil
      let isCarried = folder.map(named.contains) ?? true
      guard own.count < 2, isCarried, label != folder else { continue }
      let accounts = link.sides.filter { $0.key != .opencrm && !$0.value.state.isAway }
      var reason: String?
      if accounts.count > 1 {
        reason = "several accounts share the contact"
      } else if label != given, folder != given {
        reason = "the label became \(label ?? "none") and the folder \(folder ?? "none")"
      }
      if let reason {
        divergences.append(
          Divergence(
            uid: link.uid, name: "", side: label != given ? .opencrm : side,
            property: "\(Self.property)", value: label != given ? label : folder,
            withheldBy: "\(reason) (contacts.folders: mapped)"))
      } else if folder != given {
        set(folder)
      } else if carry.closesWrites(to: .opencrm) == nil {
        changes.append(
          Change(
            link: link, side: .opencrm, from: Set([folder].compactMap(\.self)),
            to: Set([label].compactMap(\.self)),
            reason: "label in \(side.title) (contacts.folders: mapped)"))
      }
    }
  }

  /// Remembers what both show: what changes later is known by it.
  ///
  /// - Throws: errors of the store.
  static func note(on bench: inout Workbench) throws {
    guard bench.settings.contacts.folders != .off else { return }
    for (link, side, folder, labels) in try pairs(&bench) {
      var link = link
      if let folder, labels.contains(folder) {
        link.sides[side]?.slots[slot] = folder
      } else if folder == nil, let given = link.sides[side]?.slots[slot], !labels.contains(given),
        bench.settings.contacts.folders == .oneWay
          || labels.isDisjoint(with: bench.account(side)?.labels ?? [])
      {
        link.sides[side]?.slots[slot] = nil
      } else {
        continue
      }
      bench.state.put(link)
    }
  }

  /// The folder of a contact in OpenCRM; nil where it has none.
  static func folder(of link: Link, _ bench: Workbench) -> String? {
    guard let id = link.sides[.opencrm]?.entry,
      let entry = bench.state.entry(EntryKey(.opencrm, .contact, id))
    else { return nil }
    return bench.record(entry.digest).flatMap { labels($0).sorted().first }
  }

  /// Contacts that OpenCRM and an account both show and carry.
  private static func pairs(
    _ bench: inout Workbench
  ) throws -> [(link: Link, side: SideName, folder: String?, labels: Set<String>)] {
    func shown(_ link: Link, _ side: SideName) -> ViewEntry? {
      guard let seat = link.sides[side], seat.state == .live, let id = seat.entry,
        let entry = bench.state.entry(EntryKey(side, .contact, id)), entry.presence == .present
      else { return nil }
      return entry
    }
    let links = bench.state.sortedLinks(.contact).filter { shown($0, .opencrm) != nil }
    let digests = links.flatMap { link in link.sides.keys.compactMap { shown(link, $0)?.digest } }
    try bench.load(Set(digests), .contact)
    var pairs: [(link: Link, side: SideName, folder: String?, labels: Set<String>)] = []
    for link in links {
      for side in link.sides.keys.sorted() where side != .opencrm {
        guard let own = bench.record(shown(link, side)?.digest),
          Scope.outside(side, link, bench) == nil
        else { continue }
        pairs.append((link, side, folder(of: link, bench), labels(own)))
      }
    }
    return pairs
  }

  private static func labels(_ record: Record) -> Set<String> {
    Set(
      record.components.flatMap { $0.all(property) }
        .flatMap { TextEscaping.split($0.value, at: ASCII.comma) }
        .map { TextEscaping.unescape($0).trimmed.string })
  }
}

extension Record {
  /// The record with these labels and no others.
  func labelled(_ labels: Set<String>) -> Record {
    guard !components.isEmpty else { return self }
    var record = self
    record.components[0].properties.removeAll { $0.name == Folders.property }
    for label in labels.sorted() {
      record.components[0].properties.append(Property(Folders.property, text: Text(label)))
    }
    return record.canonical()
  }
}
