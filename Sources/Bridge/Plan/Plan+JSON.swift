import Merge
import Records

extension Plan {
  /// The whole plan as one object (FORMS, Plan).
  package var json: JSONText {
    guard let undoes, case .object(let members) = ownJSON else { return ownJSON }
    return .object(members + [("undoes", .number(undoes))])
  }

  private var ownJSON: JSONText {
    .object([
      ("format", .string("drawbridge-plan")), ("version", .number(1)), ("id", .string(id)),
      ("made", .string(made)),
      ("snapshots", .array(snapshots.map(\.json))),
      ("steps", .array(steps.map(\.json))),
      ("conflicts", .array(conflicts.map(\.json))),
      ("questions", .array(questions.map(\.json))),
      (
        "divergences",
        .array(
          divergences.map { row in
            .object([
              ("uid", .string(row.uid)), ("name", .string(row.name)),
              ("side", .string(row.side.description)), ("property", .string(row.property)),
              ("value", .optional(row.value)), ("withheld_by", .string(row.withheldBy)),
            ])
          })
      ),
      ("refused", refused?.json ?? .null),
      (
        "counts",
        .object([
          ("create", .number(count(.create))), ("update", .number(count(.update))),
          ("delete", .number(count(.delete))), ("conflicts", .number(openConflicts.count)),
          ("questions", .number(questions.count)), ("divergences", .number(divergences.count)),
        ])
      ),
      ("warnings", .array(warnings.map(JSONText.string))),
      (
        "allowances",
        .object([
          ("deletions", allowedDeletions.map(JSONText.number) ?? .null),
          ("changes", .bool(allowsChanges)),
        ])
      ),
    ])
  }
}

extension Plan.SnapshotRow {
  var json: JSONText {
    .object([
      ("side", .string(side.description)), ("kind", .string(kind.rawValue)),
      ("time", .string(time)), ("complete", .bool(complete)),
      ("digest", .string(digest.description)),
    ])
  }
}

extension Plan.Step {
  package var json: JSONText {
    .object([
      ("id", .string(id)), ("side", .string(side.description)), ("kind", .string(kind.rawValue)),
      ("action", .string(action.rawValue)), ("uid", .string(uid)), ("name", .string(name)),
      ("changes", .array(changes.map(\.json))), ("reason", .string(reason)),
      ("rule", .string(rule)), ("needs", .array(needs.map(JSONText.string))),
      ("by", .string(by.rawValue)),
    ])
  }
}

extension Plan.ConflictRow {
  var json: JSONText {
    .object([
      ("uid", .string(uid)), ("name", .string(name)), ("kind", .string(kind.rawValue)),
      ("property", .string(property)), ("base", .optional(base)),
      (
        "values",
        .array(
          values.map {
            .object([
              ("side", .string($0.side)), ("value", .optional($0.value)),
              ("time", .optional($0.time)),
            ])
          })
      ),
      ("rule", .string(rule)), ("kept", .optional(kept)), ("decided", .bool(isDecided)),
    ])
  }
}

extension Plan.Question {
  var json: JSONText {
    .object([
      ("kind", .string(kind.rawValue)), ("side", .string(side.description)),
      (
        "records",
        .array(
          records.map { .object([("uid", .string($0.uid)), ("name", .string($0.name))]) })
      ),
      (
        "candidates",
        .array(
          candidates.map {
            .object([
              ("uid", .string($0.uid)), ("name", .string($0.name)),
              ("score", .decimal($0.score)), ("reasons", .array($0.reasons.map(JSONText.string))),
            ])
          })
      ),
    ])
  }
}

extension Plan.Refusal {
  var json: JSONText {
    .object([
      ("guard", .string(guardName)), ("detail", .string(detail)), ("option", .string(option)),
    ])
  }
}
