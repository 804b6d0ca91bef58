/// One parameter of a property, as read.
package struct WitnessParameter: Sendable, Equatable {
  /// The name, in any case.
  package var name: String
  /// The values without quotes and with RFC 6868 undone.
  package var values: [String]

  /// Makes a parameter.
  package init(_ name: String, _ values: [String]) {
    self.name = name
    self.values = values
  }
}

/// One property, as read.
package struct WitnessProperty: Sendable, Equatable {
  /// The name, in any case, without a group.
  package var name: String
  /// The parameters, in any order.
  package var parameters: [WitnessParameter]
  /// The value as it stands in the unfolded content line, escapes and all (RFC 5545 section 3.1).
  package var value: String

  /// Makes a property.
  package init(_ name: String, _ parameters: [WitnessParameter] = [], value: String) {
    self.name = name
    self.parameters = parameters
    self.value = value
  }

  /// Makes a property of parameters as a list of single values, in which neighbours of one name
  /// are one parameter.
  package init(_ name: String, listing parameters: [(name: String, value: String)], value: String) {
    self.init(name, value: value)
    for parameter in parameters {
      if let last = self.parameters.indices.last, self.parameters[last].name == parameter.name {
        self.parameters[last].values.append(parameter.value)
      } else {
        self.parameters.append(WitnessParameter(parameter.name, [parameter.value]))
      }
    }
  }
}

/// One VEVENT or VTODO, or a VALARM inside it, in the plainest form two readers can share.
package struct WitnessComponent: Sendable, Equatable {
  /// `VEVENT`, `VTODO` or `VALARM`.
  package var kind: String
  /// The properties in the order they were read.
  package var properties: [WitnessProperty]
  /// The alarms inside; other components are not compared.
  package var alarms: [WitnessComponent]

  /// Makes a component.
  package init(
    kind: String, properties: [WitnessProperty], alarms: [WitnessComponent] = []
  ) {
    self.kind = kind
    self.properties = properties
    self.alarms = alarms
  }

  /// The UID, or nothing.
  package var uid: String { first("UID") }

  /// The value of RECURRENCE-ID, or nothing for a master.
  package var recurrenceID: String { first("RECURRENCE-ID") }

  private func first(_ name: String) -> String {
    properties.first { $0.name.uppercased() == name }?.value ?? ""
  }
}
