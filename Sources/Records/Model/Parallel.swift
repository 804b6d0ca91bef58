import Dispatch
import Synchronization

/// Work on independent values, on all cores.
///
/// What runs side by side should not share the store of its texts: two cores that count references
/// to one object wait for each other.
public enum Parallel {
  /// A thread for a large piece of work that may wait for others. Those of the global queue are as
  /// many as there are cores: waiting on one of them would leave a core idle.
  private static func large() -> DispatchQueue { DispatchQueue(label: "large piece of work") }

  /// The results of a few large pieces of work, in the order of the elements; nothing depends on
  /// how the work was divided. A piece may divide its own work again.
  public static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], _ transform: @escaping @Sendable (Element) -> Result
  ) -> [Result] {
    guard elements.count > 1 else { return elements.map(transform) }
    let results = Mutex([Result?](repeating: nil, count: elements.count))
    // `concurrentPerform` would leave one core to what is divided again.
    let group = DispatchGroup()
    for index in elements.indices.dropFirst() {
      large().async(group: group) {
        let result = transform(elements[index])
        results.withLock { $0[index] = result }
      }
    }
    let first = transform(elements[0])
    results.withLock { $0[0] = first }
    group.wait()
    return results.withLock { $0 }.compactMap(\.self)
  }

  /// The same for work that may fail: the first failure in the order of the elements is thrown.
  public static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], throwing transform: @escaping @Sendable (Element) throws -> Result
  ) throws -> [Result] {
    try map(elements) { element in Swift.Result { try transform(element) } }.map { try $0.get() }
  }

  /// The results of many small pieces of work, in the order of the elements: as many neighbours as
  /// `size` says are worked on together.
  public static func chunked<Element: Sendable, Result: Sendable>(
    _ elements: [Element], by size: Int = 128, _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    guard elements.count > size else { return elements.map(transform) }
    let count = (elements.count + size - 1) / size
    let results = Mutex([[Result]](repeating: [], count: count))
    DispatchQueue.concurrentPerform(iterations: count) { chunk in
      let own = elements[chunk * size..<min((chunk + 1) * size, elements.count)].map(transform)
      results.withLock { $0[chunk] = own }
    }
    return results.withLock { $0 }.flatMap(\.self)
  }

  /// Two pieces of work side by side; the first one's failure is thrown before the other's.
  public static func both<First: Sendable, Second: Sendable>(
    _ first: @Sendable () throws -> First, _ second: @escaping @Sendable () throws -> Second
  ) throws -> (First, Second) {
    let other = Mutex<Swift.Result<Second, any Error>?>(nil)
    let group = DispatchGroup()
    large().async(group: group) {
      let result = Swift.Result(catching: second)
      other.withLock { $0 = result }
    }
    let one = Swift.Result(catching: first)
    group.wait()
    return (try one.get(), try other.withLock { try $0?.get() } ?? second())
  }
}
