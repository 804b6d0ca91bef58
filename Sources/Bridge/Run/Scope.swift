package import Ledger
import Records

/// Which entries take part at all.
package enum Scope {
  /// Whether an entry may be linked and carried: not read-only, not one of the collections that
  /// are only read (Other contacts, birthdays, holidays, subscribed calendars), no question open.
  package static func isIn(_ entry: ViewEntry) -> Bool {
    entry.presence == .present && entry.attributes["readOnly"] == nil
      && entry.attributes[Importing.askedAttribute] == nil
      && entry.collection != otherContacts
  }

  /// The collection of contacts that Google gathered by itself (DESIGN section 6).
  package static let otherContacts = "Other contacts"
}
