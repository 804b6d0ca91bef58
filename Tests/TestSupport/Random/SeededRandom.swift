import Foundation

/// A random number generator that repeats itself from its seed (SplitMix64).
package struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to, not including, `limit`; 0 for a limit below 1.
  package mutating func below(_ limit: Int) -> Int {
    limit < 1 ? 0 : Int(truncatingIfNeeded: next() >> 33) % limit
  }

  package mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// True in so many of a hundred cases.
  package mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  /// One of the elements, which must not be none.
  package mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[below(elements.count)]
  }

  package mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var result = elements
    for index in result.indices.dropFirst().reversed() {
      result.swapAt(index, below(index + 1))
    }
    return result
  }
}

/// What a run of property tests takes from its surroundings.
package enum Run {
  /// `DRAWBRIDGE_SEED`, or a constant, so that two runs draw the same cases.
  package static let seed: UInt64 = number("DRAWBRIDGE_SEED").map(UInt64.init) ?? 20_261_123

  /// Whether `DRAWBRIDGE_FULL` asks for ten times as many cases.
  package static let isFull = ProcessInfo.processInfo.environment["DRAWBRIDGE_FULL"] == "1"

  /// How many cases to run: `usual`, ten times as many in a full run, or `DRAWBRIDGE_CASES`.
  package static func cases(_ usual: Int) -> Int {
    number("DRAWBRIDGE_CASES") ?? (isFull ? usual * 10 : usual)
  }

  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap(Int.init)
  }
}
