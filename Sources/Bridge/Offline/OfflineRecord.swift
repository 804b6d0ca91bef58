package import Records

/// A record of an input, with what copying it unchanged needs.
package struct OfflineRecord: Sendable {
  package var record: Record
  package var digest: Digest
  /// The bytes as they stood in the input, made when they are needed.
  package var original: @Sendable () -> [UInt8]
  /// The name of the file it lies in, for folders.
  package var fileName: String

  package init(record: Record, fileName: String, original: @escaping @Sendable () -> [UInt8]) {
    self.record = record
    digest = record.digest()
    self.fileName = fileName
    self.original = original
  }
}
