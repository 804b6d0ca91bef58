import Glibc

/// Turns the bytes of a .vcf or .ics file into content lines (RFC 6350 section 3.2 and 3.3,
/// RFC 5545 section 3.1, vCard 2.1 and vCalendar 1.0).
///
/// Nothing is copied but lines that were folded or are no valid UTF-8, which lie beside the file. A
/// fold that cuts a UTF-8 character is joined before anything is decoded. Nothing throws: what is
/// odd becomes a finding, what is not a content line a junk line with its text. O(n).
public enum Lexer {
  /// - Parameters:
  ///   - input: the bytes of a file, at most 4 GiB − 1; a UTF-8 byte order mark is skipped.
  ///   - firstLine: the number of the first physical line, for a part of a larger file.
  public static func lex(_ input: [UInt8], firstLine: Int = 1) -> LexedFile {
    lex(ByteStore(input), 0..<input.count, firstLine: firstLine)
  }

  /// A part of a file that begins and ends with whole lines.
  ///
  /// - Parameter firstLine: the number of its first physical line in the file.
  public static func lex(_ store: ByteStore, _ part: Range<Int>, firstLine: Int) -> LexedFile {
    store.bytes.withUnsafeBufferPointer { all in
      var scan = LineScan(all.span.extracting(part), firstLine: firstLine)
      scan.scan(all, part)
      return scan.finish(store)
    }
  }
}

/// The state of one pass over a file.
private struct LineScan {
  private let isValidUTF8: Bool
  private let hasNUL: Bool
  /// Files without any LF end their lines with CR alone.
  private let endsWithCR: Bool
  private var lines: [RawLine] = []
  private var parameters: [RawParameter] = []
  private var findings: [Finding] = []
  /// Lines that were put together or repaired, one after the other.
  private var apart: [UInt8] = []
  private let firstLine: UInt32
  private var lineNumber: UInt32
  /// vCard 2.1 and vCalendar 1.0 keep the white space of a fold.
  private var isOldSyntax = false
  /// How many components are open inside the card or calendar.
  private var depth = 0

  init(_ part: Span<UInt8>, firstLine: Int) {
    isValidUTF8 = (try? UTF8Span(validating: part)) != nil
    (hasNUL, endsWithCR) = part.withUnsafeBytes { all in
      guard let start = all.baseAddress else { return (false, false) }
      return (
        memchr(start, 0, all.count) != nil,
        memchr(start, Int32(ASCII.lf), all.count) == nil
      )
    }
    lineNumber = UInt32(clamping: firstLine)
    self.firstLine = lineNumber
    lines.reserveCapacity(part.count / 32 + 1)
    parameters.reserveCapacity(part.count / 48 + 1)
  }

  func finish(_ store: ByteStore) -> LexedFile {
    LexedFile(
      store: store, apart: ByteStore(apart), lines: lines, parameters: parameters,
      findings: findings, physicalLines: Int(lineNumber &- firstLine), isValidUTF8: isValidUTF8)
  }

  mutating func scan(_ all: UnsafeBufferPointer<UInt8>, _ part: Range<Int>) {
    guard let base = all.baseAddress else { return }
    let end = part.upperBound
    var at = part.lowerBound
    if end - at >= 3, base[at] == 0xEF, base[at + 1] == 0xBB, base[at + 2] == 0xBF { at += 3 }
    // The line that is put together at present.
    var line: [UInt8] = []
    while at < end {
      let start = at
      let number = lineNumber
      let (stop, next) = lineEnd(base, from: at, end: end)
      lineNumber &+= 1
      at = next
      if stop == start { continue }
      if hasNUL || continuation(base, start, stop, base, at, end) != .none {
        line.removeAll(keepingCapacity: true)
        line.append(contentsOf: UnsafeBufferPointer(start: base + start, count: stop - start))
        at = join(&line, number, base, at, end)
        if hasNUL { removeNUL(&line, number) }
        if !line.isEmpty { lexApart(line, number) }
      } else {
        lex(base, start, stop, number)
      }
    }
  }

  /// How a line goes on in the physical line behind it.
  private enum Continuation {
    case none
    /// The next line begins with a space or tab.
    case fold
    /// The line ends with the `=` of quoted-printable.
    case softBreak
    /// A line of base64 letters that is not indented.
    case bareBase64
  }

