import Bridge
import ContentLines
import Records
import Witness

/// Lets libical read every calendar before it leaves.
struct LibicalWitness: CalendarWitness {
  func disagreements(ics: [UInt8], expecting records: [Record]) async -> [String: String] {
    let report = await Witness.shared.components(of: ics)
    let expected = records.flatMap { $0.components.map(WitnessComponent.init) }
    let disagreements = Witness.shared.disagreements(expected: expected, in: report)
    guard !disagreements.isEmpty else { return [:] }
    // The witness names a UID without its escapes.
    var written: [String: String] = [:]
    for record in records {
      guard let uid = record.uid else { continue }
      written[TextEscaping.unescape(uid).string] = uid.string
    }
    var reasons: [String: String] = [:]
    for one in disagreements {
      let uid = written[one.uid] ?? one.uid
      if reasons[uid] == nil { reasons[uid] = "libical reads it differently: \(one)." }
    }
    return reasons
  }
}

extension WitnessComponent {
  /// A component as it was meant to be written.
  fileprivate init(_ component: Component) {
    self.init(
      kind: component.name.string,
      properties: component.properties.map { property in
        WitnessProperty(
          property.name.string,
          listing: property.parameters.map { ($0.name.string, $0.value.string) },
          value: property.value.string)
      },
      alarms: component.components.filter { $0.name == .valarm }.map(WitnessComponent.init))
  }
}
