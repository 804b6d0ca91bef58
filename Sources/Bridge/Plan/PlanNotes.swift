import Records
import Settings

/// What a person should know of a plan's steps before carrying them out.
enum PlanNotes {
  /// The notes about new records in OpenCRM, one a matter.
  ///
  /// - Parameter companyless: the names of new contacts that come without their company.
  static func notes(
    _ plan: Plan, settings: Settings, companyless: [String]
  ) -> [String] {
    var notes: [String] = []
    if !companyless.isEmpty {
      notes.append(
        "\(named(companyless, "new contact")) \(companyless.count == 1 ? "comes" : "come") to "
          + "OpenCRM without the company that Google has: contacts.linked_companies is off.")
    }
    let undated = plan.steps.filter {
      $0.side == .opencrm && $0.kind == .task && $0.action == .create && !hasDate($0.after)
    }.map(\.name)
    if settings.openCRM.noDate == nil, !undated.isEmpty {
      notes.append(
        "\(named(undated, "new task")) \(undated.count == 1 ? "has" : "have") no date, and OpenCRM "
          + "may demand one: opencrm.no_date sets a day that stands for none.")
    }
    return notes
  }

  /// Whether a task says on which day it is.
  private static func hasDate(_ task: Record?) -> Bool {
    let schema = Schema.of(.task)
    return task?.components.first?.properties.contains {
      schema[$0.name].unit == .dates
    } ?? false
  }

  /// `3 new tasks (A, B and others)`.
  private static func named(_ names: [String], _ what: String) -> String {
    let first = names.sorted().prefix(2).joined(separator: ", ")
    let rest = names.count > 2 ? " and others" : ""
    return "\(counted(names.count, what)) (\(first)\(rest))"
  }
}
