/// One file of a bundle or an export.
package struct BundleFile: Sendable, Equatable {
  /// Relative to the folder of the bundle, with `/` between folders; every part is a safe name.
  package var path: String
  package var bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// A plan as files for a person (DESIGN section 10).
package struct Bundle: Sendable {
  /// A step that stays behind because its file could not be proved right.
  package struct Withheld: Sendable {
    package var step: Plan.Step
    /// A sentence for a person.
    package var reason: String

    package init(step: Plan.Step, reason: String) {
      self.step = step
      self.reason = reason
    }
  }

  /// In the order in which they are to be used, README.txt last; empty where nothing is to be done.
  package var files: [BundleFile] = []
  /// The steps that the files hold, in the plan's order: these count as sent.
  package var steps: [Plan.Step] = []
  /// The steps that no file holds, in the plan's order.
  package var withheld: [Withheld] = []

  package init() {}
}
