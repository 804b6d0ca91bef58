import ContentLines
public import Records

/// Texts by which a record that must not return is known again: its match keys together with its
/// name, so that a family that shares an address stays.
public enum PersonKeys {
  /// The texts of a record; two records of one person share at least one. O(n) in its size.
  ///
  /// - Parameter isForgotten: whether the record is the one to be known again; it is also known by
  ///   an address alone, where a record with that address has no name.
  public static func texts(of record: Record, isForgotten: Bool) -> Set<String> {
    let keys = MatchKeys.of(record)
    var texts = Set<String>()
    func add(_ field: String, _ value: Text, _ form: String, _ name: String) {
      texts.insert("\(field)\u{1}\(value.string)\u{1}\(form)\u{1}\(name)")
    }
    guard record.kind == .contact else {
      let dates = keys[.start] + keys[.due]
      for title in keys[.summary] { for date in dates { add("title", title, "at", date.string) } }
      return texts
    }
    let whole = Folding.join(keys.person.words).string
    let given = keys.person.given.string
    let family = keys.person.family.string
    for email in keys[.email] {
      if isForgotten || keys.person.isUnknown { add("email", email, "only", "") }
      guard !keys.person.isUnknown else { continue }
      add("email", email, "whole", whole)
      if !given.isEmpty { add("email", email, "given", given) }
      if let initial = given.unicodeScalars.first, !family.isEmpty {
        add("email", email, "initial", "\(initial) \(family)")
      }
    }
    guard !whole.isEmpty else { return texts }
    for phone in keys[.phone] + keys[.phoneEnd] { add("phone", phone, "whole", whole) }
    // One name in one company says little where an address says more.
    if isForgotten || keys[.email].isEmpty && keys[.phone].isEmpty {
      for company in keys[.company] { add("company", company, "whole", whole) }
    }
    return texts
  }
}
