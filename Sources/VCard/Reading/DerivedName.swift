public import ContentLines
public import Records

/// The name that is shown for a contact without FN, which vCard 4.0 requires.
public enum DerivedName {
  /// From N in the usual order, or else NICKNAME, ORG, EMAIL, TEL or URL; empty if there is none of
  /// them. Nobody typed it, so it is never merged and never sent as a change. O(n).
  public static func of(_ card: Component) -> Text {
    if let name = card.first("N") {
      let parts = name.parts.map(words)
      // family; given; additional; prefixes; suffixes
      let order = [3, 1, 2, 0, 4].filter { $0 < parts.count }
      let spelled = CanonicalValue.join(
        order.map { parts[$0] }.filter { !$0.isEmpty }, ASCII.space)
      if !spelled.isEmpty { return spelled }
    }
    for name in sources {
      for property in card.properties where property.name == name {
        let words = property.parts.map(words).filter { !$0.isEmpty }
        if let first = words.first { return first }
      }
    }
    return .empty
  }

  private static let sources: [Name] = ["NICKNAME", "ORG", "EMAIL", "TEL", "URL"]

  /// A part with its list joined by spaces; line ends become spaces as well.
  private static func words(_ part: Text) -> Text {
    let values = TextEscaping.split(part, at: ASCII.comma)
      .map { TextEscaping.unescape($0).trimmed }.filter { !$0.isEmpty }
    let joined = values.isEmpty ? Text.empty : CanonicalValue.join(values, ASCII.space)
    guard joined.contains(ASCII.lf) else { return joined }
    return Text(joined.bytes.map { $0 == ASCII.lf ? ASCII.space : $0 })
  }
}