  /// How the line from `start` to `stop` goes on at `at` of the file.
  private func continuation(
    _ line: UnsafePointer<UInt8>, _ start: Int, _ stop: Int, _ base: UnsafePointer<UInt8>,
    _ at: Int, _ end: Int
  ) -> Continuation {
    guard at < end, stop > start else { return .none }
    if base[at] == ASCII.space || base[at] == ASCII.tab { return .fold }
    if line[stop - 1] == ASCII.equals, isQuotedPrintable(line, start, stop) { return .softBreak }
    return isBase64Line(base, at, end) && isBase64(line, start, stop) ? .bareBase64 : .none
  }

  /// Adds the physical lines in which a line goes on, and answers where the next one begins.
  private mutating func join(
    _ line: inout [UInt8], _ number: UInt32, _ base: UnsafePointer<UInt8>, _ from: Int, _ end: Int
  ) -> Int {
    var at = from
    while true {
      let kind = line.withUnsafeBufferPointer { own -> Continuation in
        guard let start = own.baseAddress else { return .none }
        return continuation(start, 0, own.count, base, at, end)
      }
      switch kind {
      case .none: return at
      case .fold:
        let (isSoft, keepsSpace) = line.withUnsafeBufferPointer { own in
          guard let start = own.baseAddress else { return (false, false) }
          return (
            start[own.count - 1] == ASCII.equals && isQuotedPrintable(start, 0, own.count),
            isOldSyntax && !isBase64(start, 0, own.count)
          )
        }
        // A soft break before an indented line is a soft break as well: the "=" goes.
        if isSoft { line.removeLast() }
        if !keepsSpace { at += 1 }
      case .softBreak: line.removeLast()
      case .bareBase64:
        note(.unindentedBase64, number, 1, "A base64 value goes on without indentation.")
      }
      let (stop, next) = lineEnd(base, from: at, end: end)
      line.append(contentsOf: UnsafeBufferPointer(start: base + at, count: stop - at))
      lineNumber &+= 1
      at = next
    }
  }

  /// The end of a physical line and the start of the next.
  private func lineEnd(
    _ base: UnsafePointer<UInt8>, from: Int, end: Int
  ) -> (stop: Int, next: Int) {
    let wanted = Int32(endsWithCR ? ASCII.cr : ASCII.lf)
    guard let found = memchr(base + from, wanted, end - from) else { return (end, end) }
    let newline = UnsafeRawPointer(found) - UnsafeRawPointer(base)
    var stop = newline
    if !endsWithCR, stop > from, base[stop - 1] == ASCII.cr { stop -= 1 }
    return (stop, newline + 1)
  }

  private mutating func removeNUL(_ line: inout [UInt8], _ number: UInt32) {
    let count = line.count
    line.removeAll { $0 == 0 }
    guard line.count != count else { return }
    note(.nulByte, number, 1, "\(count - line.count) NUL bytes were left out.")
  }

  /// Whether the head of the line (up to its first colon) says quoted-printable.
  private func isQuotedPrintable(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ stop: Int
  ) -> Bool {
    // Whole words only: the value of a property that names another encoding, or a parameter that
    // nobody knows, may end in “=” where a line is folded.
    head(base, start, stop, contains: ";ENCODING=QUOTED-PRINTABLE", asWord: true)
      || head(base, start, stop, contains: ";QUOTED-PRINTABLE", asWord: true)
      || head(base, start, stop, contains: ";ENCODING=\"QUOTED-PRINTABLE\"")
  }

  private func isBase64(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ stop: Int
  ) -> Bool {
    head(base, start, stop, contains: "BASE64") || head(base, start, stop, contains: "ENCODING=B")
  }

  private func head(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ stop: Int, contains word: StaticString,
    asWord: Bool = false
  ) -> Bool {
    guard let colon = memchr(base + start, Int32(ASCII.colon), stop - start) else { return false }
    let limit = UnsafeRawPointer(colon) - UnsafeRawPointer(base)
    let count = word.utf8CodeUnitCount
    guard limit - start >= count else { return false }
    return word.withUTF8Buffer { wanted in
      var at = start
      while at + count <= limit {
        var index = 0
        while index < count, ASCII.upper(base[at + index]) == wanted[index] { index += 1 }
        if index == count, !asWord || endsWord(base[at + count]) { return true }
        at += 1
      }
      return false
    }
  }

  /// Whether the value of a parameter ends before the byte.
  private func endsWord(_ byte: UInt8) -> Bool {
    byte == ASCII.colon || byte == ASCII.semicolon || byte == ASCII.comma || ASCII.isSpace(byte)
  }

