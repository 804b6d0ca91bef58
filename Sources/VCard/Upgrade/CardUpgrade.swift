import ContentLines
import Records

/// One card on its way to vCard 4.0. Applying it to its own result changes nothing.
struct CardUpgrade {
  var properties: [Property]
  /// The version the card says it has: `2.1`, `3.0`, `4.0` or something else.
  let version: Text
  var findings: [Finding] = []
  let trace: ((UpgradeStep) -> Void)?
  /// Whether properties were looked at together; what the canonical form then ungroups or joins may
  /// bring others together.
  private(set) var looksAtCard = false
  private var removed: [Bool]

  init(_ properties: [Property], version: Text, trace: ((UpgradeStep) -> Void)? = nil) {
    self.properties = properties
    self.version = version
    self.trace = trace
    removed = Array(repeating: false, count: properties.count)
  }

  /// The card's properties in 4.0, not yet in canonical form. O(n) in the number of properties.
  static func upgraded(
    _ properties: [Property], version: Text, trace: ((UpgradeStep) -> Void)? = nil
  ) -> CardUpgrade {
    var card = CardUpgrade(properties, version: version, trace: trace)
    card.run()
    return card
  }

  private mutating func run() {
    let table = UpgradeTable.shared
    var cardRows: UInt32 = 0
    for index in properties.indices {
      if UpgradeTable.looksAtParameters(properties[index]) {
        apply(UpgradeTable.parameterRows, at: index)
      }
      // A value that is still encoded cannot be understood; it keeps its name as well.
      if let row = table.rename(properties[index].name),
        properties[index].parameter("ENCODING") == nil
      {
        apply([row], at: index)
      }
      cardRows |= table.cardRows(properties[index].name)
    }
    looksAtCard = cardRows != 0
    if cardRows != 0 {
      for (index, row) in UpgradeTable.cardRows.enumerated() where cardRows & 1 << index != 0 {
        row.apply(&self, row.code)
      }
    }
    for index in properties.indices where !removed[index] {
      if let row = table.value(properties[index].name) { apply([row], at: index) }
    }
    if removed.contains(true) {
      properties = zip(properties, removed).filter { !$0.1 }.map(\.0)
      removed = Array(repeating: false, count: properties.count)
    }
  }

  private mutating func apply(_ rows: [UpgradeRow], at index: Int) {
    for row in rows where !removed[index] {
      let before = properties[index]
      var property = before
      switch row.apply(&property, &self) {
      case .unchanged: continue
      case .changed:
        properties[index] = property
        step(row.code, before, property)
      case .removed:
        remove(at: index, row.code)
      }
    }
  }

  /// Takes a property out; the trace says which row did it.
  mutating func remove(at index: Int, _ code: String) {
    removed[index] = true
    step(code, properties[index], nil)
  }

  mutating func replace(at index: Int, by property: Property, _ code: String) {
    let before = properties[index]
    properties[index] = property
    step(code, before, property)
  }

  private func step(_ code: String, _ before: Property, _ after: Property?) {
    trace?(UpgradeStep(row: code, line: Int(before.line), before: before, after: after))
  }

  /// The positions of the properties that are still there. O(n).
  func positions(where holds: (Property) -> Bool) -> [Int] {
    properties.indices.filter { !removed[$0] && holds(properties[$0]) }
  }

  func first(_ name: Name) -> Property? {
    properties.indices.first { !removed[$0] && properties[$0].name == name }
      .map { properties[$0] }
  }

  mutating func note(_ kind: FindingKind, _ property: Property, _ message: String) {
    findings.append(Finding(kind, line: Int(property.line), column: 1, message: message))
  }
}
