import ContentLines
package import Ledger
package import Records

/// A record on its way out: all that the ledger ever held of it, and where else it is.
package struct ForgottenRecord: Sendable {
  package let kind: RecordKind
  package let forgetting: Forgetting
  /// Words that lead to it and to no other record.
  package let traces: Traces
  /// Its ids in OpenCRM.
  package let hubIDs: Set<String>
  /// How many versions of it the ledger held.
  package let versions: Int
  /// How many sides' records it was.
  package let views: Int
  /// What `forget` cannot reach, in sentences.
  package let unreached: [String]

  /// Gathers a record from the ledger's whole history. O(n): every other record is looked through
  /// for words that would lead to it as well.
  ///
  /// - Parameters:
  ///   - link: its link; nil for an entry that has none.
  ///   - entry: the entry, where there is no link.
  package init(_ link: LinkKey?, _ entry: EntryKey?, _ ledger: Ledger, on bench: inout Workbench)
    throws
  {
    let kind = link?.kind ?? entry?.kind ?? .contact
    var reach = try ledger.reach(of: link, entry.map { [$0] } ?? [], kind)
    for name in reach.links.sorted() {
      // What a task left behind in another place is it, too.
      for (side, seat) in bench.state.link(name)?.sortedSides ?? [] {
        for left in seat.left { reach.entries.insert(EntryKey(side, kind, left.id)) }
      }
    }
    var records: [Record] = []
    var digests = Set<Digest>()
    while true {
      try bench.load(reach.records, kind)
      records = reach.records.sorted().compactMap { bench.record($0) }
      digests = Self.digests(reach.links, reach.entries, records, bench)
      // Whom an import would leave out is the same person, in another record.
      let more = try Self.entries(kind, knownBy: digests, &bench).subtracting(reach.entries)
      guard !more.isEmpty else { break }
      for key in more.sorted() {
        let uid = bench.state.linksByEntry(key.side, kind)[key.id]
        let other = try ledger.reach(of: uid.map { LinkKey(kind, $0) }, [key], kind)
        reach.links.formUnion(other.links)
        reach.entries.formUnion(other.entries)
        reach.records.formUnion(other.records)
      }
    }
    let ids = Set(reach.entries.map(\.id)).union(reach.links.map(\.uid))
    let all = Traces(of: records, ids: ids)
    let others = try Self.others(than: reach.entries, reach.links, ledger, bench)
    var forgetting = Forgetting(links: reach.links, entries: reach.entries) { all.cleaned($0) }
    forgetting.records = reach.records
    forgetting.digests = digests
    self.kind = kind
    self.forgetting = forgetting
    traces = all.leadingToNoOther(others.map(\.body))
    hubIDs = Set(
      reach.entries.filter { $0.side == .opencrm }.compactMap { bench.state.entry($0)?.remoteID })
    versions = records.count
    views = reach.entries.count
    let naming = others.filter { other in
      Traces.addresses(of: records).contains { ByteSearch.contains(other.body, Array($0.utf8)) }
    }
    unreached = Self.unreached(reach.entries, reach.links, naming.map(\.name), bench)
  }

  private static func digests(
    _ links: Set<LinkKey>, _ entries: Set<EntryKey>, _ records: [Record], _ bench: Workbench
  ) -> Set<Digest> {
    let workspace = bench.state.workspaceID
    var digests = Set<Digest>()
    for key in entries.sorted() {
      guard let now = bench.state.entry(key) else { continue }
      for record in records {
        digests.formUnion(ForgottenKeys.digests(of: now, record, workspace: workspace))
      }
    }
    for name in links.sorted() {
      for (side, seat) in bench.state.link(name)?.sortedSides ?? [] where seat.entry == nil {
        // What was sent and not seen yet comes back under the link's UID.
        let sent = ViewEntry(
          side: side, kind: name.kind, id: name.uid, digest: Digest(of: []), order: 0)
        for record in records {
          var named = record
          named.uid = Text(name.uid)
          digests.formUnion(ForgottenKeys.digests(of: sent, named, workspace: workspace))
        }
      }
    }
    return digests
  }

  private static func entries(
    _ kind: RecordKind, knownBy digests: Set<Digest>, _ bench: inout Workbench
  ) throws -> Set<EntryKey> {
    var found = Set<EntryKey>()
    for scope in bench.state.scopes where scope.kind == kind {
      let entries = bench.state.sortedEntries(scope.side, kind)
      try bench.load(Set(entries.map(\.digest)), kind)
      for entry in entries {
        guard let record = bench.record(entry.digest),
          ForgottenKeys.isKnown(
            entry, record, by: digests, workspace: bench.state.workspaceID)
        else { continue }
        found.insert(entry.key)
      }
    }
    return found
  }

  /// The bodies of all records that stay, with a name for each. Every version counts: the log and
  /// the history stay, too.
  private static func others(
    than entries: Set<EntryKey>, _ links: Set<LinkKey>, _ ledger: Ledger, _ bench: Workbench
  ) throws -> [(name: String, body: [UInt8])] {
    var digests: [Digest: RecordKind] = [:]
    for scope in bench.state.scopes {
      for entry in bench.state.entries(scope.side, scope.kind).values
      where !entries.contains(entry.key) {
        digests[entry.digest] = scope.kind
      }
    }
    for kind in RecordKind.allCases {
      for link in bench.state.links(kind).values where !links.contains(link.key) {
        for digest in [link.agreed].compactMap(\.self) + link.sides.values.compactMap(\.sent) {
          digests[digest] = kind
        }
      }
    }
    let bodies = try ledger.bodies(of: Set(digests.keys))
    return bodies.sorted { $0.key < $1.key }.map { digest, body in
      (Record(digests[digest] ?? .contact, canonicalBytes: body)?.displayName ?? "", body)
    }
  }

  private static func unreached(
    _ entries: Set<EntryKey>, _ links: Set<LinkKey>, _ naming: [String], _ bench: Workbench
  ) -> [String] {
    var lines = ["What drawbridge cannot reach:"]
    for key in entries.sorted() {
      guard let entry = bench.state.entry(key), entry.presence != .deleted else { continue }
      let id = entry.remoteID.map { " (id \($0))" } ?? ""
      let count = entries.filter {
        $0.side == key.side && bench.state.entry($0).map { $0.presence != .deleted } ?? false
      }.count
      let times = count > 1 && id.isEmpty ? ", in \(count) records" : ""
      let line = "  \(key.side.title) still holds it\(id)\(times): delete it there."
      if !lines.contains(line) { lines.append(line) }
    }
    for name in links.sorted() {
      for (side, seat) in bench.state.link(name)?.sortedSides ?? []
      where seat.entry == nil && seat.state == .pending {
        lines.append("  \(side.title) was sent it and may hold it: look there, and delete it.")
      }
    }
    let names = Set(naming).sorted()
    if !names.isEmpty {
      let shown = names.prefix(5).joined(separator: ", ")
      lines.append(
        "  Other records name its address and stay: \(shown)"
          + (names.count > 5 ? " and \(names.count - 5) more." : "."))
    }
    lines.append(
      "  Exports you imported, bundles written elsewhere or handed on, backups and copies of the "
        + "workspace, and unused space of the disk.")
    return lines
  }
}
