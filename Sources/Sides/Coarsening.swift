package import ContentLines
package import Records

/// What servers are known to do to values they store.
package enum Coarsening {
  /// Whether `seen` is `sent` after trimming, a change of case, escaped HTML entities or another
  /// spelling of the same number.
  package static func isUsual(_ seen: Property, of sent: Property) -> Bool {
    guard seen.name == sent.name else { return false }
    if seen.value == sent.value { return true }
    let schema = Schema.vCard
    if let one = MemberKey.of(seen, schema[seen.name]), one == MemberKey.of(sent, schema[sent.name])
    {
      return true
    }
    return folded(seen.text) == folded(sent.text)
  }

  /// Whether `seen` is `sent` cut at `limit` characters.
  package static func isCut(_ seen: Text, of sent: Text, at limit: Int) -> Bool {
    let seen = seen.string.unicodeScalars
    let sent = sent.string.unicodeScalars
    return sent.count > limit && seen.count == limit && sent.starts(with: seen)
  }

  private static func folded(_ text: Text) -> String {
    var string = text.trimmed.string.lowercased()
    for (entity, plain) in [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#039;", "'"),
      ("&nbsp;", " "), ("&amp;", "&"),
    ] {
      string = string.replacing(entity, with: plain)
    }
    return string.replacing("\r\n", with: "\n")
  }
}
