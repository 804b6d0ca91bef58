package import ContentLines
package import Records

/// The full name that follows from the parts of a name: a side that has only the parts never
/// invents one, and one that only repeats the parts is no value of its own.
package enum DerivedName {
  /// Prefix, given, middle, family and suffix of N, joined by spaces; nil without N.
  package static func of(_ component: Component) -> Text? {
    guard let name = component.first("N") else { return nil }
    let parts = name.parts.map { TextEscaping.unescape($0).trimmed }
    func part(_ index: Int) -> Text? {
      index < parts.count && !parts[index].isEmpty ? parts[index] : nil
    }
    let words = [part(3), part(1), part(2), part(0), part(4)].compactMap { $0?.string }
    return words.isEmpty ? nil : Text(words.joined(separator: " "))
  }

  /// The contact without an FN that only repeats its N.
  package static func removing(from record: Record) -> Record {
    guard record.kind == .contact, var component = record.components.first,
      let derived = of(component)
    else { return record }
    let names = component.all("FN")
    guard names.count == 1, names[0].parameters.isEmpty, names[0].text.trimmed == derived else {
      return record
    }
    component.set("FN", nil)
    return Record(record.kind, [component], zones: record.zones)
  }
}
