/// Immutable bytes that many slices share: one input file, or one assembled value.
///
/// Offsets into a store are 32 bits wide, so a store holds at most 4 GiB − 1; readers cut larger
/// inputs at component boundaries.
public final class ByteStore: Sendable {
  /// What the slices are slices of.
  public let bytes: [UInt8]

  /// Takes the bytes over.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }
}