  /// Whether the physical line at `from` consists of base64 letters alone.
  private func isBase64Line(_ base: UnsafePointer<UInt8>, _ from: Int, _ end: Int) -> Bool {
    // Most lines are seen to be none at their first colon: the end of the line is not looked for.
    var at = from
    while at < end, isBase64Letter(base[at]) { at += 1 }
    guard at > from else { return false }
    if at == end { return true }
    if endsWithCR { return base[at] == ASCII.cr }
    return base[at] == ASCII.lf
      || base[at] == ASCII.cr && at + 1 < end && base[at + 1] == ASCII.lf
  }

  private func isBase64Letter(_ byte: UInt8) -> Bool {
    ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == 0x2B || byte == 0x2F
      || byte == ASCII.equals
  }

  private mutating func note(
    _ kind: FindingKind, _ number: UInt32, _ column: Int, _ message: String
  ) {
    findings.append(Finding(kind, line: Int(number), column: column, message: message))
  }

  /// Splits one line of the file.
  private mutating func lex(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ stop: Int, _ number: UInt32
  ) {
    let bytes = UnsafeBufferPointer(start: base + start, count: stop - start)
    if isValidUTF8 || (try? UTF8Span(validating: bytes.span)) != nil {
      keep(split(base, start, stop, number, shift: 0), base, start, stop)
    } else {
      lexApart(Array(bytes), number)
    }
  }

  /// Splits a line that lies beside the file; invalid bytes are read as Windows-1252.
  private mutating func lexApart(_ bytes: [UInt8], _ number: UInt32) {
    if !isValidUTF8, (try? UTF8Span(validating: bytes.span)) == nil {
      // A charset that the line itself names is decoded later, from the bytes as they were.
      let namesCharset = bytes.withUnsafeBufferPointer { own in
        own.baseAddress.map { head($0, 0, own.count, contains: "CHARSET=") } ?? false
      }
      if !namesCharset {
        note(.invalidUTF8, number, 1, "The line is not valid UTF-8.")
        return keepApart(Windows1252.repairingUTF8(bytes), number)
      }
    }
    keepApart(bytes, number)
  }

  private mutating func keepApart(_ line: [UInt8], _ number: UInt32) {
    let shift = apart.count
    apart.append(contentsOf: line)
    line.withUnsafeBufferPointer { own in
      guard let start = own.baseAddress else { return }
      var split = split(start, 0, own.count, number, shift: shift)
      split.isApart = true
      keep(split, start, 0, own.count)
    }
  }

  private mutating func keep(
    _ line: RawLine, _ base: UnsafePointer<UInt8>, _ start: Int, _ stop: Int
  ) {
    lines.append(line)
    guard line.group.length == 0 else { return }
    if line.name.length == 7, stop - start == 11, depth == 0, isWord(base, start, "VERSION") {
      // "VERSION:2.1" and "VERSION:1.0" of a card or calendar switch the rule for folds.
      let value = UnsafeBufferPointer(start: base + stop - 3, count: 3)
      isOldSyntax =
        value.elementsEqual([0x32, 0x2E, 0x31]) || value.elementsEqual([0x31, 0x2E, 0x30])
    } else if line.name.length == 5, isWord(base, start, "BEGIN") {
      // Only VCARD and VCALENDAR have a version of their own; VEVENT has its calendar's.
      if hasOwnVersion(base, start + 6, stop) {
        isOldSyntax = false
        depth = 0
      } else {
        depth += 1
      }
    } else if line.name.length == 3, depth > 0, isWord(base, start, "END") {
      depth -= 1
    }
  }

  /// Whether the value of a BEGIN line names a card or a calendar.
  private func hasOwnVersion(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ stop: Int
  ) -> Bool {
    var end = stop
    while end > start, base[end - 1] == ASCII.space || base[end - 1] == ASCII.tab { end -= 1 }
    switch end - start {
    case 5: return isWord(base, start, "VCARD")
    case 9: return isWord(base, start, "VCALENDAR")
    default: return false
    }
  }

  /// Whether the name that begins here is the given one, in any case.
  private func isWord(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ word: StaticString
  ) -> Bool {
    word.withUTF8Buffer { wanted in
      for index in 0..<wanted.count where ASCII.upper(base[start + index]) != wanted[index] {
        return false
      }
      return true
    }
  }

