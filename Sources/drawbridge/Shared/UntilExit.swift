import Synchronization

/// Keeps what a command worked with until the process ends: the system takes back all memory at
/// once, where taking a hundred thousand records apart one by one would take as long as reading
/// some of them.
enum UntilExit {
  private static let kept = Mutex<[any Sendable]>([])

  static func keep(_ value: some Sendable) {
    kept.withLock { $0.append(value) }
  }
}
