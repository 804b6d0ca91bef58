extension Zone {
  /// Reads a compiled zone file (TZif, RFC 8536), version 1 or later; nil if it is none or is cut
  /// short. Linear in its size.
  public init?(name: String, file bytes: [UInt8]) {
    guard var header = TZifHeader(bytes, at: 0) else { return nil }
    var start = 44
    var wide = false
    if header.version >= 0x32 {
      start = 44 + header.length(wide: false)
      guard let second = TZifHeader(bytes, at: start) else { return nil }
      header = second
      start += 44
      wide = true
    }
    let length = header.length(wide: wide)
    guard header.types > 0, start + length <= bytes.count else { return nil }
    let size = wide ? 8 : 4
    let indexes = start + header.times * size
    let types = indexes + header.times
    let names = types + header.types * 6

    struct Kind {
      var offset: Int
      var isDaylight: Bool
      var abbreviation: String
    }
    var kinds: [Kind] = []
    for index in 0..<header.types {
      let base = types + index * 6
      let first = Int(bytes[base + 5])
      guard first < header.characters else { return nil }
      let text = bytes[(names + first)..<(names + header.characters)].prefix { $0 != 0 }
      kinds.append(
        Kind(
          offset: bigEndian(bytes, at: base, size: 4), isDaylight: bytes[base + 4] != 0,
          abbreviation: String(decoding: text, as: UTF8.self)))
    }

    var transitions: [ZoneTransition] = []
    transitions.reserveCapacity(header.times)
    var current = kinds[0]
    for index in 0..<header.times {
      let kind = Int(bytes[indexes + index])
      guard kind < kinds.count else { return nil }
      let next = kinds[kind]
      let seconds = bigEndian(bytes, at: start + index * size, size: size)
      defer { current = next }
      // Far beyond any date: nothing to count with.
      guard abs(seconds / 2) < 1 << 60 else { continue }
      // Files may list a change of nothing to mark the beginning of the table.
      if next.offset == current.offset, next.isDaylight == current.isDaylight,
        next.abbreviation == current.abbreviation
      {
        continue
      }
      transitions.append(
        ZoneTransition(
          seconds: seconds, before: current.offset, after: next.offset,
          isDaylight: next.isDaylight, wasDaylight: current.isDaylight,
          abbreviation: next.abbreviation))
    }

    var rule: PosixRule?
    if wide, start + length < bytes.count, bytes[start + length] == 0x0A {
      let footer = bytes[(start + length + 1)...].prefix { $0 != 0x0A }
      rule = PosixRule(footer)
    }
    self.init(
      name: name, initialOffset: kinds[0].offset, initialAbbreviation: kinds[0].abbreviation,
      transitions: transitions, rule: rule)
  }
}

/// The counts at the front of either half of a zone file.
private struct TZifHeader {
  var version: UInt8
  var utcFlags: Int
  var standardFlags: Int
  var leaps: Int
  var times: Int
  var types: Int
  var characters: Int

  init?(_ bytes: [UInt8], at start: Int) {
    guard start >= 0, start + 44 <= bytes.count,
      bytes[start..<start + 4].elementsEqual([0x54, 0x5A, 0x69, 0x66])
    else { return nil }
    version = bytes[start + 4]
    let counts = (0..<6).map { bigEndian(bytes, at: start + 20 + $0 * 4, size: 4) }
    guard counts.allSatisfy({ (0...1_000_000).contains($0) }) else { return nil }
    utcFlags = counts[0]
    standardFlags = counts[1]
    leaps = counts[2]
    times = counts[3]
    types = counts[4]
    characters = counts[5]
  }

  func length(wide: Bool) -> Int {
    let size = wide ? 8 : 4
    return times * size + times + types * 6 + characters + leaps * (size + 4) + standardFlags
      + utcFlags
  }
}

/// A signed number of 4 or 8 bytes; the caller has checked the bounds.
private func bigEndian(_ bytes: [UInt8], at start: Int, size: Int) -> Int {
  var value: UInt64 = 0
  for index in start..<start + size { value = value << 8 | UInt64(bytes[index]) }
  return size == 4
    ? Int(Int32(truncatingIfNeeded: value)) : Int(Int64(bitPattern: value))
}
