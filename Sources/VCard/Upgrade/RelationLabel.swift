import ContentLines

/// The labels that address books put beside a date or a related person.
enum RelationLabel {
  /// Labels that say exactly what a TYPE of RELATED says (RFC 6350 section 6.6.6).
  private static let exact: [(word: String, type: String)] = [
    ("Spouse", "spouse"), ("Child", "child"), ("Parent", "parent"), ("Friend", "friend"),
  ]

  /// Labels that say more than the TYPE: it is added, and the label stays.
  private static let near: [(word: String, type: String)] = [
    ("Mother", "parent"), ("Father", "parent"), ("Brother", "sibling"), ("Sister", "sibling"),
    ("Son", "child"), ("Daughter", "child"), ("Relative", "kin"),
  ]

  /// `Spouse` for `_$!<Spouse>!$_`; other labels come back as they are.
  static func word(_ label: Text) -> Text {
    let open = Array("_$!<".utf8)
    let close = Array(">!$_".utf8)
    guard label.count > 8, label.bytes.starts(with: open),
      label.bytes.suffix(4).elementsEqual(close)
    else { return label }
    return label[4..<label.count - 4]
  }

  static func exactType(_ label: Text) -> String? {
    let word = word(label)
    return exact.first { word.equalsIgnoringCase($0.word) }?.type
  }

  static func nearType(_ label: Text) -> String? {
    let word = word(label)
    return near.first { word.equalsIgnoringCase($0.word) }?.type
  }

  /// Apple's label for a TYPE, where one says exactly the same.
  static func label(for type: Text) -> Text? {
    exact.first { $0.type == type.string }.map { Text("_$!<\($0.word)>!$_") }
  }

  static func isAnniversary(_ label: Text) -> Bool {
    word(label).equalsIgnoringCase("Anniversary")
  }

  static let anniversary: Text = "_$!<Anniversary>!$_"
}
