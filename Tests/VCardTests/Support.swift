import ContentLines
import Records

@testable import VCard

func read(_ text: String) -> ReadFile { VCardReader.read(Array(text.utf8)) }

/// The properties of the only card of a file, one line each, without BEGIN, VERSION and END.
func lines(_ text: String) -> [String] {
  let records = read(text).records
  return (records.first?.record.components.first?.properties ?? [])
    .filter { $0.name != .version }.map(\.lineText)
}

/// The card around some lines.
func card(_ lines: String, version: String = "3.0") -> String {
  "BEGIN:VCARD\r\nVERSION:\(version)\r\nFN:A\r\n"
    + lines.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    + "\r\nEND:VCARD\r\n"
}

/// What the lines of a card become, without its FN.
func upgraded(_ text: String, version: String = "3.0") -> [String] {
  lines(card(text, version: version)).filter { $0 != "FN:A" }
}

func string(_ bytes: [UInt8]) -> String {
  String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
}

/// The lines in which two texts differ, for a message.
func difference(_ one: [UInt8], _ other: [UInt8]) -> String {
  let first = string(one).split(separator: "\n")
  let second = string(other).split(separator: "\n")
  let gone = first.filter { !second.contains($0) }.prefix(6).map { "- \($0)" }
  let new = second.filter { !first.contains($0) }.prefix(6).map { "+ \($0)" }
  return (gone + new).joined(separator: "\n")
}

/// Xorshift: the same numbers in every run.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
