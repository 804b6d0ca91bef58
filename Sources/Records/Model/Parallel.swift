import Dispatch
import Synchronization

/// Work on independent values, on all cores.
///
/// What runs side by side should not share the store of its texts: two cores that count references
/// to one object wait for each other.
package enum Parallel {
  /// The results in the order of the elements; nothing depends on how the work was divided.
  package static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    guard elements.count > 1 else { return elements.map(transform) }
    let results = Mutex([Result?](repeating: nil, count: elements.count))
    DispatchQueue.concurrentPerform(iterations: elements.count) { index in
      let result = transform(elements[index])
      results.withLock { $0[index] = result }
    }
    return results.withLock { $0 }.compactMap(\.self)
  }

  /// Two pieces of work side by side; the first one's failure is thrown before the other's.
  package static func both<First: Sendable, Second: Sendable>(
    _ first: @Sendable () throws -> First, _ second: @Sendable () throws -> Second
  ) throws -> (First, Second) {
    let one = Mutex<Swift.Result<First, any Error>?>(nil)
    let other = Mutex<Swift.Result<Second, any Error>?>(nil)
    DispatchQueue.concurrentPerform(iterations: 2) { index in
      if index == 0 {
        let result = Swift.Result(catching: first)
        one.withLock { $0 = result }
      } else {
        let result = Swift.Result(catching: second)
        other.withLock { $0 = result }
      }
    }
    return (
      try one.withLock { try $0?.get() } ?? first(),
      try other.withLock { try $0?.get() } ?? second()
    )
  }

  /// The same for work that may fail: the first failure in the order of the elements is thrown.
  package static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], throwing transform: @Sendable (Element) throws -> Result
  ) throws -> [Result] {
    try map(elements) { element in Swift.Result { try transform(element) } }.map { try $0.get() }
  }
}
