/// Some names, asked for in the innermost loops: a look-up hashes nothing.
public struct NameSet: Sendable {
  private var holds: [Bool] = []

  package init(_ names: some Sequence<Name>) {
    for name in names {
      let place = Int(name.id)
      while holds.count <= place { holds.append(false) }
      holds[place] = true
    }
  }

  /// O(1).
  public func contains(_ name: Name) -> Bool {
    Int(name.id) < holds.count && holds[Int(name.id)]
  }
}
