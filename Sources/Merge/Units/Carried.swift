import ContentLines
import Records

/// Merges what is no content (volatile, identity, empty properties): taken from the side that
/// changed it, the newest on ties. Never a conflict. O(n log n).
enum Carried {
  /// - Parameter versions: the base first; nil where a version lacks the component.
  static func merged(_ versions: [[Property]?]) -> [Property] {
    var byName: [Name: [[Property]]] = [:]
    for (version, properties) in versions.enumerated() {
      for property in properties ?? [] {
        byName[
          property.name, default: [[Property]](repeating: [], count: versions.count)][version]
          .append(property)
      }
    }
    return byName.keys.sorted().flatMap { name -> [Property] in
      guard let lists = byName[name] else { return [] }
      let changed = versions.indices.dropFirst().filter {
        versions[$0] != nil && lists[$0] != lists[0]
      }
      return changed.map { lists[$0] }.max(by: isOlder) ?? lists[0]
    }
  }

  private static func isOlder(_ one: [Property], _ other: [Property]) -> Bool {
    for (first, second) in zip(one, other) where first != second {
      if first.value == second.value { return first.lineText < second.lineText }
      let areNumbers =
        first.value.bytes.allSatisfy(ASCII.isDigit) && second.value.bytes.allSatisfy(ASCII.isDigit)
      if areNumbers, first.value.count != second.value.count {
        return first.value.count < second.value.count
      }
      return first.value < second.value
    }
    return one.count < other.count
  }
}
