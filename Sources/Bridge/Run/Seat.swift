package import Ledger
package import Merge
package import Records
package import Sides

/// One side's place in the merge of a link.
package struct Seat: Sendable {
  package let side: SideName
  package var link: LinkSide
  package let entry: ViewEntry?
  /// The shared part of what the side shows now.
  package var present: Record?
  /// The shared part of its view at the last agreement.
  package var baseline: Record?
  /// The same before steps that landed were counted in; nil where none was (`Landing`).
  var before: Record?
  /// What it showed beyond the last agreement and shows no more, oldest first (`EarlierViews`).
  var earlier: [EarlierViews.View] = []
  /// The agreed record that the side is in step with, where others agreed on more by now than it
  /// has; nil where it has all of it.
  var inStep: Record?
  /// The shared part of what was sent and may or may not have been carried out.
  package let sent: Record?
  package let lens: any Lens
  /// Whether what was sent cannot have been seen yet: the side was not imported since.
  package let isAwaited: Bool
  /// Why no write may go there although the record is linked (it belongs to another user).
  package let withheld: String?
  /// What the step changed which left last for the side: what stood there then, by the properties
  /// as plans name them.
  let sentChanges: SentChanges
  /// Its texts that are compared in the form in which another side says the same (`AlikeTexts`).
  var forms: [AlikeTexts.Form] = []
  /// What rules close for it.
  package var closing = Closing()

  /// Whether what it shows can be merged: it is there, and not away for good.
  package var isSeated: Bool {
    guard let entry, present != nil else { return false }
    return (link.state == .live || link.state == .frozen) && entry.presence != .deleted
  }

  package var isDeleted: Bool { entry?.presence == .deleted && !link.state.isAway }

  /// Whether writes may go there: seen in the last snapshot, with no question open.
  package var isWritable: Bool { link.state == .live && entry?.presence == .present }

  /// Why no write may go there, where it is not seen.
  package var unseenReason: String? {
    isWritable
      ? nil : entry?.attributes[Importing.leftOutAttribute] ?? "not seen in the last import"
  }

  /// Whether the side's record was ever agreed upon.
  package var isEstablished: Bool { baseline != nil }

  /// Whether the side is being linked to what others agreed upon.
  package var isJoining: Bool { isSeated && !isEstablished }
}

extension Seat {
  /// The seat of a record that is out of scope: it says nothing new and deletes nothing.
  var frozen: Seat {
    var link = link
    // What is on its way there is not agreed on before it is seen, whatever became of the side.
    if link.state != .pending { link.state = .frozen }
    return Seat(
      side: side, link: link, entry: entry?.presence == .deleted ? nil : entry,
      present: entry?.presence == .deleted ? nil : baseline, baseline: baseline, sent: sent,
      lens: lens, isAwaited: isAwaited, withheld: withheld, sentChanges: sentChanges)
  }

  /// What the side said since the last agreement and is not carried because it is out of scope.
  func unsaid(uid: String, because reason: String) -> [Divergence] {
    guard let baseline, let entry else { return [] }
    let name = (present ?? baseline).displayName
    // Accounts are told by OpenCRM, which is never out of scope.
    func row(_ property: String, _ value: String?, _ reason: String) -> Divergence {
      Divergence(
        uid: uid, name: name, side: .opencrm, property: property, value: value,
        withheldBy: reason)
    }
    if entry.presence == .deleted {
      return [row("*", nil, "deleted in \(side.title), where \(reason)")]
    }
    return Diff.changes(from: baseline, to: present).map { change in
      row(change.property, change.to, "in \(side.title) \(reason)")
    }
  }
}

extension Seat {
  /// The units that were sent and do not show yet.
  package var awaitedUnits: Set<UnitKey> {
    guard isAwaited, let sent, let present else { return [] }
    return Set(Diff.changes(from: present, to: sent).map(\.unit))
  }
}

extension Seat {
  /// The agreed record with what the side changed since the last agreement.
  package func putting(_ shown: Record?, into agreed: Record) -> Record? {
    guard let put = lens.put(changesFrom: baseline, to: shown, into: agreed) else { return nil }
    guard let baseline, let shown, put != agreed else { return put }
    return lens.refined(put, agreed: agreed, from: baseline, to: shown)
  }
}

extension Lens {
  /// `Merge.put`, whichever form the records give to a member.
  func put(changesFrom old: Record?, to new: Record?, into target: Record) -> Record? {
    guard old != new else { return target }
    let aligned = spelling.aligned(old, new, to: target)
    return Merge.put(changesFrom: aligned.old, to: aligned.new, into: target)
  }
}

/// Recognises what was sent in what is seen (DESIGN section 10).
enum Recognition {
  /// What the side shows, with every value that is a known coarsening of a sent value put back to
  /// the full one. What is as it was before, was not carried out. O(n).
  static func recognise(
    _ seen: Record, sent: Record, before: Record? = nil, lens: any Lens
  ) -> Record {
    var result = seen
    for index in result.components.indices where index < sent.components.count {
      var free = sent.components[index].properties.filter { property in
        !seen.components[index].properties.contains(property)
      }
      var known = Set(sent.components[index].properties)
      if let before, index < before.components.count {
        known.formUnion(before.components[index].properties)
      }
      for place in result.components[index].properties.indices {
        let property = result.components[index].properties[place]
        guard !known.contains(property),
          let match = free.firstIndex(where: {
            lens.isCoarsening(property, of: $0)
              && !isElsewhere(property, than: $0, in: seen.components[index])
          })
        else { continue }
        result.components[index].properties[place] = free.remove(at: match)
      }
    }
    return result == seen ? seen : result.canonical()
  }

  /// Whether a member stands in another place than it was sent to, which holds another one: its
  /// place is then part of what the side says.
  private static func isElsewhere(
    _ seen: Property, than sent: Property, in component: Component
  ) -> Bool {
    let place = sent.parameters(.type)
    guard seen.parameters(.type) != place, Schema.vCard[seen.name].key != .none else {
      return false
    }
    return component.properties.contains {
      $0.name == seen.name && $0.parameters(.type) == place && $0 != seen
    }
  }
}
