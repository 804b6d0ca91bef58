public import Records
import Synchronization

/// Definitions that were read already: thousands of small files repeat the same few. Safe to share
/// between threads.
public final class ZoneDefinitions: Sendable {
  private let cache = Mutex<[[UInt8]: ZoneDefinition]>([:])
  /// More than any collection has; beyond it nothing more is kept.
  private static let limit = 500

  /// No definitions.
  public init() {}

  /// The definition of a VTIMEZONE, expanded once.
  public func definition(_ component: Component) -> ZoneDefinition {
    let key = component.bytes()
    if let known = cache.withLock({ $0[key] }) { return known }
    let definition = ZoneDefinition(component)
    cache.withLock { if $0.count < Self.limit { $0[key] = definition } }
    return definition
  }
}
