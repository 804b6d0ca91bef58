/// The forms values are brought into before they are compared: libical rewrites most of them.
enum ValueForm {
  /// Unescaped text.
  case text
  /// Text that libical splits at commas, at times at the wrong ones.
  case textList
  /// As it stands: addresses and URIs.
  case verbatim
  /// Without regard to case.
  case keyword
  case integer
  case float
  /// Latitude and longitude.
  case position
  /// A date, time, duration or period.
  case time
  /// Several of them in any order.
  case timeList
  case rule
  case offset
  /// A URI or base64.
  case attachment
  /// The digits of REQUEST-STATUS: libical replaces its words by its own.
  case statusCode

  /// The pieces of a value that are compared, each as a member of a multiset.
  ///
  /// libical makes one property of each piece of a list, so lists compare by piece. Where a comma
  /// inside a piece is escaped, it splits wrongly; so pieces are cut at every comma on both sides,
  /// and `a\,b` and `a,b` are the same here.
  /// - Complexity: O(*n* log *n*) in the length of the value.
  func pieces(of value: String) -> [String] {
    let trimmed = Self.trimmed(value)
    switch self {
    case .text: return [Self.unescaped(trimmed)]
    case .textList:
      return Self.unescaped(trimmed).split(separator: ",").map { Self.trimmed(String($0)) }
        .filter { !$0.isEmpty }
    case .verbatim: return [trimmed]
    case .keyword: return [trimmed.uppercased()]
    case .integer: return [Int(trimmed).map(String.init) ?? trimmed]
    case .float: return [Self.micros(trimmed)]
    case .position:
      return [trimmed.split(separator: ";").map { Self.micros(String($0)) }.joined(separator: ";")]
    case .time: return [Self.time(trimmed)]
    case .timeList: return trimmed.split(separator: ",").map { Self.time(Self.trimmed(String($0))) }
    case .rule: return [Self.rule(trimmed)]
    case .offset: return [Self.offset(trimmed)]
    case .attachment:
      return [String(trimmed.unicodeScalars.filter { $0 != " " && $0 != "\t" })]
    case .statusCode: return [String(trimmed.prefix { $0 != ";" })]
    }
  }

  /// libical drops blanks around a value.
  static func trimmed(_ value: String) -> String {
    let bytes = Array(value.utf8)
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    guard let start = bytes.firstIndex(where: { !isBlank($0) }),
      let end = bytes.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(decoding: bytes[start...end], as: UTF8.self)
  }

  /// Undoes the escapes of text as libical does: it knows some of C's, and makes a blank of any
  /// other (`icalvalue.c`, `icalmemory_strdup_and_dequote`).
  static func unescaped(_ text: String) -> String {
    var result: [UInt8] = []
    var isEscaped = false
    for byte in text.utf8 {
      if isEscaped {
        isEscaped = false
        switch byte {
        case 0x6E, 0x4E: result.append(0x0A)
        case 0x74, 0x54: result.append(0x09)
        case 0x72, 0x52: result.append(0x0D)
        case 0x62, 0x42: result.append(0x08)
        case 0x66, 0x46: result.append(0x0C)
        case 0x2C, 0x3B, 0x22, 0x5C: result.append(byte)
        default: result.append(0x20)
        }
      } else if byte == 0x5C {
        isEscaped = true
      } else {
        result.append(byte)
      }
    }
    return trimmed(String(decoding: result, as: UTF8.self))
  }

  /// Writes text as RFC 5545 section 3.3.11 wants it.
  static func escaped(_ text: String) -> String {
    var result: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x0A: result += [0x5C, 0x6E]
      case 0x2C, 0x3B, 0x5C: result += [0x5C, byte]
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// libical writes floating-point numbers with six decimals.
  private static func micros(_ number: String) -> String {
    guard let value = Double(trimmed(number)), abs(value) < 1e9 else { return number }
    let rounded = (value * 1_000_000).rounded()
    return String(Int64(rounded))
  }

  private static func time(_ text: String) -> String {
    let upper = text.uppercased()
    let halves = upper.split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count == 2 else { return duration(upper) ?? upper }
    return "\(halves[0])/\(duration(String(halves[1])) ?? String(halves[1]))"
  }

  /// `P1W`, `P7D` and `P0DT0H10M0S` as days and seconds, which do not mix (RFC 5545 section
  /// 3.3.6); nil if it is no duration.
  static func duration(_ text: String) -> String? {
    var rest = Array(text.utf8)[...]
    var isNegative = false
    if let sign = rest.first, sign == 0x2B || sign == 0x2D {
      isNegative = sign == 0x2D
      rest.removeFirst()
    }
    guard rest.popFirst() == 0x50, !rest.isEmpty else { return nil }
    var days = 0
    var seconds = 0
    var number: Int?
    for byte in rest {
      switch byte {
      case 0x30...0x39:
        let grown = (number ?? 0).multipliedReportingOverflow(by: 10)
        guard !grown.overflow, grown.partialValue < 1 << 40 else { return nil }
        number = grown.partialValue + Int(byte - 0x30)
      case 0x54 where number == nil: continue
      default:
        guard let amount = number else { return nil }
        number = nil
        switch byte {
        case 0x57: days += amount * 7
        case 0x44: days += amount
        case 0x48: seconds += amount * 3600
        case 0x4D: seconds += amount * 60
        case 0x53: seconds += amount
        default: return nil
        }
      }
    }
    guard number == nil else { return nil }
    if days == 0, seconds == 0 { return "P0" }
    return "\(isNegative ? "-" : "")P\(days)D\(seconds)S"
  }

  /// A rule with its parts and lists sorted, without what is the default anyway.
  private static func rule(_ text: String) -> String {
    var parts: [String] = []
    for part in text.uppercased().split(separator: ";") {
      let halves = part.split(separator: "=", maxSplits: 1)
      guard halves.count == 2 else {
        parts.append(String(part))
        continue
      }
      let name = trimmed(String(halves[0]))
      let values = halves[1].split(separator: ",").map { plain(trimmed(String($0))) }.sorted()
      let value = values.joined(separator: ",")
      if (name, value) == ("INTERVAL", "1") || (name, value) == ("WKST", "MO") { continue }
      parts.append("\(name)=\(value)")
    }
    return parts.sorted().joined(separator: ";")
  }

  /// A number of a rule without a plus sign and leading zeros: `+02MO` is `2MO`.
  private static func plain(_ value: String) -> String {
    var rest = Array(value.utf8)[...]
    var sign: [UInt8] = []
    if let first = rest.first, first == 0x2B || first == 0x2D {
      if first == 0x2D { sign = [first] }
      rest.removeFirst()
    }
    while rest.count > 1, rest.first == 0x30, let next = rest.dropFirst().first,
      (0x30...0x39).contains(next), rest.count < 6
    {
      rest.removeFirst()
    }
    return String(decoding: sign + rest, as: UTF8.self)
  }

  private static func offset(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let zero = bytes.dropFirst().allSatisfy { $0 == 0x30 }
    if zero { return "+0000" }
    return bytes.count == 7 && bytes.suffix(2).allSatisfy { $0 == 0x30 }
      ? String(decoding: bytes.dropLast(2), as: UTF8.self) : text
  }
}
