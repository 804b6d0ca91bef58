/// A second pair of eyes: reads a calendar with libical 3.0.16 and compares what it saw with what
/// we meant.
///
/// libical is not safe to use from two threads, so there is one witness a process and its work is
/// done one file at a time.
package actor Witness {
  /// The one witness.
  package static let shared = Witness()

  /// The largest file that is handed to libical, which needs some twenty times its size: 256 MiB.
  package static let largestFile = 256 << 20
  /// The deepest nesting that is handed to libical, which frees components by recursion.
  package static let deepestNesting = 32

  private init() {}

  /// Reads events and tasks as libical sees them, with its complaints.
  ///
  /// Never throws: a file that libical cannot read gives a report with a finding and no component.
  /// Rules are read but never expanded.
  /// - Complexity: O(*n*) in the bytes of the file.
  package func components(of ics: [UInt8]) -> WitnessReport {
    // libical takes a byte order mark for a part of the first name.
    let ics = ics.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(ics.dropFirst(3)) : ics
    if let refusal = Self.refusal(of: ics) { return WitnessReport(findings: [refusal]) }
    let nuls = ics.reduce(0) { $0 + ($1 == 0 ? 1 : 0) }
    var reading = LibicalReading()
    reading.read(ics.map { $0 == 0 ? 0x3F : CChar(bitPattern: $0) } + [0])
    var report = reading.report
    if nuls > 0 {
      report.findings.insert(
        .init(
          code: .nul, severity: .error, kind: "VCALENDAR", uid: "", recurrenceID: "",
          message: "\(nuls) NUL bytes were replaced by ? for this reading"), at: 0)
    }
    return report
  }

  /// The differences between what we read or meant to write and what libical read, in what it
  /// knows (`KnownProperties`). Empty means that the two agree.
  ///
  /// - Complexity: O(*n* log *n*) in the number of properties.
  package nonisolated func disagreements(
    expected: [WitnessComponent], in report: WitnessReport
  ) -> [WitnessDisagreement] {
    Comparison.disagreements(expected, report.components)
  }

  /// Whether libical 3.0.16 knows a property, so that `disagreements` compares it.
  package static func knows(property name: String, valueType: String? = nil) -> Bool {
    KnownProperties.form(of: name.uppercased(), valueType: valueType) != nil
  }

  private static func refusal(of ics: [UInt8]) -> WitnessFinding? {
    func refused(_ reason: String) -> WitnessFinding {
      .init(
        code: .refused, severity: .error, kind: "VCALENDAR", uid: "", recurrenceID: "",
        message: reason)
    }
    guard ics.count <= largestFile else {
      return refused("the file is larger than \(largestFile >> 20) MiB")
    }
    // BEGIN counts wherever it may stand, END only where libical surely sees it: better too
    // strict than a crash.
    var depth = 0
    let begin = Array("BEGIN:".utf8)
    let end = Array("END:".utf8)
    return ics.withUnsafeBufferPointer { buffer in
      var isLineStart = true
      var isAfterBlank = false
      for index in buffer.indices {
        let byte = buffer[index]
        if isLineStart, byte == 0x20 || byte == 0x09 {
          isAfterBlank = true
          continue
        }
        if isLineStart {
          if starts(buffer, at: index, with: begin) { depth += 1 }
          if !isAfterBlank, index == 0 || buffer[index - 1] == 0x0A,
            starts(buffer, at: index, with: end)
          {
            depth -= 1
          }
          if depth > deepestNesting {
            return refused("components are nested more than \(deepestNesting) deep")
          }
          // libical would complain on standard error, where nobody knows what it means.
          if depth < 0 { return refused("an END has no BEGIN") }
        }
        isLineStart = byte == 0x0A || byte == 0x0D
        isAfterBlank = false
      }
      return nil
    }
  }

  private static func starts(
    _ buffer: UnsafeBufferPointer<UInt8>, at index: Int, with word: [UInt8]
  ) -> Bool {
    guard index + word.count <= buffer.count else { return false }
    for (offset, letter) in word.enumerated() {
      let byte = buffer[index + offset]
      let upper = (0x61...0x7A).contains(byte) ? byte & 0xDF : byte
      if upper != letter { return false }
    }
    return true
  }
}
