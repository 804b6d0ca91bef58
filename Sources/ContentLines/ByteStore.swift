/// Immutable bytes that many slices share: one input file, or one assembled value.
///
/// Offsets into a store are 32 bits wide, so a store holds at most 4 GiB − 1; readers cut larger
/// inputs at component boundaries.
package final class ByteStore: Sendable {
  package let bytes: [UInt8]

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }
}
