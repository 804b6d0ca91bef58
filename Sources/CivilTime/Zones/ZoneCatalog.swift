import Glibc
import Synchronization

/// Zones by name, read when first asked for and kept. Safe to share between threads.
public final class ZoneCatalog: Sendable {
  private let load: @Sendable (String) -> [UInt8]?
  private let cache = Mutex<[String: Zone?]>([:])

  /// Makes a catalogue over `loader`, which returns the TZif file of an IANA name or nil.
  public init(loader: @escaping @Sendable (String) -> [UInt8]?) {
    load = loader
  }

  /// Makes a catalogue over a folder of TZif files. Nothing is read before a zone is asked for.
  public convenience init(directory: String = "/usr/share/zoneinfo") {
    self.init(loader: { contents(ofFile: directory + "/" + $0) })
  }

  /// The zone that a TZID means (`canonicalName(for:)`); nil if the name is not known or its file
  /// is missing or damaged.
  public func zone(named name: String) -> Zone? {
    guard let canonical = canonicalName(for: name) else { return nil }
    return cache.withLock { cache in
      if let known = cache[canonical] { return known }
      let zone = load(canonical).flatMap { Zone(name: canonical, file: $0) }
      // Universal time needs no file.
      let found = zone ?? (canonical == "Etc/UTC" ? .utc : nil)
      cache[canonical] = .some(found)
      return found
    }
  }

  /// The IANA name that a TZID means, by `ZoneNames.canonical(for:)`, and else the very name if the
  /// database has a file for it: a zone newer than our table.
  public func canonicalName(for name: String) -> String? {
    if let known = ZoneNames.canonical(for: name) { return known }
    // Only what looks like a name of the database may become part of a path.
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), name.utf8.count <= 64,
      parts.allSatisfy({ part in
        part.first?.isUppercase == true
          && part.utf8.allSatisfy {
            (0x41...0x5A).contains($0 & 0xDF) || (0x30...0x39).contains($0) || $0 == 0x5F
              || $0 == 0x2D || $0 == 0x2B
          }
      }), load(name).flatMap({ Zone(name: name, file: $0) }) != nil
    else { return nil }
    return name
  }
}

/// The bytes of a file; nil if it cannot be read or is larger than any zone file.
private func contents(ofFile path: String) -> [UInt8]? {
  let file = open(path, O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { return nil }
  defer { close(file) }
  let limit = 1 << 20
  var bytes: [UInt8] = []
  while bytes.count <= limit {
    let chunk = [UInt8](unsafeUninitializedCapacity: 16384) { buffer, count in
      count = max(read(file, buffer.baseAddress, buffer.count), 0)
    }
    if chunk.isEmpty { return bytes }
    bytes += chunk
  }
  return nil
}
