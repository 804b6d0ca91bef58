import Bridge
import ContentLines
import Records
import Sides
import TestSupport

/// A record as it stands on a side, outside.
struct Cell: Sendable {
  /// Tells cells apart; travels with exports as REV, which nothing compares.
  var key: Int
  /// Whom it is about: cells of several sides may be about one person.
  var person: Int
  var record: Record
  /// The side's own id, where it shows one.
  var remoteID: String?
  /// Whether an import has shown it.
  var isShown = false
  /// What it is first known by.
  var nameAndAddresses: String {
    ["N", "EMAIL"].flatMap { record.values($0).map(\.string) }.joined(separator: "\n")
  }

  /// Whether it has the label that is carried, where its account carries one only.
  var isInScope = true
}

/// What is known of the value with a mark.
struct Fact: Sendable {
  /// The sides of which an import has shown it.
  var shownBy: Set<SideName> = []
  /// The cells from which a person took it after an import had shown it there.
  var takenFrom: Set<Int> = []
  /// Whether a person took it from anywhere.
  var isTaken = false
  /// Whether an import has shown that it was taken.
  var isTakingKnown = false
  /// Whether a conflict that it stood in was decided, or a person's answer was about its record.
  var isDecided = false
  /// Whether it was entered more than once.
  var isShared = false
  /// The value as it was entered.
  var entered = Text("")
}

/// The outside world: what stands in OpenCRM and in the accounts, and who did what.
struct World: Sendable {
  let setup: Setup
  let sides: [SideName]
  var cells: [SideName: [Cell]] = [:]
  var facts: [Int: Fact] = [:]
  /// The persons of whom a record was deleted, and the side.
  var deletions: [Int: Set<SideName>] = [:]
  /// The same, where the record was linked with one of another side.
  var knownDeletions: [Int: Set<SideName>] = [:]
  /// The cells that an import has linked with others.
  var linked: Set<Int> = []
  /// The persons whose records a person combined, split or copied: identity is a matter of opinion.
  var unclear: Set<Int> = []
  /// Cells that were merged into another of their side.
  var mergedInto: [Int: Int] = [:]
  /// The cells that were deleted last on each side.
  var deleted: [SideName: [Cell]] = [:]
  private var nextKey = 1
  private var nextPerson = 1
  /// The mark of the next value that somebody enters.
  private(set) var nextMark = 1

  init(_ setup: Setup) {
    self.setup = setup
    sides = setup.sides
    for side in sides { cells[side] = [] }
  }

  // MARK: - What persons do

  /// Lets a person write values that nobody entered before.
  mutating func writing<Value>(seed: UInt64, _ body: (inout Person) -> Value) -> Value {
    var person = Person(seed: seed, nextMark: nextMark)
    defer { nextMark = person.nextMark }
    return body(&person)
  }

  mutating func newPerson() -> Int {
    defer { nextPerson += 1 }
    return nextPerson
  }

  @discardableResult
  mutating func add(_ record: Record, on side: SideName, about person: Int) -> Int {
    let held = asHeld(record, on: side, before: nil)
    let key = nextKey
    nextKey += 1
    let hasID = side == .opencrm || setup.hasIDs
    cells[side, default: []].append(
      Cell(key: key, person: person, record: held, remoteID: hasID ? "\(1000 + key)" : nil))
    return key
  }

  /// A record that a person enters.
  mutating func enter(_ record: Record, on side: SideName, about person: Int) {
    let key = add(record, on: side, about: person)
    if let cell = cell(key, on: side) { noteEntered(Mark.all(in: cell.record), in: cell.record) }
  }

  /// A person changes a record.
  mutating func change(_ key: Int, on side: SideName, to record: Record) {
    guard let place = cells[side]?.firstIndex(where: { $0.key == key }),
      let old = cells[side]?[place].record, let person = cells[side]?[place].person
    else { return }
    let held = asHeld(record, on: side, before: old)
    let before = Mark.all(in: old)
    let after = Mark.all(in: held)
    for mark in before.subtracting(after) { take(mark, from: key, on: side) }
    noteEntered(after.subtracting(before), in: held)
    // Who has another name or address before the bridge knows both records is somebody else to it.
    if !linked.contains(key), ["N", "EMAIL"].contains(where: { old.values($0) != held.values($0) })
    {
      unclear.insert(person)
    }
    cells[side]?[place].record = held
  }

  /// A person deletes a record.
  mutating func delete(_ key: Int, on side: SideName) {
    guard let place = cells[side]?.firstIndex(where: { $0.key == key }),
      let cell = cells[side]?.remove(at: place)
    else { return }
    deleted[side, default: []].append(cell)
    deletions[cell.person, default: []].insert(side)
    if linked.contains(key) { knownDeletions[cell.person, default: []].insert(side) }
  }

  private mutating func take(_ mark: Int, from key: Int, on side: SideName) {
    facts[mark, default: Fact()].isTaken = true
    // Who was not seen to have it cannot be seen to have lost it.
    if facts[mark]?.shownBy.contains(side) == true { facts[mark]?.takenFrom.insert(key) }
  }

  mutating func noteEntered(_ marks: Set<Int>, in record: Record?) {
    for mark in marks {
      var fact = facts[mark] ?? Fact()
      if !fact.entered.isEmpty || fact.isTaken { fact.isShared = true }
      if fact.entered.isEmpty { fact.entered = value(of: mark, in: record) ?? Text("") }
      fact.takenFrom = []
      fact.isTakingKnown = false
      facts[mark] = fact
    }
  }

  /// Somebody's word was given on these values.
  mutating func decide(_ marks: Set<Int>) {
    for mark in marks { facts[mark]?.isDecided = true }
  }

  func value(of mark: Int, in record: Record?) -> Text? { property(of: mark, in: record)?.value }

  func name(of mark: Int, in record: Record?) -> Name? { property(of: mark, in: record)?.name }

  private func property(of mark: Int, in record: Record?) -> Property? {
    for component in record?.components ?? [] {
      for property in component.properties
      where Mark.all(in: property.value.bytes).contains(mark) {
        return property
      }
    }
    return nil
  }

  // MARK: - Finding

  func cell(_ key: Int, on side: SideName) -> Cell? {
    cells[side]?.first { $0.key == key }
  }

  /// Who stands behind a key, also after the cell went.
  func person(of key: Int) -> Int? {
    for side in sides {
      if let cell = cell(key, on: side) ?? deleted[side]?.last(where: { $0.key == key }) {
        return cell.person
      }
    }
    return nil
  }

  // MARK: - What a side can hold

  /// The record in the form in which the side shows it.
  func asHeld(_ record: Record, on side: SideName, before: Record?) -> Record {
    let stored = setup.server(side).stored(record.canonical())
    guard setup.form == .real else { return stored }
    let lens = setup.lenses.lens(side, record.kind, source: nil, holds: nil)
    let view = lens.view(stored, previous: before) ?? stored
    return DerivedName.removing(from: lens.view(view, previous: view) ?? view).canonical()
  }
}

extension Record {
  fileprivate func values(_ name: String) -> [Text] {
    components.first?.properties.filter { $0.name.string == name }.map(\.value) ?? []
  }
}
