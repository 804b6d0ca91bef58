import CivilTime
import ContentLines
import Records
import Sides
import TestSupport

/// A record as it stands on a side of an office.
struct Paper: Sendable {
  /// The side's own id.
  var id: String
  /// What it is about: papers of several sides may be about one thing.
  var thing: Int
  var record: Record
  /// Its calendar or list; empty for contacts and in OpenCRM.
  var collection = ""
  /// Whose it is in OpenCRM.
  var owner: String?
  /// Whether it is an event that stands for a task.
  var isInCalendar = false
  /// What the last import showed of it, and the one before.
  var shown: Record?
  var shownCollection: String?
  var collectionBefore: String?

  var isBlock: Bool { Office.isBlock(record) }
}

/// What papers are about.
struct Thing: Sendable {
  /// The sides on which somebody entered it.
  var enteredOn: Set<SideName> = []
  /// The sides on which it was deleted, by a person or by a step.
  var deletedOn: Set<SideName> = []
  /// Whether somebody said what is to become of all of it.
  var isDecided = false
  /// Whether nobody can know that its papers are about one thing.
  var isUnclear = false
  /// The days on which somebody put it.
  var days: Set<String> = []
}

/// A text that somebody entered, known by its mark.
struct Statement: Sendable {
  var thing: Int
  /// Whether somebody replaced it, took it away, or deleted a paper that said it.
  var isTaken = false
  /// Whether it stood in a conflict that somebody decided, or a rule.
  var isDecided = false
}

/// OpenCRM and some accounts whose people work on records of one kind: a small model of the outside
/// world for settings that change.
struct Office: Sendable {
  let kind: RecordKind
  let sides: [SideName]
  var papers: [SideName: [Paper]] = [:]
  var things: [Int: Thing] = [:]
  var statements: [Int: Statement] = [:]
  /// What every paper was about, also after it went, by its id.
  private(set) var knownThings: [String: Int] = [:]
  private var nextID = 1
  private var nextMark = 1
  let lenses: OfficeLenses

  static let names = ["ann", "ben", "cat"]
  /// The labels, calendars or lists of each account.
  static let collections = ["Work", "Home"]

  init(_ kind: RecordKind, accounts: Int) {
    self.kind = kind
    sides = [.opencrm] + Self.names.prefix(accounts).map { SideName.google($0) }
    lenses = OfficeLenses()
  }

  // MARK: - What persons do

  /// Somebody enters something new, on one side or on two.
  mutating func enter(_ random: inout SeededRandom, on sides: [SideName], today: Int) {
    let thing = things.count + 1
    things[thing] = Thing()
    var properties: [Property]
    if kind != .contact {
      properties = [Property(Self.title(kind), text: Text(word(thing)))]
    } else {
      let (given, family) = (word(thing), word(thing))
      properties = [
        Property(.version, value: "4.0"), Property("N", value: Text("\(family);\(given);;;")),
        Property("EMAIL", [Parameter(.type, "work")], value: Text("\(word(thing))@example.com")),
      ]
    }
    properties += dates(thing, today + random.within(-80...200), random.below(3))
    for (index, side) in sides.enumerated() {
      var own = properties
      // What the second one knows besides.
      if index == 0 || random.chance(50), let name = Self.texts(kind).last {
        own.append(Property(name, text: Text(word(thing))))
      }
      if kind != .contact, random.chance(15) { own.append(Property("CLASS", value: "PRIVATE")) }
      let record = Record(kind, [Component(Self.component(kind), own)])
      put(record, on: side, about: thing, in: random.pick(Self.collections))
      things[thing]?.enteredOn.insert(side)
    }
  }

  /// Puts a record on a side, in the form in which the side holds it.
  mutating func put(
    _ record: Record, on side: SideName, about thing: Int, in collection: String,
    isInCalendar: Bool = false, uid: Text? = nil
  ) {
    var paper = Paper(
      id: "\(nextID)", thing: thing, record: held(record, on: side, inCalendar: isInCalendar),
      isInCalendar: isInCalendar)
    nextID += 1
    knownThings[paper.id] = thing
    if side == .opencrm {
      paper.owner = "1"
    } else {
      paper.collection = collection
      if kind == .contact {
        paper.collection = ""
        if !paper.record.components[0].has("CATEGORIES") {
          paper.record.components[0].properties.append(
            Property("CATEGORIES", text: Text(collection)))
        }
      }
      if kind == .event || isInCalendar {
        paper.record.uid = uid ?? Text("\(paper.id)@google.com")
      }
    }
    paper.record = paper.record.canonical()
    papers[side, default: []].append(paper)
  }

