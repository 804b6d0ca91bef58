public import ContentLines

/// What the merge engine needs to know of names beyond the rows: it names no property itself.
extension Schema {
  /// Whether the property describes the other property of its group (`item1.X-ABLABEL`) and has
  /// no life of its own.
  public static func describesGroup(_ name: Name) -> Bool {
    groupDescriptions.contains(name)
  }

  /// Whether the parameter says how the value is to be read, so that it never parts from it.
  public static func isPartOfValue(parameter name: Name) -> Bool {
    valueParameters.contains(name)
  }

  /// The properties that tell an inner component from its neighbours, or none where only its whole
  /// content does.
  public static func keyProperties(ofComponent name: Name) -> [Name] {
    if name == .valarm { return alarmKey }
    return componentsWithUID.contains(name) ? [.uid] : []
  }

  /// Whether the group name is one that software makes up (`item1`): the number means nothing.
  public static func isNumberedGroup(_ group: Text) -> Bool {
    group.count > 4 && group[0..<4].equalsIgnoringCase("item")
      && group[4..<group.count].bytes.allSatisfy(ASCII.isDigit)
  }

  private static let groupDescriptions: Set<Name> = ["X-ABLABEL", "X-ABADR"]
  private static let valueParameters: Set<Name> = [
    "VALUE", "TZID", "ENCODING", "CHARSET", "FMTTYPE", "MEDIATYPE", "CALSCALE",
    "X-APPLE-OMIT-YEAR",
  ]
  private static let alarmKey: [Name] = ["ACTION", "TRIGGER"]
  private static let componentsWithUID: Set<Name> = [
    "PARTICIPANT", "VLOCATION", "VRESOURCE",
  ]
}
