public import ContentLines

/// Merges texts by line (diff3 with N sides).
///
/// Edits of different lines unite. Edits of the same line, and insertions at a place that another
/// side touched, are a conflict unless they are the same.
public enum LineMerge {
  /// - Returns: the merged text, or nil for a conflict. O(lines²) in the part that changed, at most
  ///   a million steps a side; larger changes count as one edit.
  public static func merge(base: Text, sides: [Text]) -> Text? {
    let lines = split(base)
    var edits: [Edit] = []
    for side in sides { edits += self.edits(from: lines, to: split(side)) }
    edits.sort()
    var result: [Text] = []
    var next = 0
    var previous: Edit?
    for edit in edits where edit != previous {
      if let previous {
        let touches =
          previous.isInsertion || edit.isInsertion
          ? previous.range.upperBound >= edit.range.lowerBound
          : previous.range.upperBound > edit.range.lowerBound
        if touches { return nil }
      }
      result += lines[next..<edit.range.lowerBound] + edit.lines
      next = edit.range.upperBound
      previous = edit
    }
    result += lines[next...]
    return CanonicalLines.join(result)
  }

  /// Lines of the base that a side replaced.
  public struct Edit: Hashable, Comparable {
    package var range: Range<Int>
    package var lines: [Text]

    var isInsertion: Bool { range.isEmpty }

    /// By place.
    public static func < (one: Edit, other: Edit) -> Bool {
      if one.range.lowerBound != other.range.lowerBound {
        return one.range.lowerBound < other.range.lowerBound
      }
      if one.range.upperBound != other.range.upperBound {
        return one.range.upperBound < other.range.upperBound
      }
      return one.lines.lexicographicallyPrecedes(other.lines)
    }
  }

  private static func split(_ text: Text) -> [Text] {
    var lines: [Text] = []
    var start = 0
    for (place, byte) in text.bytes.enumerated() where byte == ASCII.lf {
      lines.append(text[start..<place])
      start = place + 1
    }
    lines.append(text[start..<text.count])
    return lines
  }

  /// The smallest edits between two texts, by their longest common subsequence.
  public static func edits(from old: [Text], to new: [Text]) -> [Edit] {
    var head = 0
    while head < old.count, head < new.count, old[head] == new[head] { head += 1 }
    var oldEnd = old.count
    var newEnd = new.count
    while oldEnd > head, newEnd > head, old[oldEnd - 1] == new[newEnd - 1] {
      oldEnd -= 1
      newEnd -= 1
    }
    let rows = oldEnd - head
    let columns = newEnd - head
    if rows == 0 && columns == 0 { return [] }
    if rows == 0 || columns == 0 || rows > 1_000_000 / columns {
      return [Edit(range: head..<oldEnd, lines: Array(new[head..<newEnd]))]
    }
    // lengths[i][j]: the longest common subsequence of what follows i and j.
    let width = columns + 1
    var lengths = [Int32](repeating: 0, count: (rows + 1) * width)
    for i in stride(from: rows - 1, through: 0, by: -1) {
      for j in stride(from: columns - 1, through: 0, by: -1) {
        lengths[i * width + j] =
          old[head + i] == new[head + j]
          ? lengths[(i + 1) * width + j + 1] + 1
          : max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
      }
    }
    var edits: [Edit] = []
    var i = 0
    var j = 0
    while i < rows || j < columns {
      let from = i
      let into = j
      while i < rows || j < columns {
        if i < rows, j < columns, old[head + i] == new[head + j] { break }
        if j < columns,
          i == rows || lengths[i * width + j + 1] > lengths[(i + 1) * width + j]
        {
          j += 1
        } else {
          i += 1
        }
      }
      if i > from || j > into {
        edits.append(
          Edit(range: head + from..<head + i, lines: Array(new[head + into..<head + j])))
      }
      while i < rows, j < columns, old[head + i] == new[head + j] {
        i += 1
        j += 1
      }
    }
    return edits
  }
}

/// Lines of a text.
enum CanonicalLines {
  static func join(_ lines: [Text]) -> Text {
    var bytes: [UInt8] = []
    for (index, line) in lines.enumerated() {
      if index > 0 { bytes.append(ASCII.lf) }
      bytes += line.bytes
    }
    return Text(bytes)
  }
}
