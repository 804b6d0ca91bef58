import ContentLines
import Records

/// The numbers by which values are told apart: every value that a person enters holds one that no
/// other value holds, in any spelling that a server may give it.
enum Mark {
  /// The marks in some text: `zq17` in any letter case, and telephone numbers of `number`.
  static func all(in text: some Sequence<UInt8>) -> Set<Int> {
    var marks = Set<Int>()
    var tail: [UInt8] = []
    var digits: [UInt8] = []
    var number: Int?
    func close(_ marks: inout Set<Int>) {
      if let number { marks.insert(number) }
      number = nil
    }
    for byte in text {
      let isDigit = byte >= 0x30 && byte <= 0x39
      if isDigit, let before = number {
        number = before * 10 + Int(byte - 0x30)
      } else if isDigit, tail.suffix(2) == [0x7A, 0x71] {
        number = Int(byte - 0x30)
      } else {
        close(&marks)
      }
      tail = [tail.last ?? 0, byte | 0x20]
      if isDigit { digits.append(byte) } else if byte != 0x20, byte != 0x2D { digits = [] }
      let last = digits.suffix(10)
      if last.count == 10, last.starts(with: prefix) {
        marks.insert(last.dropFirst(5).reduce(0) { $0 * 10 + Int($1 - 0x30) })
      }
    }
    close(&marks)
    return marks
  }

  static func all(in record: Record?) -> Set<Int> {
    var marks = Set<Int>()
    for component in record?.components ?? [] {
      for property in component.properties where property.name != "REV" {
        marks.formUnion(all(in: property.value.bytes))
      }
    }
    return marks
  }

  static func word(_ mark: Int) -> String { "zq\(mark)" }

  /// A British mobile number that holds the mark, in the international form.
  static func number(_ mark: Int) -> String {
    let digits = String(mark)
    return "+44 7700 1" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }

  private static let prefix = Array("77001".utf8)
}
