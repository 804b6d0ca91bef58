import ContentLines
package import Records

/// Gives members of one value one spelling, so that versions in which their keys differ are
/// compared by what they say: a number with and without its country code, an address whose box
/// the side shows as a part of the street (spec/matching.md, Members in two spellings).
package struct MemberSpelling: Sendable {
  private let region: PhoneRegion?
  /// Whether one member is the form the side gives to another.
  private let isForm: @Sendable (Property, Property) -> Bool

  /// - Parameters:
  ///   - region: where national numbers are those of this country.
  ///   - isForm: whether the first member is the form a side gives to the second.
  package init(
    region: PhoneRegion?, isForm: @escaping @Sendable (Property, Property) -> Bool
  ) {
    self.region = region
    self.isForm = isForm
  }

  /// Two versions between which something changed, spelled as a third one spells the same members.
  ///
  /// What is new in `new` is the third one's member only where that is certain; a member that `old`
  /// has is the third one's as well where it is a form of it. O(n) where all keys are equal.
  package func aligned(
    _ old: Record?, _ new: Record?, to target: Record
  ) -> (old: Record?, new: Record?) {
    guard target.kind == .contact, var before = old?.components.first else {
      return (old, new.map { respelled($0, as: target) })
    }
    var after = new?.components.first
    // A number that was only spelled anew did not change.
    if let now = after { after = respelled(now, as: before) }
    if let own = target.components.first {
      before = respelled(before, as: own)
      after = after.map { respelled($0, as: own) }
      let forms = forms(of: before, beside: after, in: own)
      before = before.replacing(forms)
      after = after?.replacing(forms)
    }
    return (old?.with(before), after.flatMap { new?.with($0) } ?? new)
  }

  /// The record with every member that is certainly one of the model's in the model's spelling.
  package func respelled(_ record: Record, as model: Record) -> Record {
    guard record.kind == .contact, let own = record.components.first,
      let other = model.components.first
    else { return record }
    return record.with(respelled(own, as: other))
  }

  // MARK: - Members that are certainly one

  /// Only numbers can be: their region tells.
  private func respelled(_ component: Component, as model: Component) -> Component {
    guard let region, !Self.phones(of: component, standIn: model) else { return component }
    var free: [Text: [Property]] = [:]
    let own = Set(component.properties.compactMap(Self.phoneKey))
    for property in model.properties.reversed() {
      guard let key = Self.phoneKey(property), !own.contains(key) else { continue }
      free[MemberKey.phone(property.text, in: region), default: []].append(property)
    }
    guard !free.isEmpty else { return component }
    let known = Set(model.properties.compactMap(Self.phoneKey))
    var result = component
    for index in result.properties.indices {
      let property = result.properties[index]
      guard let key = Self.phoneKey(property), !known.contains(key),
        let other = free[MemberKey.phone(property.text, in: region)]?.popLast()
      else { continue }
      result.properties[index] = property.spelled(as: other)
    }
    return result
  }

  /// Whether every number stands in the model as it is spelled here: the usual case.
  private static func phones(of component: Component, standIn model: Component) -> Bool {
    for index in component.properties.indices
    where Schema.vCard.isPhone(component.properties[index].name)
      && !stands(component.properties[index], in: model)
    {
      return false
    }
    return true
  }

  private static func stands(_ property: Property, in model: Component) -> Bool {
    for index in model.properties.indices
    where model.properties[index].name == property.name
      && model.properties[index].value == property.value
      && model.properties[index].parameters == property.parameters
    {
      return true
    }
    return false
  }

  private static func phoneKey(_ property: Property) -> Text? {
    guard Schema.vCard[property.name].key == .phone else { return nil }
    return MemberKey.of(property, Schema.vCard[property.name])
  }

  // MARK: - Forms

  private struct Member: Hashable {
    var name: Name
    var key: Text

    init?(_ property: Property) {
      guard let key = MemberKey.of(property, Schema.vCard[property.name]) else { return nil }
      name = property.name
      self.key = key
    }
  }

  /// For members of the old version that the target lacks: the member there that each is a form of,
  /// or that is a form of it.
  private func forms(
    of before: Component, beside after: Component?, in target: Component
  ) -> [Property: Property] {
    let moved = before.properties.filter { !Self.stands($0, in: target) }
    guard !moved.isEmpty else { return [:] }
    let there = Set(target.properties.compactMap(Member.init))
    let orphans = moved.filter { property in
      // Where the region is known it alone tells which numbers are one.
      if region != nil, Schema.vCard[property.name].key == .phone { return false }
      return Member(property).map { !there.contains($0) } ?? false
    }
    guard !orphans.isEmpty else { return [:] }
    let here = Set((before.properties + (after?.properties ?? [])).compactMap(Member.init))
    var free = target.properties.filter { property in
      Member(property).map { !here.contains($0) } ?? false
    }
    var result: [Property: Property] = [:]
    for orphan in orphans where result[orphan] == nil {
      let place = free.firstIndex {
        $0.name == orphan.name && (isForm(orphan, $0) || isForm($0, orphan))
      }
      if let place { result[orphan] = orphan.spelled(as: free.remove(at: place)) }
    }
    return result
  }
}

extension Component {
  fileprivate func replacing(_ spellings: [Property: Property]) -> Component {
    guard !spellings.isEmpty else { return self }
    // Other parameters are another property; the value is what is spelled anew.
    let values = Dictionary(
      spellings.map { (Spelled($0.key), $0.value) }, uniquingKeysWith: { one, _ in one })
    var result = self
    for index in result.properties.indices {
      if let other = values[Spelled(result.properties[index])] {
        result.properties[index] = result.properties[index].spelled(as: other)
      }
    }
    return result
  }

  private struct Spelled: Hashable {
    var name: Name
    var value: Text

    init(_ property: Property) {
      name = property.name
      value = property.value
    }
  }
}

extension Property {
  /// The property with the value of another, and with what says how to read it.
  fileprivate func spelled(as other: Property) -> Property {
    var result = self
    result.value = other.value
    result.parameters.removeAll { Schema.isPartOfValue(parameter: $0.name) }
    result.parameters += other.parameters.filter { Schema.isPartOfValue(parameter: $0.name) }
    return result
  }
}

extension Record {
  fileprivate func with(_ component: Component) -> Record {
    var result = self
    guard !result.components.isEmpty, result.components[0] != component else { return self }
    result.components[0] = component
    return result.canonical()
  }
}
