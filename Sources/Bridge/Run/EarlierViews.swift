import Ledger
import Records

/// What a side of a link showed beyond the last agreement and shows no more.
///
/// Others may have been told of it. Where it then shows there, it is what this side gave up and
/// nothing new (`Landing`). Forgotten as soon as all sides agree.
enum EarlierViews {
  struct View: Sendable {
    var record: Record
    /// Whether it was seen after the last step had left for the side.
    var isAfterStep: Bool
  }

  private static let slot = "earlier"
  private static let afterStep: Character = "+"
  /// Nobody needs more to recognise what is under way.
  private static let limit = 4

  /// Remembers what entries showed before an import changed them.
  ///
  /// - Parameter old: the entries as they were. O(n) where one of them changed.
  static func note(
    _ old: [ViewEntry], _ side: SideName, _ kind: RecordKind, _ state: inout LedgerState
  ) {
    var changed: [String: Digest] = [:]
    for entry in old where state.entry(entry.key)?.digest != entry.digest {
      changed[entry.id] = entry.digest
    }
    guard !changed.isEmpty else { return }
    let last = state.latestSnapshot(side, kind)?.operation ?? 0
    let links = state.links(kind).values.filter { link in
      guard link.sides.count > 1, let seat = link.sides[side], let id = seat.entry,
        let digest = changed[id], let baseline = seat.baseline
      else { return false }
      // What a step made of it was agreed upon at once.
      return baseline != digest || seat.sent != nil
    }
    for var link in links {
      guard let seat = link.sides[side], let digest = seat.entry.flatMap({ changed[$0] }) else {
        continue
      }
      let isAfterStep = state.sentStep(of: seat).map { $0.operation <= last } ?? false
      let line = digest.description + (isAfterStep ? String(afterStep) : "")
      var lines = lines(seat).filter { $0 != line }
      lines.append(line)
      link.sides[side]?.slots[slot] = lines.suffix(limit).joined(separator: "\n")
      state.put(link)
    }
  }

  /// A step leaves for the side: what it showed until now it did not show after that.
  static func noteSent(_ link: inout Link, _ side: SideName) {
    guard let seat = link.sides[side], seat.slots[slot] != nil else { return }
    let lines = lines(seat).map { $0.filter { $0 != afterStep } }
    link.sides[side]?.slots[slot] = lines.joined(separator: "\n")
  }

  static func forget(_ link: inout Link) {
    for (side, seat) in link.sides where seat.slots[slot] != nil {
      link.sides[side]?.slots[slot] = nil
    }
  }

  static func digests(_ seat: LinkSide) -> [Digest] {
    seat.slots.isEmpty ? [] : lines(seat).compactMap { Digest(hexadecimal: $0.prefix(64)) }
  }

  /// The shared parts, as far as they are loaded.
  static func of(_ seat: LinkSide, _ bench: Workbench) -> [View] {
    guard !seat.slots.isEmpty else { return [] }
    return lines(seat).compactMap { line in
      bench.record(Digest(hexadecimal: line.prefix(64))).map {
        View(
          record: Reconciler.withoutIdentity(SharedPart.of($0)),
          isAfterStep: line.last == afterStep)
      }
    }
  }

  private static func lines(_ seat: LinkSide) -> [String] {
    (seat.slots[slot] ?? "").split(separator: "\n").map(String.init)
  }
}

extension LedgerState {
  /// The step that left last for a side of a link and is not settled yet.
  func sentStep(of seat: LinkSide) -> SentStep? {
    guard seat.sent != nil, let step = seat.sentStep, let slash = step.firstIndex(of: "/") else {
      return nil
    }
    return steps[
      StepKey(plan: String(step[..<slash]), step: String(step[step.index(after: slash)...]))]
  }
}
