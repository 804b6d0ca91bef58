package import Ledger
import Records

/// A record as every side holds it.
package enum ShowReport {
  /// The links that a RECORD argument names: a UID, a unique beginning of one, a side's own id, or
  /// a name if it is unique.
  package static func find(_ text: String, on bench: inout Workbench) throws -> [LinkKey] {
    let byRemoteID = bench.state.links(ofRemoteID: text)
    if !byRemoteID.isEmpty { return byRemoteID }
    var byPrefix: [LinkKey] = []
    for kind in RecordKind.allCases {
      if bench.state.link(LinkKey(kind, text)) != nil { return [LinkKey(kind, text)] }
      for side in bench.sides {
        if let uid = bench.state.linksByEntry(side, kind)[text] { return [LinkKey(kind, uid)] }
      }
      byPrefix += bench.state.links(kind).keys.filter { $0.hasPrefix(text) }.map {
        LinkKey(kind, $0)
      }
    }
    if byPrefix.count == 1 || byPrefix.count > 1 { return byPrefix.sorted() }
    var byName: [LinkKey] = []
    let wanted = text.lowercased()
    for kind in RecordKind.allCases {
      let links = bench.state.sortedLinks(kind)
      try bench.load(Set(links.compactMap(\.agreed)), kind)
      byName += links.filter {
        bench.record($0.agreed)?.displayName.lowercased() == wanted
      }.map(\.key)
    }
    return byName
  }

  /// The lines of `show`.
  package static func lines(_ key: LinkKey, on bench: inout Workbench) throws -> [String] {
    guard let link = bench.state.link(key) else { return [] }
    var digests = Set<Digest>()
    if let agreed = link.agreed { digests.insert(agreed) }
    for (side, seat) in link.sides {
      if let sent = seat.sent { digests.insert(sent) }
      if let id = seat.entry, let entry = bench.state.entry(EntryKey(side, key.kind, id)) {
        digests.insert(entry.digest)
      }
    }
    try bench.load(digests, key.kind)
    let name = bench.record(link.agreed)?.displayName ?? link.uid
    var lines = ["\(key.kind.rawValue) \(name)", "UID \(link.uid)"]
    if let origin = link.origin { lines.append("came from \(origin.title)") }
    lines.append("")
    lines.append("Agreed:")
    lines += properties(bench.record(link.agreed))
    for (side, seat) in link.sortedSides {
      lines.append("")
      let entry = seat.entry.flatMap { bench.state.entry(EntryKey(side, key.kind, $0)) }
      let id = entry?.remoteID.map { ", id \($0)" } ?? ""
      lines.append("\(side.title) (\(seat.state.rawValue)\(id)):")
      if let entry {
        if entry.presence != .present { lines.append("    [\(entry.presence.rawValue)]") }
        lines += properties(bench.record(entry.digest))
      } else if let sent = bench.record(seat.sent) {
        lines.append("    [sent, not yet seen]")
        lines += properties(sent)
      }
    }
    return lines
  }

  private static func properties(_ record: Record?) -> [String] {
    guard let record else { return ["    (nothing yet)"] }
    var lines: [String] = []
    for (index, component) in record.components.enumerated() {
      if index > 0 { lines.append("    -- instance") }
      for property in component.properties where property.name != .version {
        lines.append("    " + property.lineText)
      }
      for inner in component.components {
        let text = inner.properties.map(\.lineText).joined(separator: ", ")
        lines.append("    \(inner.name): \(text)")
      }
    }
    return lines
  }
}

extension LedgerState {
  /// The links of the entries with an id of their side's own. O(n).
  fileprivate func links(ofRemoteID text: String) -> [LinkKey] {
    var found: [LinkKey] = []
    for scope in scopes {
      for entry in entries(scope.side, scope.kind).values where entry.remoteID == text {
        if let uid = linksByEntry(scope.side, scope.kind)[entry.id] {
          found.append(LinkKey(scope.kind, uid))
        }
      }
    }
    return Set(found).sorted()
  }
}
