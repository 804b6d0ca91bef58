import ContentLines
package import Records

/// What a side can hold of a record, and in which form (DESIGN, law 5).
///
/// The other half, `put`, is one function for all lenses: the changes between two views, merged
/// into the agreed record, so that what the side cannot hold stays.
package protocol Lens: Sendable {
  /// The form in which the side would show the record, or nil where the side cannot hold such a
  /// record at all (OpenCRM and a series).
  ///
  /// - Parameters:
  ///   - record: a full-fidelity record, canonical.
  ///   - previous: the side's present view of the same record: members keep the slot they have
  ///     there.
  func view(_ record: Record, previous: Record?) -> Record?

  /// The same, knowing what the side was last in step with: a member that `settled` has and
  /// `previous` lacks was left out for want of a place, and takes no place that has become free.
  func view(_ record: Record, previous: Record?, settled: Record?) -> Record?

  /// Why the side cannot hold the record, in words for a person; nil where it can.
  func refusal(_ record: Record) -> String?

  /// Whether a value seen on the side is what the side makes of the value that was sent: trimmed,
  /// other case, escaped entities, a reformatted number, cut at a known length.
  func isCoarsening(_ seen: Property, of sent: Property) -> Bool

  /// What the side shows, in the form in which versions of the record are known to hold it: a field
  /// that a source writes as a line of a text. Of two forms of one value neither is a change.
  func recognising(_ seen: Record, known: [Record]) -> Record

  /// Where national telephone numbers are those of one country; nil where it is not known.
  var region: PhoneRegion? { get }

  /// What a plain put of a change of views makes of a record, with what a coarse value leaves open
  /// taken from the agreed record: a task's day moves, and its time stays.
  func refined(_ put: Record, agreed: Record, from before: Record, to now: Record) -> Record

  /// The last view, overlaid with what a source that covers only some slots has shown.
  func overlay(_ seen: Record, on previous: Record, covered: Set<String>) -> Record
}

extension Lens {
  package func view(_ record: Record, previous: Record?, settled: Record?) -> Record? {
    view(record, previous: previous)
  }

  package func refined(
    _ put: Record, agreed: Record, from before: Record, to now: Record
  ) -> Record { put }

  package func refusal(_ record: Record) -> String? { nil }

  package func recognising(_ seen: Record, known: [Record]) -> Record { seen }

  package var region: PhoneRegion? { nil }

  /// How members of one value get one spelling where a form of this side is compared.
  package var spelling: MemberSpelling {
    MemberSpelling(region: region) { isCoarsening($0, of: $1) }
  }

  package func isCoarsening(_ seen: Property, of sent: Property) -> Bool {
    Coarsening.isUsual(seen, of: sent)
  }

  /// Keeps the properties of the previous view whose names are not covered.
  package func overlay(_ seen: Record, on previous: Record, covered: Set<String>) -> Record {
    var result = seen
    for index in result.components.indices {
      // The instances of a series by their original start, whatever stands between them.
      let start = result.components[index].first(.recurrenceID)?.value
      guard let old = previous.components.first(where: { $0.first(.recurrenceID)?.value == start })
      else { continue }
      let kept = old.properties.filter { !covered.contains($0.name.string) }
      result.components[index].properties += kept.filter { old in
        result.components[index].first(old.name) == nil
      }
    }
    return result.canonical()
  }
}

/// A side that shows a record just as it is.
package struct IdentityLens: Lens {
  package let region: PhoneRegion?

  package init(region: PhoneRegion? = nil) {
    self.region = region
  }

  package func view(_ record: Record, previous: Record?) -> Record? { record }
}

/// A side that holds certain properties of a kind of record and nothing else.
package struct PropertyLens: Lens {
  private let held: Set<Name>
  private let heldComponents: Set<Name>

  package init(held: Set<Name>, components: Set<Name> = []) {
    self.held = held
    heldComponents = components
  }

  package func view(_ record: Record, previous: Record?) -> Record? {
    var result = record
    for index in result.components.indices {
      result.components[index].properties.removeAll {
        !held.contains($0.name) && Schema.of(record.kind)[$0.name].unit != .identity
      }
      result.components[index].components.removeAll { !heldComponents.contains($0.name) }
    }
    return result.canonical()
  }
}
