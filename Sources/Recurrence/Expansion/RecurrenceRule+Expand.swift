public import CivilTime

extension RecurrenceRule {
  /// The instances at or after `from` and before `to`, at most `limit` of them.
  ///
  /// Linear in the instances up to `to`; without COUNT, in those of the window. `status` is
  /// `.complete` when none within the window is missing.
  public func expand(
    start: CivilDateTime, isDate: Bool = false, from: CivilDateTime? = nil,
    to: CivilDateTime? = nil, limit: Int = 10_000, until: CivilDateTime? = nil,
    stepLimit: Int = RecurrenceIterator.defaultStepLimit
  ) -> RecurrenceExpansion {
    var iterator = RecurrenceIterator(
      self, start: start, isDate: isDate, until: until, stepLimit: stepLimit)
    if let from { iterator.seek(from) }
    var instances: [CivilDateTime] = []
    while let instance = iterator.next() {
      if let to, instance >= to { return .init(instances: instances, status: .complete) }
      if let from, instance < from {
        if iterator.steps > stepLimit {
          return .init(instances: instances, status: .limited(by: .steps))
        }
        continue
      }
      if instances.count >= limit {
        return .init(instances: instances, status: .limited(by: .instances))
      }
      instances.append(instance)
    }
    return .init(instances: instances, status: iterator.status ?? .complete)
  }
}
