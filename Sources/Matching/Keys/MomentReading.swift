public import Records

/// Tells the moment that a date-time stands for, so that spellings in different zones compare
/// equal. Zone data comes from the caller; without it a time is equal only as written.
public struct MomentReading: Sendable {
  /// Seconds since 1970-01-01T00:00:00 UTC of a property with a time, given the definitions of
  /// zones that its record keeps; nil for a floating time or an unknown zone.
  public var seconds: @Sendable (Property, [Component]) -> Int64?

  package init(seconds: @escaping @Sendable (Property, [Component]) -> Int64?) {
    self.seconds = seconds
  }

  /// Compares times as written, with the name of their zone.
  public static let asWritten = MomentReading { _, _ in nil }
}
