package import CivilTime
package import Records
import Sides

/// What OpenCRM can hold of an event: one activity, in the clocks of the workspace's zone.
package struct OpenCRMEventLens: Lens {
  private let view: ActivityView

  /// - Parameters:
  ///   - zone: the workspace's zone.
  ///   - zones: the zones in which records may name times.
  ///   - holds: the slots this system has been seen to have, `column:` names included; nil for all.
  ///   - customFields: the custom fields to carry.
  package init(
    zone: Zone, zones: ZoneCatalog, holds: Set<String>? = nil,
    customFields: OpenCRMCustomFields = []
  ) {
    view = ActivityView(
      kind: .event, zone: zone, zones: zones, holds: holds, customFields: customFields)
  }

  package func view(_ record: Record, previous: Record?) -> Record? {
    view.view(record, previous: previous, settled: nil)
  }
  package func view(_ record: Record, previous: Record?, settled: Record?) -> Record? {
    view.view(record, previous: previous, settled: settled)
  }
  package func refusal(_ record: Record) -> String? { view.refusal(record) }
  package func isCoarsening(_ seen: Property, of sent: Property) -> Bool {
    OpenCRMCoarsening.isUsual(seen, of: sent)
  }
  package func overlay(_ seen: Record, on previous: Record, covered: Set<String>) -> Record {
    view.overlay(seen, on: previous, covered: covered)
  }
}

/// What OpenCRM can hold of a task: one activity of type Task.
package struct OpenCRMTaskLens: Lens {
  private let view: ActivityView

  /// Parameters as `OpenCRMEventLens`.
  package init(
    zone: Zone, zones: ZoneCatalog, holds: Set<String>? = nil,
    customFields: OpenCRMCustomFields = []
  ) {
    view = ActivityView(
      kind: .task, zone: zone, zones: zones, holds: holds, customFields: customFields)
  }

  package func view(_ record: Record, previous: Record?) -> Record? {
    view.view(record, previous: previous, settled: nil)
  }
  package func view(_ record: Record, previous: Record?, settled: Record?) -> Record? {
    view.view(record, previous: previous, settled: settled)
  }
  package func refusal(_ record: Record) -> String? { view.refusal(record) }
  package func isCoarsening(_ seen: Property, of sent: Property) -> Bool {
    OpenCRMCoarsening.isUsual(seen, of: sent)
  }
  package func overlay(_ seen: Record, on previous: Record, covered: Set<String>) -> Record {
    view.overlay(seen, on: previous, covered: covered)
  }
}
