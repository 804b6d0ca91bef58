import ContentLines
import Ledger
import Merge
import Records
import Sides

/// What rules withhold of a link: changes that are told to nobody, and values that a side is not
/// told (`CarryRules`).
extension LinkMerge {
  /// The seat as it speaks: without the changes that are carried to nobody, with what overrules its
  /// own changes and is on its way to it, or was and nobody carried it out, and without what it
  /// shows only because it was sent there, and was overruled where it came from.
  func speaking(_ seat: Seat) -> Seat {
    var seat = seat
    let overruled = overruled(seat)
    let withdrawn = withdrawn(from: seat)
    let units = Set(mutedChanges(of: seat).map(\.unit)).union(withdrawn)
    if !units.isEmpty {
      seat.present = Merge.holdingBack(base: seat.baseline, target: seat.present, units: units)
    }
    if let sent = seat.sent, !overruled.isEmpty {
      seat.present = Merge.taking(overruled, from: sent, into: seat.present)
    }
    return seat
  }

  /// What a side changed, and a step overrules that left for it. What the side showed when the step
  /// left was heard then.
  private func overruled(_ seat: Seat) -> Set<UnitKey> {
    guard seat.link.state != .pending, let sent = seat.sent, !seat.sentChanges.isEmpty else {
      return []
    }
    let own = Set(Diff.changes(from: seat.baseline, to: seat.present).map(\.unit))
    var overruled = Set(
      Diff.changes(from: seat.present, to: sent).filter { change in
        own.contains(change.unit)
          && (seat.isAwaited
            ? seat.sentChanges.has(change.property)
            : seat.sentChanges.has(change.property, from: change.from))
      }.map(\.unit))
    // What stood otherwise after the step had left is the side's own word since.
    for view in seat.earlier where view.isAfterStep && !seat.isAwaited && !overruled.isEmpty {
      overruled.subtract(Diff.changes(from: view.record, to: seat.present).map(\.unit))
    }
    // What another side said and gave up since is nobody's word any more.
    for other in seats where other.side != seat.side && !other.earlier.isEmpty {
      guard !overruled.isEmpty else { break }
      let lost =
        other.present == nil
        ? overruled : Set(Diff.changes(from: other.present, to: sent).map(\.unit))
      for view in other.earlier {
        overruled.subtract(
          lost.subtracting(Diff.changes(from: view.record, to: sent).map(\.unit)))
      }
    }
    return overruled
  }

  /// What a side shows as it was sent, and is overruled where it came from: it only repeats what
  /// nobody says any more.
  private func withdrawn(from seat: Seat) -> Set<UnitKey> {
    guard seat.isEstablished, !seat.isAwaited, let sent = seat.sent, !seat.sentChanges.isEmpty
    else { return [] }
    let differing = Set(Diff.changes(from: seat.present, to: sent).map(\.unit))
    let echoes = Diff.changes(from: seat.baseline, to: seat.present).filter {
      $0.to != nil && !differing.contains($0.unit) && seat.sentChanges.has($0.property)
    }
    guard !echoes.isEmpty else { return [] }
    var withdrawn = Set<UnitKey>()
    for other in seats where other.side != seat.side && other.isSeated && other.sent != nil {
      let taken = overruled(other)
      guard !taken.isEmpty else { continue }
      let said = Diff.changes(from: other.baseline, to: other.present)
      for echo in echoes where taken.contains(echo.unit) {
        if said.contains(where: { $0.unit == echo.unit && $0.to == echo.to }) {
          withdrawn.insert(echo.unit)
        }
      }
    }
    return withdrawn
  }

  /// What an established side changed and may tell nobody.
  ///
  /// What sides said differently when they were first linked, and nobody decided, is none of it:
  /// nothing is overwritten at first link.
  func mutedChanges(of seat: Seat) -> [UnitChange] {
    guard seat.isEstablished, seat.mayBeMuted, let present = seat.present else { return [] }
    let changes = Diff.changes(from: seat.baseline, to: present).filter {
      seat.closing.mutes($0.unit.name) != nil
    }
    guard link.origin == nil, changes.contains(where: { $0.from == nil }) else { return changes }
    let others = seats.filter { $0.side != seat.side && $0.isSeated && $0.isEstablished }
      .flatMap { Diff.changes(from: $0.baseline, to: $0.present) }.filter { $0.from == nil }
    return changes.filter { change in
      change.from != nil
        || !others.contains { $0.unit == change.unit && $0.to != change.to }
    }
  }

