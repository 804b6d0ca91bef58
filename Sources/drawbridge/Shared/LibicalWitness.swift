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
      properties: component.properties.map(WitnessProperty.init),
      alarms: component.components.filter { $0.name == .valarm }.map(WitnessComponent.init))
  }
}

extension WitnessProperty {
  fileprivate init(_ property: Property) {
    var parameters: [WitnessParameter] = []
    for parameter in property.parameters {
      let name = parameter.name.string
      if parameters.last?.name == name {
        parameters[parameters.count - 1].values.append(parameter.value.string)
      } else {
        parameters.append(WitnessParameter(name, [parameter.value.string]))
      }
    }
    self.init(property.name.string, parameters, value: property.value.string)
  }
}
