package import Records

/// Places that hold one value of several: an emptied one is never filled again unasked (DESIGN
/// section 5), because the next value of the record had no place there before either.
package enum FreedPlaces {
  /// The values that may stand in the place: without those that the side was in step with while it
  /// showed another, or nothing. O(n²) in the values of one place.
  ///
  /// - Parameters:
  ///   - values: what the record has for the place.
  ///   - settled: what the record had there when the side was last in step with it.
  ///   - isEmpty: whether the side shows nothing in the place.
  ///   - isShown: whether a value is the one the side shows there.
  package static func candidates(
    _ values: [Property], settled: [Property], isEmpty: Bool, isShown: (Property) -> Bool
  ) -> [Property] {
    guard !settled.isEmpty, !values.isEmpty else { return values }
    func isSame(_ one: Property, _ other: Property) -> Bool {
      one.name == other.name && one.value == other.value
    }
    return values.filter { value in
      guard settled.contains(where: { isSame($0, value) }) else { return true }
      if isEmpty { return false }
      // Only where it is known that another one stands there.
      return isShown(value)
        || !settled.contains { !isSame($0, value) && isShown($0) }
    }
  }
}
