/// A large value behind one reference: a copy counts one reference, not one for each of its parts.
///
/// Cores that work side by side and copy the same large value would wait for each other's counts.
public final class Shared<Value: Sendable>: Sendable {
  /// What is shared.
  public let value: Value

  /// Takes a value over.
  public init(_ value: Value) {
    self.value = value
  }
}
