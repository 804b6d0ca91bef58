/// The byte between two cells of a line.
public enum Delimiter: String, CaseIterable, Sendable {
  /// `,`, as RFC 4180 has it.
  case comma
  /// `;`, what spreadsheets write where the comma is the decimal sign.
  case semicolon
  /// A tab.
  case tab

  /// The delimiter as it stands in the file.
  public var byte: UInt8 {
    switch self {
    case .comma: 0x2C
    case .semicolon: 0x3B
    case .tab: 0x09
    }
  }

  /// Finds the delimiter that stands most often in the first line that is not empty, outside
  /// quotes; a comma where none does, and the earlier of `allCases` where two tie.
  static func sniffed(from bytes: ArraySlice<UInt8>) -> Delimiter {
    var counts = [0, 0, 0]
    var quoted = false
    var empty = true
    for byte in bytes {
      if byte == Byte.quote {
        quoted.toggle()
        empty = false
      } else if !quoted {
        if byte == Byte.lineFeed || byte == Byte.carriageReturn {
          if empty { continue }
          break
        }
        empty = false
        for (index, candidate) in allCases.enumerated() where candidate.byte == byte {
          counts[index] += 1
        }
      }
    }
    var best = 0
    for index in counts.indices where counts[index] > counts[best] { best = index }
    return allCases[best]
  }
}

/// The bytes that mean something in a CSV file.
enum Byte {
  static let quote: UInt8 = 0x22
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
}
