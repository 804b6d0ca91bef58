/// Makes random values, smaller versions of a value, and a text that shows one.
package struct Generator<Value>: Sendable {
  package let generate: @Sendable (inout SeededRandom) -> Value
  /// Simpler values, simplest first; none where nothing is simpler.
  package let shrink: @Sendable (Value) -> [Value]
  package let show: @Sendable (Value) -> String

  package init(
    _ generate: @escaping @Sendable (inout SeededRandom) -> Value,
    shrink: @escaping @Sendable (Value) -> [Value] = { _ in [] },
    show: @escaping @Sendable (Value) -> String = { "\($0)" }
  ) {
    self.generate = generate
    self.shrink = shrink
    self.show = show
  }
}

/// How a law was broken: in words, with the lines that show it.
package struct Breach: Sendable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}

/// The smallest case found that breaks a law.
package struct Counterexample<Value>: CustomStringConvertible {
  package let law: String
  package let value: Value
  package let breach: Breach
  /// Repeats the case as the first of a run.
  package let seed: UInt64
  package let shrinkSteps: Int
  package let shown: String

  package var description: String {
    """
    \(law): \(breach)
    The smallest case found, after \(shrinkSteps) steps:
    \(shown)
    Repeat it with DRAWBRIDGE_SEED=\(seed) DRAWBRIDGE_CASES=1.
    """
  }
}

/// Runs a law over random values until one breaks it, and shrinks that one.
///
/// - Parameters:
///   - law: how messages name the law.
///   - count: how many cases to draw; case `n` is drawn from `seed + n`.
///   - check: how the value breaks the law, or nil.
/// - Returns: the smallest breaking case found, or nil if the law holds.
package func forAll<Value>(
  _ law: String, count: Int, seed: UInt64 = Run.seed, _ generator: Generator<Value>,
  _ check: (Value) -> Breach?
) -> Counterexample<Value>? {
  for number in 0..<count {
    let caseSeed = seed &+ UInt64(number)
    var random = SeededRandom(seed: caseSeed)
    var value = generator.generate(&random)
    guard var breach = check(value) else { continue }
    var steps = 0
    var isSmaller = true
    // Every round takes the first simpler value that still breaks the law.
    while isSmaller, steps < 400 {
      isSmaller = false
      for candidate in generator.shrink(value) {
        if let smaller = check(candidate) {
          value = candidate
          breach = smaller
          isSmaller = true
          steps += 1
          break
        }
      }
    }
    return Counterexample(
      law: law, value: value, breach: breach, seed: caseSeed, shrinkSteps: steps,
      shown: generator.show(value))
  }
  return nil
}
