import ContentLines
package import Ledger
import Matching
package import Records
package import Sides

/// The keyed digests by which later imports know who was forgotten (DESIGN section 12).
///
/// The key is the workspace's id: who holds the ledger can test a guess against a digest, and can
/// read nothing out of it.
package enum ForgottenKeys {
  /// The digests of an entry: of its ids on its side and of its match keys.
  package static func digests(
    of entry: ViewEntry, _ record: Record, workspace: String
  ) -> Set<Digest> {
    var texts = PersonKeys.texts(of: record, isForgotten: true)
    texts.formUnion(ids(entry.side, entry.kind, entry.remoteID, record.uid?.string))
    return Set(texts.map { digest($0, workspace) })
  }

  /// What an import read without those who were forgotten; each read counts them as left out.
  /// O(n) where somebody was forgotten.
  package static func leavingOut(
    _ read: ImportRead, from side: SideName, state: LedgerState
  ) -> ImportRead {
    guard !state.forgotten.isEmpty else { return read }
    var read = read
    for index in read.reads.indices {
      let kind = read.reads[index].kind
      let before = read.reads[index].records.count
      read.reads[index].records.removeAll { isForgotten($0, kind, side, state) }
      let count = before - read.reads[index].records.count
      if count > 0 {
        read.reads[index].leftOut["forgotten in this workspace", default: 0] += count
      }
    }
    return read
  }

  /// Whether an entry is of somebody with these digests: an import would leave it out.
  static func isKnown(
    _ entry: ViewEntry, _ record: Record, by digests: Set<Digest>, workspace: String
  ) -> Bool {
    PersonKeys.texts(of: record, isForgotten: false)
      .union(ids(entry.side, entry.kind, entry.remoteID, record.uid?.string))
      .contains { digests.contains(digest($0, workspace)) }
  }

  private static func isForgotten(
    _ source: SourceRecord, _ kind: RecordKind, _ side: SideName, _ state: LedgerState
  ) -> Bool {
    let texts = PersonKeys.texts(of: source.record, isForgotten: false)
      .union(ids(side, kind, source.remoteID, source.record.uid?.string))
    return texts.contains { state.forgotten.contains(digest($0, state.workspaceID)) }
  }

  private static func ids(
    _ side: SideName, _ kind: RecordKind, _ remoteID: String?, _ uid: String?
  ) -> Set<String> {
    var ids = Set<String>()
    if let remoteID { ids.insert("id\u{1}\(side)\u{1}\(kind.rawValue)\u{1}\(remoteID)") }
    if let uid { ids.insert("uid\u{1}\(kind.rawValue)\u{1}\(uid)") }
    return ids
  }

  private static func digest(_ text: String, _ workspace: String) -> Digest {
    let inner = Digest(of: Array("forgotten\u{1}\(workspace)\u{1}\(text)".utf8))
    return Digest(of: Array("forgotten\u{1}\(workspace)\u{1}".utf8) + inner.bytes)
  }
}
