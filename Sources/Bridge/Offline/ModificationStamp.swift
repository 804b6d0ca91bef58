import ContentLines
package import Records

/// When a record says it was last changed (REV, LAST-MODIFIED, DTSTAMP).
package enum ModificationStamp {
  /// The latest stamp in basic form, such as `20240102T030405Z`; nil without one.
  package static func of(_ record: Record?) -> String? {
    guard let record else { return nil }
    for name: Name in ["REV", "LAST-MODIFIED"] {
      let stamps = record.components.flatMap { $0.all(name) }
        .map { $0.value.string.filter { $0 != "-" && $0 != ":" } }
      if let latest = stamps.max() { return latest }
    }
    return nil
  }

  /// Whether the first was changed later; a record without a stamp is never newer.
  package static func isNewer(_ one: Record?, than other: Record?) -> Bool {
    guard let first = of(one) else { return false }
    guard let second = of(other) else { return true }
    return first > second
  }
}
