import ContentLines
import Records

/// What the head of a content line, its name and parameters, comes to in vCard 4.0.
///
/// Worked out by the rows of `UpgradeTable` and the canonical form, as for any property.
final class CardHead: Sendable {
  /// How the lines with this head are read.
  enum Reading: Sendable {
    /// All but the value is settled, whatever it says.
    case settled
    /// The same once the value is decoded from quoted-printable.
    case encoded
    /// Rows of the parameters look at the value: every line goes through them.
    case byValue
    /// The card has to be seen as a whole.
    case wholeCard
  }

  /// A card without one is a finding.
  static let fullName: Name = "FN"

  let reading: Reading
  let name: Name
  /// Upgraded, unless the reading is by value: what rows of values look at.
  let upgraded: [Parameter]
  /// The same in canonical form.
  let parameters: [Parameter]
  /// These for a line without a group; nil where there are none.
  let shared: PropertyHead?
  /// How the value is built under these parameters.
  let kind: ValueKind
  /// Whether a value of that kind in which nothing is escaped or separates is canonical.
  let isPlainCanonical: Bool
  let order: Int
  let valueRow: UpgradeRow?
  /// The glance of that row.
  let passes: (@Sendable (Span<UInt8>) -> Bool)?
  /// The character set of an encoded value, or empty, and whether it is escaped as texts are.
  let charset: Text
  let isUTF8: Bool
  let escapes: Bool

  /// - Parameters:
  ///   - property: a line with this head; its value and group have no say.
  ///   - version: that of the card.
  init(_ property: Property, version: Text) {
    let table = UpgradeTable.shared
    var property = Property(property.name, property.parameters, value: .empty)
    var reading = Self.reading(property)
    charset = property.parameter("CHARSET") ?? .empty
    isUTF8 = Charset.isUTF8(named: charset)
    escapes = !ParameterUpgrades.isURI(property)
    if UpgradeTable.looksAtParameters(property), reading.isSettledByHead {
      var card = CardUpgrade([], version: version)
      for row in UpgradeTable.parameterRows where row.apply(&property, &card) == .removed {
        reading = .wholeCard
      }
    }
    let row = Schema.vCard[property.name]
    self.reading = reading
    name = property.name
    upgraded = property.parameters
    parameters =
      CanonicalParameters.areCanonical(property, row, Schema.vCard)
      ? upgraded : CanonicalParameters.of(property, row, Schema.vCard)
    shared = parameters.isEmpty ? nil : PropertyHead(.empty, parameters)
    kind = CanonicalValue.kind(
      of: Property(property.name, parameters, value: .empty), row)
    isPlainCanonical =
      switch kind {
      case .text, .textList, .uri, .language, .raw: true
      default: false
      }
    order = row.order
    valueRow = table.value(property.name)
    passes = valueRow?.passes
  }

  private static func reading(_ property: Property) -> Reading {
    let table = UpgradeTable.shared
    if property.name == .version || table.rename(property.name) != nil
      || table.cardRows(property.name) != 0
      || property.parameter(CarriedParameter.derived) != nil
      || CanonicalValue.kind(of: property, Schema.vCard[property.name]) == .dateList
    {
      return .wholeCard
    }
    guard UpgradeTable.looksAtParameters(property) else { return .settled }
    if UpgradeTable.isMedia(property.name)
      || property.parameters.contains(where: UpgradeTable.looksAtValue)
    {
      return .byValue
    }
    guard property.parameter("ENCODING") != nil || property.parameter("CHARSET") != nil else {
      return .settled
    }
    guard property.has("ENCODING", "QUOTED-PRINTABLE") else { return .byValue }
    return .encoded
  }
}

extension CardHead.Reading {
  /// Whether rows of the parameters come to the same whatever the value says.
  fileprivate var isSettledByHead: Bool {
    switch self {
    case .settled, .encoded: true
    case .byValue, .wholeCard: false
    }
  }
}
