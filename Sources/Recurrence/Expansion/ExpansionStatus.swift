package import CivilTime

/// Why an expansion ended.
public enum ExpansionStatus: Sendable, Hashable {
  /// Nothing is missing: the rule has no further instance (within the window, if there is one).
  case complete
  /// There may be more.
  case limited(by: Limit)

  /// What ended it.
  public enum Limit: String, Sendable, Hashable {
    /// As many instances as were asked for.
    case instances
    /// The work allowed is used up.
    case steps
    /// The rule's calendar is not ours, or it counts hours from a start that is a date.
    case rule
  }
}

/// Instances in order, and whether they are all.
public struct RecurrenceExpansion: Sendable, Hashable {
  package var instances: [CivilDateTime]
  package var status: ExpansionStatus

  package init(instances: [CivilDateTime], status: ExpansionStatus) {
    self.instances = instances
    self.status = status
  }
}
