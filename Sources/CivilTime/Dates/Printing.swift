extension [UInt8] {
  /// Appends a non-negative number with at least `digits` digits.
  mutating func append(number: Int, digits: Int) {
    var divisor = 1
    for _ in 1..<digits { divisor *= 10 }
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(0x30 + UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }

  /// Appends a year with four digits and, before year 0, a minus sign.
  mutating func append(year: Int) {
    if year < 0 { append(0x2D) }
    append(number: abs(year), digits: 4)
  }

  /// Appends an offset from UTC in seconds as `+0100`, `+01:00`, or with seconds where it has any.
  mutating func append(offset: Int, extended: Bool) {
    append(offset < 0 ? 0x2D : 0x2B)
    let size = abs(offset)
    append(number: size / 3600, digits: 2)
    if extended { append(0x3A) }
    append(number: size / 60 % 60, digits: 2)
    if size % 60 != 0 {
      if extended { append(0x3A) }
      append(number: size % 60, digits: 2)
    }
  }
}

extension String {
  /// Collects what `body` prints.
  init(printing body: (inout [UInt8]) -> Void) {
    var bytes: [UInt8] = []
    body(&bytes)
    self = String(decoding: bytes, as: UTF8.self)
  }
}
