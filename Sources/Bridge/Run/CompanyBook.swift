import ContentLines
import Ledger
import Records
import Settings
import Sides

/// The companies that OpenCRM has, by name (Google2OpenCRM: find/create linked companies).
struct CompanyBook: Sendable {
  /// What happens to a company that is not there.
  let rule: LinkedCompanies
  private var names: Set<String> = []

  /// Where a contact names its company.
  static let property = Schema.of(.contact).name(of: .company)

  /// The mark that keeps the names of the companies' table.
  static let mark = "opencrm.companies"

  /// The book of a workspace; nil where companies are not linked. O(contacts).
  ///
  /// - Throws: errors of the store.
  static func of(_ bench: inout Workbench) throws -> CompanyBook? {
    let rule = bench.settings.contacts.linkedCompanies
    guard rule != .off else { return nil }
    var book = CompanyBook(rule: rule)
    for name in (bench.state.marks[mark] ?? "").split(separator: "\n") {
      book.names.insert(key(String(name)))
    }
    let entries = bench.state.sortedEntries(.opencrm, .contact)
    try bench.load(Set(entries.map(\.digest)), .contact)
    for entry in entries {
      if let name = company(of: bench.record(entry.digest)) { book.names.insert(key(name)) }
    }
    return book
  }

  /// Whether OpenCRM has a company of this name, whatever its capitals and the spaces around it.
  func has(_ name: String) -> Bool { names.contains(Self.key(name)) }

  /// What names one company.
  static func key(_ name: String) -> String { Text(name).trimmed.string.lowercased() }

  /// The company of a contact: the first part of its organisation.
  static func company(of record: Record?) -> String? {
    guard let part = record?.components.first?.first(property)?.parts.first, !part.isEmpty else {
      return nil
    }
    return TextEscaping.unescape(part).string
  }

  /// Why a company may not be set where another, or none, stands; nil where it may.
  func refusal(of company: String?, instead old: String?) -> String? {
    guard rule == .find, let company, old.map(Self.key) != Self.key(company), !has(company) else {
      return nil
    }
    return "OpenCRM has no company “\(company)” (contacts.linked_companies: find)"
  }
}