  /// Somebody changes a paper in some way.
  ///
  /// - Returns: the thing that it is about, if anything was changed.
  mutating func change(_ random: inout SeededRandom, on side: SideName, today: Int) -> Int? {
    let open = (papers[side] ?? []).indices.filter { papers[side]?[$0].isBlock == false }
    guard !open.isEmpty, var paper = papers[side]?[random.pick(open)],
      !paper.record.components.isEmpty
    else { return nil }
    let before = Mark.all(in: paper.record)
    switch random.below(10) {
    case 0..<4:
      let name = random.pick(Self.texts(kind))
      let new = random.chance(80) ? Property(name, text: Text(word(paper.thing))) : nil
      paper.record.components[0].set(name, new)
    case 4..<6:
      guard kind != .contact else { break }
      var new = dates(paper.thing, today + random.within(-80...200), random.below(3))
      if paper.isInCalendar {
        new = new.filter { $0.name == "DUE" }.map {
          var start = $0
          start.name = "DTSTART"
          return start
        }
      }
      for name in ["DTSTART", "DTEND", "DUE"] as [Name] {
        paper.record.components[0].set(name, nil)
      }
      paper.record.components[0].properties += new
    case 6:
      guard kind == .event || kind == .task && side == .opencrm else { break }
      let isPrivate = paper.record.components[0].has("CLASS")
      paper.record.components[0].set(
        "CLASS", isPrivate ? nil : Property("CLASS", value: "PRIVATE"))
    case 7:
      if side == .opencrm {
        paper.owner = random.pick(["1", "2"])
      } else if kind == .contact {
        paper.record.components[0].set(
          "CATEGORIES", Property("CATEGORIES", text: Text(random.pick(Self.collections))))
      } else {
        paper.collection = random.pick(Self.collections)
      }
    default:
      let name = random.pick(Self.texts(kind) + [Self.title(kind)])
      paper.record.components[0].set(name, Property(name, text: Text(word(paper.thing))))
    }
    let uid = paper.record.uid
    let labels = paper.record.components[0].all("CATEGORIES")
    paper.record = held(paper.record, on: side, inCalendar: paper.isInCalendar)
    if side != .opencrm {
      paper.record.uid = uid
      paper.record.components[0].properties.removeAll { $0.name == "CATEGORIES" }
      paper.record.components[0].properties += labels
      paper.record = paper.record.canonical()
    }
    for mark in before.subtracting(Mark.all(in: paper.record)) { statements[mark]?.isTaken = true }
    guard let place = papers[side]?.firstIndex(where: { $0.id == paper.id }) else { return nil }
    papers[side]?[place] = paper
    return paper.thing
  }

  /// Somebody deletes a paper.
  mutating func delete(_ random: inout SeededRandom, on side: SideName) {
    let all = papers[side] ?? []
    guard !all.isEmpty, let paper = papers[side]?.remove(at: random.below(all.count)) else {
      return
    }
    things[paper.thing]?.deletedOn.insert(side)
    // Nobody can know that it was entered there.
    if paper.shown == nil { things[paper.thing]?.enteredOn.remove(side) }
    for mark in Mark.all(in: paper.record) { statements[mark]?.isTaken = true }
  }

  /// Everybody makes public what is private.
  mutating func publish() {
    for side in sides {
      for place in (papers[side] ?? []).indices {
        papers[side]?[place].record.components[0].set("CLASS", nil)
      }
    }
  }

  // MARK: - What can be held

  /// The record in the form in which a side shows it.
  func held(_ record: Record, on side: SideName, inCalendar: Bool) -> Record {
    let lens = inCalendar ? lenses.calendarTaskLens(side) : lenses.lens(side, kind)
    let plain = record.canonical()
    if inCalendar { return plain }
    let view = lens.view(plain, previous: nil) ?? plain
    return DerivedName.removing(from: lens.view(view, previous: view) ?? view).canonical()
  }

  /// Papers about a thing, wherever they stand.
  func papers(about thing: Int) -> [(side: SideName, paper: Paper)] {
    sides.flatMap { side in
      (papers[side] ?? []).filter { $0.thing == thing }.map { (side, $0) }
    }
  }

  /// Whether a record is a block that stands for a private one.
  static func isBlock(_ record: Record) -> Bool {
    record.components.first?.first("SUMMARY")?.text == "Private"
  }

  static func isPrivate(_ record: Record?) -> Bool {
    record?.components.contains { $0.has("CLASS") && $0.first("CLASS")?.value == "PRIVATE" } == true
  }

  /// The days that a record says, as `20260301`.
  static func days(_ record: Record?) -> Set<String> {
    var days = Set<String>()
    for component in record?.components ?? [] {
      for name in ["DTSTART", "DUE"] as [Name] {
        if let value = component.first(name)?.value.string { days.insert(String(value.prefix(8))) }
      }
    }
    return days
  }

  /// A day of the model as `2026-03-01`.
  static func day(_ number: Int) -> String {
    CivilDate(year: 2026, month: 3, day: 1)?.adding(days: number).map { "\($0)" } ?? ""
  }

  static func title(_ kind: RecordKind) -> Name { kind == .contact ? "TITLE" : "SUMMARY" }

  static func texts(_ kind: RecordKind) -> [Name] {
    switch kind {
    case .contact: ["TITLE", "NOTE"]
    case .event: ["LOCATION", "DESCRIPTION"]
    case .task: ["DESCRIPTION"]
    }
  }

  private static func component(_ kind: RecordKind) -> Name {
    switch kind {
    case .contact: .vcard
    case .event: "VEVENT"
    case .task: .vtodo
    }
  }

  private mutating func word(_ thing: Int) -> String {
    defer { nextMark += 1 }
    statements[nextMark] = Statement(thing: thing)
    return Mark.word(nextMark)
  }

  /// When it is to be: a time of day that has the same date on every clock in between.
  private mutating func dates(_ thing: Int, _ day: Int, _ form: Int) -> [Property] {
    func date(_ day: Int) -> String { Self.day(day).filter(\.isNumber) }
    let first = date(day)
    func whole(_ name: Name, _ text: String) -> Property {
      Property(name, [Parameter("VALUE", "DATE")], value: Text(text))
    }
    func clock(_ name: Name, _ text: String) -> Property {
      Property(name, [Parameter("TZID", "Europe/London")], value: Text("\(first)T\(text)"))
    }
    switch kind {
    case .contact: return []
    case .event:
      things[thing]?.days.insert(first)
      return form == 0
        ? [whole("DTSTART", first), whole("DTEND", date(day + 1))]
        : [clock("DTSTART", "100000"), clock("DTEND", "113000")]
    case .task:
      let state = [Property("STATUS", value: "NEEDS-ACTION")]
      things[thing]?.days.insert(first)
      return state + (form == 0 ? [whole("DUE", first)] : [clock("DUE", "150000")])
    }
  }
}
