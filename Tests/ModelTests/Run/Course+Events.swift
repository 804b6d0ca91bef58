import Bridge
import ContentLines
import Records
import Sides
import TestSupport

extension Course {
  mutating func live(_ event: Event) throws {
    tell("- \(event)")
    let side = world.sides[event.side % world.sides.count]
    switch event.kind {
    case .edit, .sameEdit, .add, .addTwice, .delete, .addAgain, .copy, .combine, .split, .relabel:
      act(event, side)
    case .bring: try bring(side, event)
    case .bringPart: try bring(side, event, isPart: true)
    case .bringUnread: try bring(side, event, isPart: true, unread: 1)
    case .bringNarrow: try bring(side, event, isNarrow: true)
    case .bringOld: try bringOld(side, event)
    case .answer: try answer()
    case .resolve: try resolve(event)
    case .export: try export(event)
    case .carryOut: carryOut(side, event)
    case .carryOutHalf: carryOut(side, event, how: .half)
    case .carryOutAsCopy: carryOut(side, event, how: .copy)
    case .refuse: outbox[side] = nil
    case .loseLedger: loseLedger()
    case .undo: undo()
    }
  }

  /// What persons do on a side.
  private mutating func act(_ event: Event, _ side: SideName) {
    let cells = world.cells[side] ?? []
    let cell = cells.isEmpty ? nil : cells[event.place % cells.count]
    switch event.kind {
    case .edit:
      guard let cell else { return }
      let record = world.writing(seed: event.seed) { $0.edited(cell.record) }
      world.change(cell.key, on: side, to: record)
    case .sameEdit:
      guard let cell else { return }
      let other = world.sides[(event.side + 1) % world.sides.count]
      guard let twin = world.cells[other]?.first(where: { $0.person == cell.person }),
        twin.key != cell.key
      else { return }
      let property = world.writing(seed: event.seed) { $0.anything() }
      for (key, side) in [(cell.key, side), (twin.key, other)] {
        guard var record = world.cell(key, on: side)?.record else { continue }
        if Person.singles.contains(property.name) {
          record.components[0].set(property.name, property)
        } else {
          record.components[0].properties.append(property)
        }
        world.change(key, on: side, to: record.canonical())
      }
    case .add:
      let record = world.writing(seed: event.seed) { $0.card() }
      world.enter(record, on: side, about: world.newPerson())
    case .addTwice:
      let record = world.writing(seed: event.seed) { $0.card() }
      let person = world.newPerson()
      world.enter(record, on: side, about: person)
      let other = world.sides[(event.side + 1) % world.sides.count]
      guard other != side else { return }
      // The same person, known by name and address, and one thing more.
      var twin = record
      twin.components[0].properties.removeAll {
        !["N", "EMAIL"].contains($0.name) && event.seed % 3 == 0
      }
      if event.seed % 2 == 0 {
        twin = world.writing(seed: event.seed &+ 1) { person in
          var twin = twin
          let new = person.anything()
          if Person.singles.contains(new.name) {
            twin.components[0].set(new.name, new)
          } else {
            twin.components[0].properties.append(new)
          }
          return twin
        }
      }
      world.enter(twin.canonical(), on: other, about: person)
    case .delete:
      guard let cell else { return }
      world.delete(cell.key, on: side)
      created[side]?[cell.person] = nil
    case .addAgain:
      guard let gone = world.deleted[side]?.popLast() else { return }
      world.unclear.insert(gone.person)
      world.enter(gone.record, on: side, about: gone.person)
    case .copy:
      guard let cell else { return }
      world.unclear.insert(cell.person)
      let person = world.newPerson()
      world.unclear.insert(person)
      world.enter(cell.record, on: side, about: person)
    case .relabel:
      guard let cell, history.setup.isLabelled(side),
        let place = world.cells[side]?.firstIndex(where: { $0.key == cell.key })
      else { return }
      world.cells[side]?[place].isInScope.toggle()
    case .combine:
      combine(event, side, cells)
    case .split:
      split(event, side, cell)
    default: break
    }
    for cell in world.cells[side] ?? [] where isTold {
      tell("  \(side) \(cell.key): \(Self.line(cell.record))")
    }
  }

  /// Two cards of a side become one, which has all they had.
  private mutating func combine(_ event: Event, _ side: SideName, _ cells: [Cell]) {
    guard cells.count > 1 else { return }
    let one = cells[event.place % cells.count]
    let other = cells[(event.place + 1) % cells.count]
    var record = one.record
    for property in other.record.components[0].properties {
      let isTaken =
        Person.singles.contains(property.name) && record.components[0].first(property.name) != nil
      // Nobody writes the same number twice, in whatever spelling.
      let stands = record.components[0].properties.contains {
        $0 == property
          || $0.name == property.name && property.name != "NOTE"
            && Mark.all(in: $0.value.bytes) == Mark.all(in: property.value.bytes)
      }
      if !isTaken, property.name != .version, !stands {
        record.components[0].properties.append(property)
      }
    }
    for cell in [one, other] {
      world.unclear.insert(cell.person)
      world.decide(marks(of: cell.person))
    }
    world.mergedInto[other.key] = one.key
    world.delete(other.key, on: side)
    world.change(one.key, on: side, to: record.canonical())
    world.decide(Mark.all(in: record))
  }

  /// One card becomes two, which share the name.
  private mutating func split(_ event: Event, _ side: SideName, _ cell: Cell?) {
    guard let cell else { return }
    var stays = cell.record
    var goes = cell.record
    let content = cell.record.components[0].properties.filter {
      !["VERSION", "N"].contains($0.name)
    }
    guard content.count > 1 else { return }
    let moved = content[Int(event.seed % UInt64(content.count))]
    stays.components[0].properties.removeAll { $0 == moved }
    goes.components[0].properties.removeAll { content.contains($0) && $0 != moved }
    world.unclear.insert(cell.person)
    let person = world.newPerson()
    world.unclear.insert(person)
    world.change(cell.key, on: side, to: stays.canonical())
    world.enter(goes.canonical(), on: side, about: person)
    world.decide(Mark.all(in: goes))
  }

  /// Every value that stands about a person anywhere.
  func marks(of person: Int) -> Set<Int> {
    var marks = Set<Int>()
    for side in world.sides {
      for cell in (world.cells[side] ?? []) + (world.deleted[side] ?? [])
      where cell.person == person {
        marks.formUnion(Mark.all(in: cell.record))
      }
    }
    return marks
  }

  /// A record in one line.
  static func line(_ record: Record?) -> String {
    guard let record else { return "(none)" }
    return record.components.flatMap(\.properties).filter { $0.name != .version }
      .map { property in
        let text = property.lineText
        return text.count > 60 ? text.prefix(57) + "..." : text
      }.joined(separator: " | ")
  }
}
