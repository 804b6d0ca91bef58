import ContentLines
import Matching
import Records

/// A contact of the given content lines.
func card(_ lines: String...) -> Record {
  component(.contact, "VCARD", ["VERSION:4.0"] + lines)
}

func event(_ lines: String...) -> Record { component(.event, "VEVENT", lines) }

func task(_ lines: String...) -> Record { component(.task, "VTODO", lines) }

private func component(_ kind: RecordKind, _ name: String, _ lines: [String]) -> Record {
  let text = (["BEGIN:\(name)"] + lines + ["END:\(name)"]).joined(separator: "\r\n") + "\r\n"
  let components = ComponentReader.read(Lexer.lex(Array(text.utf8))).components
  return Record(kind, components).canonical()
}

func candidate(_ id: String, _ record: Record) -> Candidate {
  Candidate(id: id, record: record, digest: record.digest())
}

/// Records by their id, as one version of a side.
func version(_ records: KeyValuePairs<String, Record>) -> [Candidate] {
  records.map { candidate($0.key, $0.value) }
}

func pair(_ old: KeyValuePairs<String, Record>, _ new: KeyValuePairs<String, Record>)
  -> ReidentificationResult
{
  Reidentification.pair(old: version(old), new: version(new), kind: .contact)
}

extension ReidentificationResult {
  /// `old>new`, sorted.
  var paired: [String] { pairs.map { "\($0.oldID)>\($0.newID)" } }
}

let mary = SideName.google("mary")
let peter = SideName.google("peter")

func hub(_ id: String, _ record: Record, uid: Text? = nil) -> LinkCandidate {
  LinkCandidate(side: .opencrm, id: id, uid: uid, record: record)
}

func google(_ id: String, _ record: Record, uid: Text? = nil, _ side: SideName = mary)
  -> LinkCandidate
{
  LinkCandidate(side: side, id: id, uid: uid, record: record)
}

extension LinkingResult {
  /// The ids of each cluster, links first: `c1+g1`.
  var linked: [String] {
    clusters.map { ([$0.link].compactMap(\.self) + $0.members.map(\.id)).joined(separator: "+") }
  }

  var aloneIDs: [String] { alone.map(\.id) }
  var heldIDs: [String] { held.map(\.id) }
}

extension LinkReference {
  var id: String {
    switch self {
    case .record(_, let id), .link(let id): id
    }
  }
}
