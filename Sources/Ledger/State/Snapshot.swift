public import Records

/// What one import or pull read of one kind on one side. Immutable.
public struct Snapshot: Sendable, Hashable {
  /// A calendar, task list or address book that the snapshot saw.
  public struct Collection: Sendable, Hashable, Codable {
    package var name: String
    /// Whether every record of it is proved to be in the snapshot (DESIGN section 9).
    public var complete: Bool

    package init(_ name: String, complete: Bool) {
      self.name = name
      self.complete = complete
    }
  }

  /// Unique in the ledger.
  public var id: String
  package var side: SideName
  package var kind: RecordKind
  /// In the order they were seen.
  public var collections: [Collection]
  /// The source: `takeout`, `vcf`, `opencrm-csv` …
  public var source: String
  /// The names or slots that the source can show; nil where it shows all the side has.
  public var covered: Set<String>?
  /// The time of the export, RFC 3339, where it is known.
  public var exported: String?
  /// The time of the import, RFC 3339.
  public var imported: String
  package var complete: Bool
  /// The digest of the inputs.
  public var digest: Digest
  /// The address of the account as the export names it.
  public var account: String?
  /// The operation that brought it: `LedgerState.nextOperation` when it was made.
  public var operation: Int

  package init(
    id: String, side: SideName, kind: RecordKind, collections: [Collection] = [],
    source: String, covered: Set<String>? = nil, exported: String? = nil, imported: String,
    complete: Bool, digest: Digest, account: String? = nil, operation: Int
  ) {
    self.id = id
    self.side = side
    self.kind = kind
    self.collections = collections
    self.source = source
    self.covered = covered
    self.exported = exported
    self.imported = imported
    self.complete = complete
    self.digest = digest
    self.account = account
    self.operation = operation
  }

  /// Whether the snapshot shows the property or slot at all.
  public func covers(_ name: String) -> Bool { covered?.contains(name) ?? true }
}
