import ContentLines
import Merge
import Records
import TestSupport

/// The merge under test, or a faulty one in its place. Conflicts stay open.
typealias MergeFunction = @Sendable (_ base: Record?, _ sides: [MergeSide]) -> MergeResult

/// Laws 2 and 3 as functions from a case to how a merge breaks the law.
enum MergeLaws {
  static let real: MergeFunction = { Merge.merge(base: $0, sides: $1, decide: Merge.ask) }

  /// The case, what the merge made of it, and the merge.
  typealias Check = @Sendable (MergeCase, MergeResult, MergeFunction) -> Breach?

  /// All laws by name, in the order they are tried.
  static let all: [(name: String, check: Check)] = [
    ("identities", identities), ("order", order), ("invention", invention), ("loss", loss),
    ("conflicts", conflicts),
  ]

  /// `m(b,b,b)=b`, `m(b,x,b)=x`, `m(b,b,y)=y`, `m(b,x,x)=x`.
  static let identities: Check = { example, _, merge in
    let base = example.base
    let x = example.sides[0]
    func check(_ words: String, _ sides: [Record?], _ wanted: Record?) -> Breach? {
      let result = merge(base, MergeCase.labelled(sides))
      if let conflict = result.conflicts.first {
        return Breach("\(words): there is a conflict in \(conflict.property)")
      }
      return Law.difference(words, wanted, result.merged)
    }
    return check("m(b,b,b) = b", [base, base], base) ?? check("m(b,x,b) = x", [x, base], x)
      ?? check("m(b,b,y) = y", [base, x], x) ?? check("m(b,x,x) = x", [x, x], x)
      ?? check("m(b,x,b,b) = x", [x, base, base], x)
  }

  /// Symmetric up to labels, independent of the order of sides.
  static let order: Check = { example, wanted, merge in
    let sides = example.labelled
    for permutation in [[2, 1, 0], [1, 2, 0]] {
      let result = merge(example.base, permutation.map { sides[$0] })
      if let breach = Law.difference("another order of sides", wanted.merged, result.merged) {
        return breach
      }
      if facts(wanted) != facts(result) {
        return Breach("another order of sides gives other conflicts")
      }
    }
    let renamed = merge(
      example.base, MergeCase.labelled([example.sides[1], example.sides[0], example.sides[2]]))
    return Law.difference("other labels", wanted.merged, renamed.merged)
      ?? (wanted.conflicts.map(\.unit) == renamed.conflicts.map(\.unit)
        ? nil : Breach("other labels give other conflicts"))
  }

  private struct Fact: Hashable {
    var unit: UnitKey
    var base: String?
    var values: [String: String?]
  }

  private static func facts(_ result: MergeResult) -> Set<Fact> {
    Set(
      result.conflicts.map { conflict in
        Fact(
          unit: conflict.unit, base: conflict.base,
          values: Dictionary(
            conflict.values.map { ($0.label, $0.value) }, uniquingKeysWith: { one, _ in one }))
      })
  }

  /// Nothing invented: what the result says was said by the base or a side, and no oftener than the
  /// base and all additions together.
  static let invention: Check = { example, result, _ in
    let base = Tokens(example.base)
    let sides = example.sides.map(Tokens.init)
    let twins = twins(example)
    let repeated = repeatedTexts(example)
    for (token, count) in Tokens(result.merged).counts
    where !token.value.isEmpty && !(token.isParameter && twins.contains(token.name))
      && !(token.aspect == "line" && repeated.contains(token.name))
    {
      // An instance that sides added says what the series said of it before.
      var ofSeries = token
      ofSeries.instance = nil
      let before = base.count(token) + (token.instance == nil ? 0 : base.count(ofSeries))
      // A parameter may stand with its old member, which is in conflict, and with a new one.
      let limit = sides.reduce(before) {
        $0 + max(0, $1.count(token) - (token.isParameter ? 0 : before))
      }
      if count > limit {
        return Breach("invented: the result says \(count) times, not \(limit): \(token)")
      }
    }
    return nil
  }

