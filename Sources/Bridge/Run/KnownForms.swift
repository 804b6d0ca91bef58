import Records
import Sides

/// Brings what every side shows into the form in which the record is known (spec/merge.md, Forms).
enum KnownForms {
  /// The seats with what their sides show, now and at the last agreement, in a form that some
  /// version of the record has: the agreed one, another side's, or what was sent. O(n).
  static func recognised(_ seats: [Seat], agreed: Record?) -> [Seat] {
    let versions = seats.flatMap { [$0.present, $0.baseline, $0.sent] } + [agreed]
    let known = versions.compactMap(\.self)
    return seats.map { seat in
      var seat = seat
      seat.present = seat.present.map { seat.lens.recognising($0, known: known) }
      seat.baseline = seat.baseline.map { seat.lens.recognising($0, known: known) }
      for index in seat.earlier.indices {
        seat.earlier[index].record = seat.lens.recognising(seat.earlier[index].record, known: known)
      }
      return seat
    }
  }
}
