import ContentLines
import Merge
import Records
import Sides

/// Two sides that say the same text, of which one cuts a space at its end, escapes an entity or
/// changes the case: no conflict, and no change of the one against the other (DESIGN section 10).
enum AlikeTexts {
  /// The seats with every text that a side changed, or brings as it joins, in the fullest of the
  /// forms in which another side says the same. O(n²) in the sides that changed, else nothing.
  static func unified(_ seats: [Seat], agreed: Record?) -> [Seat] {
    guard seats.count > 1, seats.filter({ $0.isSeated && $0.hasChanged }).count > 1 || agreed != nil
    else { return seats }
    return seats.enumerated().map { index, seat in
      guard seat.isSeated, seat.hasChanged, let present = seat.present else { return seat }
      var others = seats.enumerated().filter { $0.offset != index && $0.element.isSeated }
        .filter(\.element.hasChanged).map {
          Other(record: $0.element.present, baseline: $0.element.baseline, lens: $0.element.lens)
        }
      // What was agreed upon stays as it is where somebody joins.
      if !seat.isEstablished, let agreed { others.append(Other(record: agreed)) }
      guard !others.isEmpty else { return seat }
      let forms = forms(of: present, seat, others)
      guard !forms.isEmpty else { return seat }
      var seat = seat
      seat.forms = forms
      seat.present = spelled(present, forms, isOwn: false)
      return seat
    }
  }

  /// A text of a side in the form in which it is compared.
  struct Form: Sendable {
    var instance: Text?
    var name: Name
    var own: Text
    var form: Text
  }

  /// A record of the side with its texts in the form in which they are compared, or in its own.
  static func spelled(_ record: Record, _ forms: [Form], isOwn: Bool) -> Record {
    guard !forms.isEmpty else { return record }
    var result = record
    for index in result.components.indices {
      let start = result.components[index].first(.recurrenceID)?.value
      for form in forms where form.instance == start {
        for place in result.components[index].properties.indices
        where result.components[index].properties[place].name == form.name
          && result.components[index].properties[place].value == (isOwn ? form.form : form.own)
        {
          result.components[index].properties[place].value = isOwn ? form.own : form.form
        }
      }
    }
    return result.canonical()
  }

  private struct Other {
    var record: Record?
    var baseline: Record?
    /// Nil for what was agreed upon.
    var lens: (any Lens)?
  }

  private static func forms(of present: Record, _ seat: Seat, _ others: [Other]) -> [Form] {
    var result: [Form] = []
    for component in present.components {
      let start = component.first(.recurrenceID)?.value
      for place in component.properties.indices {
        let name = component.properties[place].name
        guard var best = text(name, component, present.kind),
          isNew(best, start, in: seat.baseline)
        else { continue }
        let own = best
        var isAgreed = false
        for other in others where !isAgreed {
          guard let instance = other.record?.instance(start),
            let form = text(name, instance, present.kind), form.value != best.value,
            form.parameters == own.parameters,
            other.lens == nil || isNew(form, start, in: other.baseline),
            seat.lens.isCoarsening(own, of: form)
          else { continue }
          let isEither = (other.lens ?? seat.lens).isCoarsening(form, of: own)
          if other.lens == nil {
            best = form
            isAgreed = true
          } else if !isEither || isFuller(form.value, than: best.value) {
            best = form
          }
        }
        if best.value != own.value {
          result.append(Form(instance: start, name: name, own: own.value, form: best.value))
        }
      }
    }
    return result
  }

  /// The text of a property that stands once and has no key.
  private static func text(_ name: Name, _ component: Component, _ kind: RecordKind) -> Property? {
    let schema = Schema.of(kind)
    guard schema[name].key == .none, [.property, .lines].contains(schema[name].unit) else {
      return nil
    }
    let all = component.all(name)
    return all.count == 1 ? all[0] : nil
  }

  private static func isNew(_ property: Property, _ start: Text?, in baseline: Record?) -> Bool {
    baseline?.instance(start)?.all(property.name).contains { $0.value == property.value } != true
  }

  /// Of two forms of a text the one without entities, then the longer one, then the one with more
  /// small letters.
  private static func isFuller(_ one: Text, than other: Text) -> Bool {
    func entities(_ text: Text) -> Int { text.bytes.count { $0 == 0x3B } }
    if entities(one) != entities(other) { return entities(one) < entities(other) }
    if one.count != other.count { return one.count > other.count }
    return other.bytes.lexicographicallyPrecedes(one.bytes)
  }
}

extension Record {
  /// The master, or the instance of a series by its original start.
  fileprivate func instance(_ start: Text?) -> Component? {
    components.first { $0.first(.recurrenceID)?.value == start }
  }
}
