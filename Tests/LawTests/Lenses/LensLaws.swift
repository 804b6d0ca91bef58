import ContentLines
import Merge
import Records
import Sides
import TestSupport

/// One side's lens, or a faulty one in its place.
struct LensUnderTest: Sendable {
  typealias View =
    @Sendable (_ record: Record, _ previous: Record?, _ settled: Record?) -> Record?
  typealias Put = @Sendable (_ old: Record?, _ new: Record?, _ target: Record) -> Record?

  var name: String
  var kind: RecordKind
  /// Names that the side makes up out of others: an end out of a duration, a state of every task.
  var made: Set<Name> = []
  var view: View
  var put: Put = { Merge.put(changesFrom: $0, to: $1, into: $2) }

  init(_ name: String, _ kind: RecordKind, _ lens: some Lens, made: Set<Name> = []) {
    self.name = name
    self.kind = kind
    self.made = made
    view = { lens.view($0, previous: $1, settled: $2) }
    put = { old, new, target in
      let aligned = lens.spelling.aligned(old, new, to: target)
      return Merge.put(changesFrom: aligned.old, to: aligned.new, into: target).map { put in
        guard let old, let new, put != target else { return put }
        return lens.refined(put, agreed: target, from: old, to: new)
      }
    }
  }

  /// What the side shows after a person edited its view: only what it can hold.
  func edited(_ view: Record, seed: UInt64, times: Int, counting draws: RowDraws? = nil) -> Record?
  {
    var editor = RecordEditor(SeededRandom(seed: seed))
    let edited = LensCase.sayingSomething(editor.edited(view, times: times, counting: draws))
    return self.view(edited, view, nil).flatMap { self.view($0, $0, nil) }
  }
}

/// An agreed record, and what a person does on the side.
struct LensCase: Sendable {
  var record: Record
  var seed: UInt64
  var edits: Int

  static func generator(_ lens: LensUnderTest) -> Generator<LensCase> {
    Generator(
      { random in
        let seed = random.next()
        var maker = RecordGenerator(random)
        var record = maker.record(lens.kind)
        // Most sides hold no series: half of the records are none.
        if lens.kind != .contact, maker.random.chance(50) { record = single(record) }
        random = maker.random
        return LensCase(record: sayingSomething(record), seed: seed, edits: random.below(4))
      },
      shrink: { example in
        var result: [LensCase] = []
        if example.edits > 0 {
          var smaller = example
          smaller.edits -= 1
          result.append(smaller)
        }
        return result
          + RecordShrinking.simpler(example.record).filter { !$0.components.isEmpty }.map {
            LensCase(record: sayingSomething($0), seed: example.seed, edits: example.edits)
          }
      },
      show: { example in
        let view = lens.view(example.record, nil, nil)
        let edited = view.flatMap { lens.edited($0, seed: example.seed, times: example.edits) }
        let result = lens.put(view, edited, example.record)
        return """
          agreed:
          \(RecordDifference.shown(example.record))
          view:
          \(RecordDifference.shown(view))
          the side's change:
          \(RecordDifference.between(view, edited) ?? "none")
          put into the agreed record:
          \(RecordDifference.between(example.record, result) ?? "no change")
          """
      })
  }

  /// Canonical, without known properties that have no value: they say nothing, and no side has a
  /// place for nothing.
  static func sayingSomething(_ record: Record) -> Record {
    var result = record
    let schema = Schema.of(record.kind)
    for index in result.components.indices {
      result.components[index].properties.removeAll { property in
        schema[property.name].isKnown
          && property.value.bytes.allSatisfy {
            $0 == ASCII.semicolon || $0 == ASCII.comma || $0 == ASCII.space
          }
      }
    }
    return Law.canonical(result)
  }

  private static func single(_ record: Record) -> Record {
    var result = record
    result.components = Array(record.components.prefix(1))
    for name: Name in ["RRULE", "EXRULE", "RDATE", "EXDATE", .recurrenceID] {
      result.components[0].set(name, nil)
    }
    return result
  }
}

/// Law 5 as functions from a case to how a lens breaks the law.
enum LensLaws {
  typealias Check = @Sendable (LensCase, LensUnderTest) -> Breach?

  static let all: [(name: String, check: Check)] = [
    ("get-put", getPut), ("put-get", putGet), ("unheld", unheld), ("invention", invention),
  ]

  /// What the side shows stays what it shows, and putting it back changes nothing.
  static let getPut: Check = { example, lens in
    guard let view = lens.view(example.record, nil, nil) else { return nil }
    if let breach = Law.difference(
      "put(view(r), r) = r", example.record,
      lens.put(view, view, example.record))
    {
      return breach
    }
    return difference(
      "view(r) beside itself", view, lens.view(example.record, view, example.record))
  }

  /// `view(put(v, r)) = v`.
  static let putGet: Check = { example, lens in
    guard let view = lens.view(example.record, nil, nil),
      let edited = lens.edited(view, seed: example.seed, times: example.edits),
      let result = lens.put(view, edited, example.record)
    else { return nil }
    if isAmbiguous(example.record, view, edited) { return nil }
    return difference("view(put(v, r)) = v", edited, lens.view(result, edited, example.record))
  }