  /// No lost update: what any side added or removed is so in the result, or in a conflict.
  static let loss: Check = { example, result, _ in
    let schema = Schema.of(example.base.kind)
    let base = Tokens(example.base)
    let merged = Tokens(result.merged)
    let sides = example.sides.map(Tokens.init)
    var tokens = Set(base.counts.keys)
    for side in sides { tokens.formUnion(side.counts.keys) }
    let repeated = repeatedTexts(example)
    let replaced = twins(example).union(replacedNames(base, sides))
    for token in tokens
    where !token.isOfList && !(token.aspect == "line" && repeated.contains(token.name))
      && (!token.isParameter || !replaced.contains(token.name))
    {
      let before = base.count(token)
      let counts = sides.map { $0.count(token) }
      let most = counts.max() ?? before
      let least = counts.min() ?? before
      // Added on one side and removed on another: both are right, or it is a conflict.
      if most > before && least < before || most == before && least == before { continue }
      if result.conflicts.contains(where: { token.isIn($0.unit, schema) }) { continue }
      let after = merged.count(token)
      if most > before, after < most {
        return Breach("lost: a side added \(token); it stands \(after) times, not \(most)")
      }
      if least < before, after > least {
        return Breach("lost: a side removed \(token); it stands \(after) times, not \(least)")
      }
    }
    return nil
  }

  /// Texts of lines that stand twice somewhere: they are a set of whole texts, not of lines.
  private static func repeatedTexts(_ example: MergeCase) -> Set<Name> {
    var result = Set<Name>()
    for record in [example.base] + example.sides.compactMap(\.self) {
      for component in record.components {
        for name: Name in ["NOTE", "DESCRIPTION"] where component.all(name).count > 1 {
          result.insert(name)
        }
      }
    }
    return result
  }

  /// Names of which a side has other values than the base: a parameter may have gone with its
  /// member and come with another, so parameters are held to the law where only they changed (and
  /// by the unit model).
  private static func replacedNames(_ base: Tokens, _ sides: [Tokens]) -> Set<Name> {
    func values(_ tokens: Tokens) -> [Token: Int] {
      tokens.counts.filter { !$0.key.isParameter }
    }
    let before = values(base)
    var result = Set<Name>()
    for after in sides.map(values) {
      for token in Set(before.keys).union(after.keys) where before[token] != after[token] {
        result.insert(token.name)
      }
    }
    return result
  }

  /// Names with members of equal key: which of the two a side changed cannot be told, so only
  /// their number is held to the law.
  private static func twins(_ example: MergeCase) -> Set<Name> {
    let schema = Schema.of(example.base.kind)
    var result = Set<Name>()
    for record in [example.base] + example.sides.compactMap(\.self) {
      for component in record.components {
        var seen = Set<[Text]>()
        for property in component.properties {
          guard let key = MemberKey.of(property, schema[property.name]) else { continue }
          if !seen.insert([property.name.text, key]).inserted { result.insert(property.name) }
        }
      }
    }
    return result.isEmpty ? [] : result.union(["X-ABLABEL", "X-ABADR"])
  }

  /// Every conflict is about something that two sides changed to different values.
  static let conflicts: Check = { example, result, _ in
    let schema = Schema.of(example.base.kind)
    let base = Tokens(example.base)
    let sides = example.sides.map(Tokens.init)
    let twins = twins(example)
    for conflict in result.conflicts
    where conflict.unit.part != .record && !twins.contains(conflict.unit.name) {
      func part(_ tokens: Tokens) -> [Token: Int] {
        tokens.counts.filter {
          $0.key.isIn(conflict.unit, schema) || $0.key.moves(conflict.unit, schema)
        }
      }
      let before = part(base)
      let changed = sides.map(part).filter { $0 != before }
      if Set(changed).count < 2 {
        return Breach("a conflict that is none: \(conflict.property)")
      }
      if Set(conflict.values.map(\.value)).count < 2 {
        return Breach("a conflict whose values are equal: \(conflict.property)")
      }
    }
    return nil
  }
}
