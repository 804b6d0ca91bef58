import ContentLines
public import Records

/// Writes contacts as vCard 4.0, or as the vCard 3.0 that phones and Google read.
public enum VCardWriter {
  /// The canonical bytes, with a derived FN where the record has none (RFC 6350 section 6.2.1).
  /// Reading them gives the record back. The record must be canonical. O(n).
  public static func vcard4(_ record: Record) -> [UInt8] { vcard4([record]) }

  /// The same of several records, one after the other. O(n).
  public static func vcard4(_ records: [Record]) -> [UInt8] {
    var writer = LineWriter()
    for record in records {
      for component in record.components { complete(component).write(to: &writer) }
    }
    return writer.bytes
  }

  /// The card in vCard 3.0 (spec/mappings-vcard.md). Reading it gives the record back; what 3.0 has
  /// no room for travels in parameters and properties that phones ignore. The record must be
  /// canonical. O(n).
  ///
  /// - Parameter marksDerivedName: whether an FN that only follows from the other properties says
  ///   so, for a reader of ours; a phone or Google needs no such mark.
  public static func vcard3(_ record: Record, marksDerivedName: Bool = true) -> [UInt8] {
    var writer = LineWriter()
    for component in record.components {
      let card = complete(component, marksDerivedName: marksDerivedName)
      Version3.write(Downgrade.lines(of: card), component, to: &writer)
    }
    return writer.bytes
  }

  /// The card with an FN. O(n).
  static func complete(_ card: Component, marksDerivedName: Bool = true) -> Component {
    guard card.first("FN") == nil else { return card }
    var result = card
    let mark = marksDerivedName ? [Parameter(CarriedParameter.derived, "derived")] : []
    let name = Property("FN", mark, value: TextEscaping.escape(DerivedName.of(card)))
    let schema = Schema.vCard
    let order = schema["FN"].order
    let place =
      result.properties.firstIndex { schema[$0.name].order > order } ?? result.properties.count
    result.properties.insert(name, at: place)
    return result
  }
}