  /// Whether members of equal key, or lines of a group shared by several properties, changed: which
  /// of them the side meant cannot be told.
  private static func isAmbiguous(_ record: Record, _ old: Record, _ new: Record) -> Bool {
    let schema = Schema.of(record.kind)
    var twins = Set<Name>()
    for component in record.components + old.components {
      var keys = Set<[Text]>()
      var groups: [Text: Int] = [:]
      for property in component.properties {
        if let key = MemberKey.of(property, schema[property.name]),
          !keys.insert([property.name.text, key]).inserted
        {
          twins.insert(property.name)
        }
        if !property.group.isEmpty, !Schema.describesGroup(property.name) {
          groups[property.group.asciiLowercased, default: 0] += 1
        }
      }
      for property in component.properties
      where groups[property.group.asciiLowercased, default: 0] > 1 { twins.insert(property.name) }
    }
    func all(_ record: Record) -> [Property] {
      record.components.flatMap(\.properties).filter {
        twins.contains($0.name) || !twins.isEmpty && Schema.describesGroup($0.name)
      }
    }
    return all(old) != all(new)
  }

  /// Views are compared by content: members of equal key keep each side's spelling.
  private static func difference(_ words: String, _ one: Record, _ other: Record?) -> Breach? {
    let changes = Diff.changes(from: one, to: other)
    guard !changes.isEmpty else { return nil }
    return Breach(
      "\(words)\n" + (RecordDifference.between(one, other) ?? "\(changes.map(\.property))"))
  }

  /// What both views say alike, or neither says, stays in the agreed record as it was.
  static let unheld: Check = { example, lens in
    guard let view = lens.view(example.record, nil, nil),
      let edited = lens.edited(view, seed: example.seed, times: example.edits),
      let result = lens.put(view, edited, example.record)
    else { return nil }
    let schema = Schema.of(lens.kind)
    // Where the series moved, its instances follow or are in conflict (spec/merge.md, Instances).
    let hasMoved =
      movedUnits(view.master, edited.master, schema).isDisjoint(with: [.schedule]) == false
    for before in example.record.components where !(hasMoved && isInstance(before)) {
      let start = before.first(.recurrenceID)
      func own(_ record: Record) -> Component? {
        record.components.first { $0.first(.recurrenceID)?.value == start?.value }
      }
      guard let old = own(view), let new = own(edited), let after = own(result) else { continue }
      let moved = movedUnits(old, new, schema)
      for name in Set(before.properties.map(\.name)) {
        let row = schema[name]
        guard !Schema.describesGroup(name), !row.isVolatile, !moved.contains(row.unit) else {
          continue
        }
        guard bare(old, name) == bare(new, name) else { continue }
        if bare(before, name) != bare(after, name) {
          return Breach(
            "the views agree on \(name), yet it changed:\n"
              + "- \(bare(before, name).map(\.lineText))\n+ \(bare(after, name).map(\.lineText))")
        }
      }
    }
    return nil
  }

  /// The composite units that differ between two views.
  private static func movedUnits(
    _ old: Component?, _ new: Component?, _ schema: Schema
  ) -> Set<MergeUnit> {
    var result: Set<MergeUnit> = []
    for unit: MergeUnit in [.schedule, .dates, .progress] {
      func all(_ component: Component?) -> [Property] {
        (component?.properties ?? []).filter { schema[$0.name].unit == unit }
      }
      if all(old) != all(new) { result.insert(unit) }
    }
    // Instances are carried over when the schedule moves.
    if result.contains(.schedule) || result.contains(.dates) {
      result.formUnion([.instances, .schedule])
    }
    return result
  }

  private static func isInstance(_ component: Component) -> Bool {
    component.first(.recurrenceID) != nil
  }

  /// Without groups, and without properties that say nothing (`ADR:;;;;;;`).
  private static func bare(_ component: Component, _ name: Name) -> [Property] {
    let isKnown = Schema.of(component: component.name)[name].isKnown
    return component.all(name).filter { property in
      !isKnown || property.value.bytes.contains { $0 != ASCII.semicolon && $0 != ASCII.comma }
    }.map { property in
      var property = property
      property.group = .empty
      return property
    }.sorted { $0.lineText < $1.lineText }
  }

  /// A view says nothing that the record does not say; what is put says nothing that neither says.
  static let invention: Check = { example, lens in
    guard let view = lens.view(example.record, nil, nil) else { return nil }
    let names = Set(example.record.components.flatMap { $0.properties.map(\.name) })
    let shown = Set(view.components.flatMap { $0.properties.map(\.name) })
    if let name = shown.subtracting(names).subtracting(lens.made).sorted().first {
      return Breach("the view invented \(name)")
    }
    let record = Tokens(example.record)
    for (token, _) in Tokens(view).counts
    where token.name == "EMAIL" && token.aspect.isEmpty && record.count(token) == 0 {
      return Breach("the view invented \(token)")
    }
    guard let edited = lens.edited(view, seed: example.seed, times: example.edits),
      let result = lens.put(view, edited, example.record)
    else { return nil }
    let new = Tokens(edited)
    for (token, count) in Tokens(result).counts
    where !Schema.describesGroup(token.name) && !token.isOfList
      && count > record.count(token) + new.count(token)
    {
      return Breach("put invented \(token)")
    }
    return nil
  }
}
