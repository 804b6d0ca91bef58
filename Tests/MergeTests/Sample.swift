import ContentLines
import Merge
import Records

/// Reads a record from the lines of its components; `---` stands between components, `-` is no
/// record.
func record(_ kind: RecordKind, _ lines: String?) -> Record? {
  guard let lines, lines != "-" else { return nil }
  let name = kind == .contact ? "VCARD" : kind == .event ? "VEVENT" : "VTODO"
  let version = kind == .contact ? "VERSION:4.0\n" : ""
  let text = lines.split(separator: "---\n", omittingEmptySubsequences: false)
    .map { "BEGIN:\(name)\n\(version)\($0)\nEND:\(name)\n" }.joined()
  let components = ComponentReader.read(Lexer.lex(Array(text.utf8))).components
  return Record(kind, components).canonical()
}

/// The lines of a record without BEGIN, END and VERSION of its components, in canonical order.
func lines(_ record: Record?) -> [String] {
  guard let record else { return ["-"] }
  var all: [String] = []
  for (index, component) in record.components.enumerated() {
    if index > 0 { all.append("---") }
    all += component.properties.filter { $0.name != .version }.map(\.lineText)
    for inner in component.components {
      all += String(decoding: inner.bytes(), as: UTF8.self).split(separator: "\r\n").map(
        String.init)
    }
  }
  return all
}

/// A merge of two sides, called left and right.
func merge(
  _ kind: RecordKind, _ base: String?, _ left: String?, _ right: String?,
  decide: @escaping Merge.Policy = Merge.ask
) -> MergeResult {
  Merge.merge(base: record(kind, base), sides: sides(kind, left, right), decide: decide)
}

func merge(
  _ base: String?, _ left: String?, _ right: String?, decide: @escaping Merge.Policy = Merge.ask
) -> MergeResult {
  merge(.contact, base, left, right, decide: decide)
}

func sides(_ kind: RecordKind, _ left: String?, _ right: String?) -> [MergeSide] {
  [
    MergeSide(label: "left", record: record(kind, left)),
    MergeSide(label: "right", record: record(kind, right)),
  ]
}

/// `PROPERTY: base | left | right` for each conflict.
func shown(_ conflicts: [Conflict]) -> [String] {
  conflicts.map { conflict in
    let values = conflict.values.map { "\($0.label)=\($0.value ?? "-")" }
    return "\(conflict.property): \(conflict.base ?? "-") | " + values.joined(separator: " | ")
  }
}