  /// The merge of a first link without what newcomers add that may be told to nobody. What they
  /// said differently is a conflict like any other: nothing is overwritten at first link.
  func withoutMuted(
    _ merged: Record?, _ newcomers: [Seat], _ proposals: [MergeSide], conflicts: Set<UnitKey>
  ) -> Record? {
    guard newcomers.contains(where: \.mayBeMuted) else { return merged }
    var heard = proposals.compactMap { side -> MergeSide? in
      guard let seat = newcomers.first(where: { $0.side.description == side.label }),
        seat.mayBeMuted, let record = side.record
      else { return side }
      if seat.closing.muted != nil { return nil }
      let units = Diff.changes(from: nil, to: record).map(\.unit).filter {
        seat.closing.mutes($0.name) != nil
      }
      return MergeSide(
        label: side.label,
        record: Merge.holdingBack(base: nil, target: record, units: Set(units)))
    }
    // Of some who may all tell nobody, each keeps what it has.
    if heard.isEmpty { heard = Array(proposals.prefix(1)) }
    let rest = Merge.merge(base: nil, sides: heard, decide: { _ in .keepBase }).merged
    let added = Set(Diff.changes(from: rest, to: merged).map(\.unit)).subtracting(conflicts)
    return Merge.holdingBack(base: rest, target: merged, units: added)
  }

  /// Notes what is told to nobody: as a divergence, or, where another side changed the same and was
  /// carried, as the value that lost.
  mutating func noteMuted(_ seated: [Seat]) {
    guard let merged else { return }
    for seat in seated where seat.mayBeMuted {
      var units = Set<UnitKey>()
      let moved =
        seat.isEstablished
        ? Diff.changes(
          from: view(agreed ?? merged, seat, seat.baseline), to: view(merged, seat, seat.baseline))
        : []
      for change in said(by: seat, merged) {
        guard let reason = seat.closing.mutes(change.unit.name) else { continue }
        if let winner = moved.first(where: { $0.unit == change.unit }) {
          if winner.to != change.to { noteLoser(change, of: seat, winner.to, seated, reason) }
          continue
        }
        units.insert(change.unit)
        divergences.append(
          Divergence(
            uid: link.uid, name: merged.displayName, side: .opencrm, property: change.property,
            value: change.to, withheldBy: reason))
      }
      muted[seat.side] = units
    }
  }

  /// What a side that may tell nobody says beyond what is merged.
  private func said(by seat: Seat, _ merged: Record) -> [UnitChange] {
    if seat.isEstablished { return mutedChanges(of: seat) }
    guard let present = seat.present else { return [] }
    let open = Set(conflicts.map(\.conflict.unit))
    return Diff.changes(from: view(merged, seat, present), to: present).filter {
      $0.to != nil && !open.contains($0.unit)
    }
  }

  private func view(_ record: Record, _ seat: Seat, _ previous: Record?) -> Record? {
    seat.lens.view(record, previous: previous).map(SharedPart.of)
      .map(Reconciler.withoutIdentity)
  }

  private mutating func noteLoser(
    _ change: UnitChange, of seat: Seat, _ kept: String?, _ seated: [Seat], _ rule: String
  ) {
    let winners = seated.filter { other in
      other.side != seat.side
        && Diff.changes(from: other.baseline, to: other.present)
          .contains { $0.unit == change.unit && $0.to == kept }
    }
    note(
      change,
      [(seat.side, change.to)] + winners.prefix(1).map { ($0.side, kept) }, kept, rule)
  }

  private mutating func note(
    _ change: UnitChange, _ values: [(side: SideName, value: String?)], _ kept: String?,
    _ rule: String
  ) {
    let values = values.sorted { $0.side < $1.side }.map {
      Conflict.Value(label: $0.side.description, value: $0.value)
    }
    let conflict = Conflict(
      unit: change.unit, property: change.property, base: change.from, values: values,
      decision: .value(kept), kept: kept)
    add(
      LinkConflict(
        conflict: conflict, rule: rule, isDecided: true, boundTo: Resolutions.digest(of: conflict)))
  }

  /// A baseline of a side without what it may tell nobody.
  func withoutMuted(_ baseline: Record, _ side: SideName, _ before: Record?) -> Record {
    guard let units = muted[side], !units.isEmpty else { return baseline }
    let old = before.map(SharedPart.of).map(Reconciler.withoutIdentity)
    return Merge.holdingBack(base: old, target: baseline, units: units) ?? baseline
  }

