import ContentLines
public import Records

/// One thing that reading changed beyond canonical spelling, so that every input line can be
/// accounted for: a line is in the record, in a step, or in a finding.
public struct UpgradeStep: Sendable {
  /// The row of the table of upgrades (spec/mappings-vcard.md).
  public let row: String
  /// The physical line of the property, from 1; 0 where there is none.
  public let line: Int
  package let before: Property
  /// The property afterwards; nil where its content went into another one, or said nothing.
  public let after: Property?
}

/// What a row made of a property.
enum UpgradeOutcome {
  case unchanged, changed, removed
}

/// One row of the table: an idiom of an older or sloppy card and what vCard 4.0 says instead.
struct UpgradeRow: Sendable {
  let code: String
  /// Whether a value is seen at a glance to be left alone, in a card of any version; it may say no
  /// too often.
  let passes: @Sendable (Span<UInt8>) -> Bool
  let apply: @Sendable (inout Property, inout CardUpgrade) -> UpgradeOutcome

  init(
    _ code: String, passes: @escaping @Sendable (Span<UInt8>) -> Bool = { _ in false },
    _ apply: @escaping @Sendable (inout Property, inout CardUpgrade) -> UpgradeOutcome
  ) {
    self.code = code
    self.passes = passes
    self.apply = apply
  }
}

/// A row that needs the whole card; it runs only if one of the named properties is there.
struct CardRow: Sendable {
  let code: String
  let names: [Name]
  let apply: @Sendable (inout CardUpgrade, String) -> Void
}
