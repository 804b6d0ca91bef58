import Merge
import Records
import TestSupport

/// A base and what three sides made of it.
struct MergeCase: Sendable {
  var base: Record
  /// Nil where the side deleted the record.
  var sides: [Record?]

  var labelled: [MergeSide] { Self.labelled(sides) }

  static func labelled(_ sides: [Record?]) -> [MergeSide] {
    zip(["a", "b", "c"], sides).map { MergeSide(label: $0.0, record: $0.1) }
  }

  /// Records that were edited up to three times on each of three sides.
  static func generator(_ kind: RecordKind, counting draws: RowDraws? = nil)
    -> Generator<MergeCase>
  {
    Generator(
      { random in
        var maker = RecordGenerator(random)
        let base = Law.canonical(maker.record(kind))
        draws?.count(base)
        var sides: [Record?] = []
        var editor = RecordEditor(maker.random)
        for _ in 0..<3 {
          let choice = editor.maker.random.below(100)
          if choice < 4 {
            sides.append(nil)
            draws?.count("deletions")
          } else if choice < 12, let first = sides.first {
            sides.append(first)
          } else {
            let times = editor.maker.random.below(4)
            let edited = editor.edited(base, times: times, counting: draws)
            sides.append(times == 0 ? base : Law.canonical(edited))
          }
        }
        random = editor.maker.random
        return MergeCase(base: base, sides: sides)
      }, shrink: simpler, show: shown)
  }

  /// A property less everywhere, or one edit less.
  private static func simpler(_ example: MergeCase) -> [MergeCase] {
    var result: [MergeCase] = []
    for index in example.sides.indices where example.sides[index] != example.base {
      var smaller = example
      smaller.sides[index] = example.base
      result.append(smaller)
    }
    let all = [example.base] + example.sides.compactMap(\.self)
    let instances = Set(all.flatMap { $0.instances.compactMap { $0.first(.recurrenceID) } })
    for instance in instances {
      result.append(
        example.mapped { record in
          record.components.removeAll { $0.first(.recurrenceID) == instance }
        })
    }
    for property in Set(all.flatMap { $0.components.flatMap(\.properties) })
    where property.name != .version && property.name != .recurrenceID && property.name != .uid {
      result.append(
        example.mapped { record in
          for index in record.components.indices {
            record.components[index].properties.removeAll { $0 == property }
          }
        })
      for parameter in property.parameters {
        var bare = property
        bare.parameters.removeAll { $0 == parameter }
        result.append(
          example.mapped { record in
            for index in record.components.indices {
              for place in record.components[index].properties.indices
              where record.components[index].properties[place] == property {
                record.components[index].properties[place] = bare
              }
            }
          })
      }
    }
    for inner in Set(all.flatMap { $0.components.flatMap(\.components) }) {
      result.append(
        example.mapped { record in
          for index in record.components.indices {
            record.components[index].components.removeAll { $0 == inner }
          }
        })
    }
    if all.contains(where: { !$0.zones.isEmpty }) {
      result.append(example.mapped { $0.zones = [] })
    }
    return result.filter { smaller in
      !smaller.base.components.isEmpty
        && smaller.sides.allSatisfy { $0?.components.isEmpty != true }
    }
  }

  private func mapped(_ change: (inout Record) -> Void) -> MergeCase {
    func changed(_ record: Record) -> Record {
      var record = record
      change(&record)
      return record.canonical()
    }
    return MergeCase(base: changed(base), sides: sides.map { $0.map(changed) })
  }

  private static func shown(_ example: MergeCase) -> String {
    (["base:\n" + RecordDifference.shown(example.base)]
      + zip(["a", "b", "c"], example.sides).map { label, side in
        "\(label) against the base:\n"
          + (side == nil
            ? "(deleted)" : RecordDifference.between(example.base, side) ?? "(unchanged)")
      } + [merged(example)]).joined(separator: "\n")
  }

  private static func merged(_ example: MergeCase) -> String {
    let result = MergeLaws.real(example.base, example.labelled)
    return "merged against the base, conflicts in \(result.conflicts.map(\.property)):\n"
      + (RecordDifference.between(example.base, result.merged) ?? "(unchanged)")
  }
}