  /// What a side should show with what it is owed, as far as a rule lets it now.
  func withOwed(_ aimed: Record, _ own: Record, _ seat: Seat, _ present: Record) -> Record {
    let owed = seat.link.owed
    let isLinkingCompany =
      rules.companies != nil && seat.side == .opencrm
      && CompanyBook.company(of: present) == nil
    guard !owed.isEmpty || !seat.closing.refusedNames.isEmpty || isLinkingCompany,
      let full = seat.lens.view(own, previous: present).map(SharedPart.of)
    else { return aimed }
    let held = muted[seat.side] ?? []
    let changed =
      seat.isEstablished
      ? Set(Diff.changes(from: seat.baseline, to: present).map(\.property)) : []
    let units = Diff.changes(from: present, to: full).filter {
      (owed.contains($0.property) || owed.contains(LinkSide.everything)
        || seat.closing.refusedNames[$0.unit.name] != nil
        || isLinkingCompany && $0.unit.name == CompanyBook.property)
        && !changed.contains($0.property) && !held.contains($0.unit)
    }
    return Merge.taking(Set(units.map(\.unit)), from: full, into: aimed) ?? aimed
  }

  /// The target with a company only where OpenCRM has one of that name, or is to get it.
  mutating func withKnownCompany(_ target: Record, _ seat: Seat, _ present: Record) -> Record {
    guard seat.side == .opencrm, let book = rules.companies else { return target }
    let (old, new) = (CompanyBook.company(of: present), CompanyBook.company(of: target))
    guard let reason = book.refusal(of: new, instead: old) else { return target }
    divergences.append(
      Divergence(
        uid: link.uid, name: target.displayName, side: seat.side,
        property: "\(CompanyBook.property)", value: new,
        withheldBy: reason))
    owed[seat.side, default: []].insert("\(CompanyBook.property)")
    // The organisation is one unit: half of it would be an edit that nobody made.
    guard !target.components.isEmpty, !present.components.isEmpty else { return target }
    var result = target
    result.components[0].set(
      CompanyBook.property, present.components[0].first(CompanyBook.property))
    return result.canonical()
  }

  /// The target without what rules refuse there, which is listed.
  mutating func withoutRefused(_ target: Record, _ seat: Seat, _ present: Record) -> Record {
    guard
      seat.withheld != nil || seat.closing.refused != nil || !seat.closing.refusedNames.isEmpty
    else { return target }
    var units = Set<UnitKey>()
    for change in Diff.changes(from: present, to: target) {
      let refused = seat.closing.refuses(change.unit.name)
      guard let reason = refused ?? seat.withheld, !isUnderWay(change, seat) else { continue }
      units.insert(change.unit)
      owed[seat.side, default: []].insert(change.property)
      // Nobody waits for a side that is left out.
      if refused == nil { missed[seat.side, default: []].insert(change.property) }
      divergences.append(
        Divergence(
          uid: link.uid, name: target.displayName, side: seat.side, property: change.property,
          value: change.to, withheldBy: reason))
    }
    untold[seat.side] = units
    return Merge.holdingBack(base: present, target: target, units: units) ?? target
  }

  /// What a side was not told and changed by itself: its word holds, and the other is the loser.
  mutating func noteOverruledDebts(_ seated: [Seat]) {
    for seat in seated where !seat.link.owed.isEmpty && seat.isEstablished {
      guard let agreed else { continue }
      let known = view(agreed, seat, seat.baseline)
      for change in Diff.changes(from: seat.baseline, to: seat.present)
      where seat.link.owed.contains(change.property) && seat.closing.mutes(change.unit.name) == nil
      {
        // Once noted, the baseline is what it was not told.
        let lost = Diff.changes(from: seat.baseline, to: known).first { $0.unit == change.unit }
        let value = lost.map(\.to) ?? change.from
        guard value != change.to else { continue }
        // Remembered until all agree.
        owed[seat.side, default: []].insert(change.property)
        let other = seated.first {
          $0.side != seat.side && (seat.side == .opencrm || $0.side == .opencrm)
        }
        note(
          change, [(other?.side ?? .opencrm, value), (seat.side, change.to)], change.to,
          seat.closing.refuses(change.unit.name) ?? "not carried there before")
      }
    }
  }
}

extension Seat {
  /// Whether some of what it says may be told to nobody.
  var mayBeMuted: Bool { closing.muted != nil || !closing.mutedNames.isEmpty }
}
