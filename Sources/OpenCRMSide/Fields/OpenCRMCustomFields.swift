import ContentLines
import Records

/// The custom fields that are carried: how OpenCRM names each (`cf_12`), and how people do
/// (`Shoe size`), which is the KEY that the field has in a record, and its label in Google.
package struct OpenCRMCustomFields: Sendable, ExpressibleByArrayLiteral {
  /// API names, sorted.
  package let names: [String]
  private let keys: [String: String]
  private let fields: [String: String]

  /// - Parameter entries: API names with what the settings call them. A name that two fields
  ///   have, or that is another field's API name, tells nothing: these keep their API names.
  package init(_ entries: [OpenCRMColumns.Entry]) {
    let names = Set(entries.map(\.field))
    var words: [String: Int] = [:]
    for entry in entries { words[entry.header, default: 0] += 1 }
    var keys: [String: String] = [:]
    var fields: [String: String] = [:]
    for entry in entries
    where !entry.header.isEmpty && words[entry.header] == 1 && !names.contains(entry.header) {
      keys[entry.field] = entry.header
      fields[entry.header] = entry.field
    }
    self.names = names.sorted()
    self.keys = keys
    self.fields = fields
  }

  package init(arrayLiteral names: String...) {
    self.init(names.map { .init($0, "") })
  }

  /// The KEY of a field in a record.
  func key(of field: String) -> String { keys[field] ?? field }

  /// The field whose KEY it is. A record may have been read before the field had a name.
  func field(of key: String) -> String { fields[key] ?? key }

  /// The values that a component holds of a field.
  func values(of field: String, in component: Component) -> [Property] {
    component.all(.customField).filter { property in
      property.parameter("KEY").map { self.field(of: $0.string) == field } ?? false
    }
  }
}
