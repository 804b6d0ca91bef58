import ContentLines

extension Record {
  /// Reads a record back from its canonical bytes, without upgrading anything. Nil if the bytes
  /// hold no component of the kind. O(n).
  public init?(_ kind: RecordKind, canonicalBytes: [UInt8]) {
    let all = ComponentReader.read(Lexer.lex(canonicalBytes)).components
    let own = all.filter { $0.name != .vtimezone }
    guard !own.isEmpty else { return nil }
    self.init(kind, own, zones: all.filter { $0.name == .vtimezone })
  }

  /// The record's canonical bytes without volatile properties: what the ledger keeps under the
  /// digest. The record must be canonical. O(n).
  public func storedBytes() -> [UInt8] { withoutVolatile().bytes() }
}