  /// Finds group, name, parameters and value; a line that has none becomes junk.
  private mutating func split(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ stop: Int, _ number: UInt32, shift: Int
  ) -> RawLine {
    let first = parameters.count
    var line = RawLine(
      group: .none, name: .none, value: span(start, stop, shift), firstParameter: UInt32(first),
      parameterCount: 0, number: number)
    var at = start
    var nameStart = start
    while at < stop, base[at] != ASCII.colon, base[at] != ASCII.semicolon {
      if base[at] == ASCII.dot, line.group.length == 0, at > start {
        line.group = span(start, at, shift)
        nameStart = at + 1
      } else if !ASCII.isNameByte(base[at]) {
        return split21Space(base, start, stop, at, nameStart, number, shift)
      }
      at += 1
    }
    guard at < stop, at > nameStart else { return junk(start, stop, number, shift, first) }
    let name = span(nameStart, at, shift)
    guard
      let colon = parseParameters(base, at, stop, shift, heedsQuotes: true)
        ?? retryWithoutQuotes(base, at, stop, number, shift, first)
    else { return junk(start, stop, number, shift, first) }
    line.name = name
    line.value = span(colon + 1, stop, shift)
    line.parameterCount = UInt16(clamping: parameters.count - first)
    return line
  }

  /// `NAME :value` is read as `NAME:value`; anything else with a strange name is junk.
  private mutating func split21Space(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ stop: Int, _ odd: Int, _ nameStart: Int,
    _ number: UInt32, _ shift: Int
  ) -> RawLine {
    var at = odd
    while at < stop, base[at] == ASCII.space || base[at] == ASCII.tab { at += 1 }
    guard at > odd, at < stop, base[at] == ASCII.colon, odd > nameStart else {
      return junk(start, stop, number, shift, parameters.count)
    }
    note(.badName, number, odd - start + 1, "There is a space before the colon.")
    return RawLine(
      group: nameStart > start ? span(start, nameStart - 1, shift) : .none,
      name: span(nameStart, odd, shift), value: span(at + 1, stop, shift),
      firstParameter: UInt32(parameters.count), parameterCount: 0, number: number)
  }

  private mutating func junk(
    _ start: Int, _ stop: Int, _ number: UInt32, _ shift: Int, _ first: Int
  ) -> RawLine {
    parameters.removeSubrange(first...)
    note(.junkLine, number, 1, "This is not a content line.")
    return RawLine(
      group: .none, name: .none, value: span(start, stop, shift), firstParameter: UInt32(first),
      parameterCount: 0, number: number)
  }

  private mutating func retryWithoutQuotes(
    _ base: UnsafePointer<UInt8>, _ at: Int, _ stop: Int, _ number: UInt32, _ shift: Int,
    _ first: Int
  ) -> Int? {
    parameters.removeSubrange(first...)
    let colon = parseParameters(base, at, stop, shift, heedsQuotes: false)
    if colon != nil { note(.unbalancedQuote, number, 1, "A parameter's quote is not closed.") }
    return colon
  }

  /// Parses `;NAME=value` parts from `at` to the colon, whose position it answers.
  private mutating func parseParameters(
    _ base: UnsafePointer<UInt8>, _ from: Int, _ stop: Int, _ shift: Int, heedsQuotes: Bool
  ) -> Int? {
    var at = from
    while at < stop, base[at] == ASCII.semicolon {
      at += 1
      let nameStart = at
      while at < stop, base[at] != ASCII.equals, base[at] != ASCII.semicolon,
        base[at] != ASCII.colon
      { at += 1 }
      guard at < stop else { return nil }
      guard base[at] == ASCII.equals else {
        if at > nameStart {
          parameters.append(RawParameter(name: .none, value: span(nameStart, at, shift)))
        }
        continue
      }
      let name = span(nameStart, at, shift)
      at += 1
      let valueStart = at
      var isQuoted = false
      while at < stop {
        let byte = base[at]
        if byte == ASCII.quote, heedsQuotes {
          isQuoted.toggle()
        } else if !isQuoted, byte == ASCII.semicolon || byte == ASCII.colon {
          break
        }
        at += 1
      }
      guard at < stop else { return nil }
      parameters.append(RawParameter(name: name, value: span(valueStart, at, shift)))
    }
    return at < stop && base[at] == ASCII.colon ? at : nil
  }

  private func span(_ start: Int, _ stop: Int, _ shift: Int) -> RawSpan32 {
    RawSpan32(
      offset: UInt32(truncatingIfNeeded: start + shift),
      length: UInt32(truncatingIfNeeded: stop - start))
  }
}
