import ContentLines
import Merge
import Records

extension LinkConflict {
  /// Whether a change adds nothing but what the answer to this conflict put into the note: the
  /// values that lost. Nobody typed them there, so the change is the answer's. O(n).
  func isNoted(in change: UnitChange) -> Bool {
    guard isDecided, case .note(let label) = conflict.decision, let to = change.to else {
      return false
    }
    let noted = conflict.values.filter { $0.label != label }.compactMap(\.value).flatMap {
      Self.lines("\(conflict.property): \($0)")
    }
    var added = Self.lines(to)
    for line in change.from.map(Self.lines) ?? [] {
      guard let place = added.firstIndex(of: line) else { return false }
      added.remove(at: place)
    }
    return !added.isEmpty && added.allSatisfy(noted.contains)
  }

  private static func lines(_ text: String) -> [String] {
    TextEscaping.unescape(Text(text)).string
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
