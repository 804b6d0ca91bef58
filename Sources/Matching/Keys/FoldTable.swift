/// What each character becomes when names are compared: lower case, without diacritics.
///
/// Built once from the character names that the standard library knows
/// (`LATIN SMALL LETTER E WITH ACUTE` is `e`), so it follows Unicode and no locale.
struct FoldTable: Sendable {
  static let shared = FoldTable()

  enum Folded: Sendable, Equatable {
    /// Leaves no trace: apostrophes, combining accents, marks of direction.
    case nothing
    /// Ends a word.
    case gap
    case scalar(UInt32)
    case pair(UInt8, UInt8)
  }

  private static let limit: UInt32 = 0x2000
  private let low: [Folded]

  private init() {
    var bases: [String: UInt32] = [:]
    for range in Self.decomposed {
      for value in range {
        guard let name = Unicode.Scalar(value)?.properties.name, !name.contains(" WITH ") else {
          continue
        }
        if bases[name] == nil { bases[name] = value }
      }
    }
    low = (0..<Self.limit).map { Self.fold($0, bases) }
  }

  private static let decomposed: [Range<UInt32>] = [
    0x41..<0x7B, 0xC0..<0x250, 0x370..<0x530, 0x1E00..<0x2000,
  ]

  private static let special: [UInt32: Folded] = [
    0xDF: .pair(0x73, 0x73), 0x1E9E: .pair(0x73, 0x73), 0xE6: .pair(0x61, 0x65),
    0x153: .pair(0x6F, 0x65), 0xFE: .pair(0x74, 0x68), 0xF0: .scalar(0x64),
    0x131: .scalar(0x69), 0x3C2: .scalar(0x3C3), 0x439: .scalar(0x438), 0x451: .scalar(0x435),
    0x457: .scalar(0x456), 0x27: .nothing, 0x60: .nothing, 0xB4: .nothing, 0xAD: .nothing,
  ]

  private static func fold(_ value: UInt32, _ bases: [String: UInt32]) -> Folded {
    guard let scalar = Unicode.Scalar(value) else { return .gap }
    if let special = special[value] { return special }
    let lower = scalar.properties.lowercaseMapping.unicodeScalars.first?.value ?? value
    if let special = special[lower] { return special }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter:
      guard let name = Unicode.Scalar(lower)?.properties.name, let cut = name.firstIndex(of: " ")
      else { return .scalar(lower) }
      if name[cut...].contains(" WITH "), let base = bases[Self.base(of: name)] {
        return special[base] ?? .scalar(base)
      }
      return .scalar(lower)
    case .otherLetter, .letterNumber, .decimalNumber, .spacingMark: return .scalar(value)
    case .modifierLetter: return value < 0x300 ? .nothing : .scalar(value)
    case .nonspacingMark, .enclosingMark:
      // Accents, Hebrew points and Arabic vowel signs come and go; the vowel signs of other
      // scripts make another name.
      let drops = [0x300...0x36F, 0x591...0x5C7, 0x64B...0x65F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF]
      return drops.contains { $0.contains(Int(value)) } ? .nothing : .scalar(value)
    case .format: return .nothing
    default: return .gap
    }
  }

  private static func base(of name: String) -> String {
    guard let range = name.ranges(of: " WITH ").first else { return name }
    return String(name[..<range.lowerBound])
  }

  /// What a character becomes. O(1).
  subscript(value: UInt32) -> Folded {
    if value < Self.limit { return low[Int(value)] }
    switch value {
    case 0x2018...0x201B, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF,
      0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFE20...0xFE2F:
      return .nothing
    case 0x2000...0x206F, 0x2E00...0x2E7F, 0x3000...0x3004, 0x3008...0x3020, 0x30FB:
      return .gap
    case 0xFF01...0xFF5E:
      return low[Int(value - 0xFEE0)]
    case 0xFF5F...0xFF65: return .gap
    default: return .scalar(value)
    }
  }
}
