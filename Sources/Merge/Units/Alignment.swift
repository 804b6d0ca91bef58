import ContentLines
import Records

/// The units of one component in the base and in every side.
struct Alignment {
  var units: [AlignedUnit] = []
  /// What is no content, merged without conflicts.
  var carried: [Property] = []

  /// - Parameter versions: the base first; nil where a version lacks the component.
  init(instance: Text?, _ versions: [ComponentParts?], schema: Schema) {
    var builder = Builder(instance: instance, versions: versions, schema: schema)
    builder.run()
    units = builder.units.sorted { $0.key < $1.key }
    carried = Carried.merged(versions.map { $0?.carried })
  }
}

private struct Builder {
  let instance: Text?
  let versions: [ComponentParts?]
  let schema: Schema
  var units: [AlignedUnit] = []
  private var slots: [Slot] = []
  /// Properties that stand at most once in every version.
  private var singles: [Slot] = []
  private var followers = false

  init(instance: Text?, versions: [ComponentParts?], schema: Schema) {
    self.instance = instance
    self.versions = versions
    self.schema = schema
  }

  mutating func run() {
    bucket()
    EditPairing.pair(&slots) { version, entity in
      versions[version]?.entities[entity].slot(schema) ?? []
    }
    emit()
    for group in UnitKey.groups { emit(group) }
  }

  private func key(_ name: Name, _ order: Int, _ part: UnitKey.Part) -> UnitKey {
    UnitKey(instance: instance, name: name, part: part, order: order)
  }

  private struct BucketKey: Hashable {
    var name: Name
    var key: Text
  }

  private mutating func bucket() {
    // Unkeyed properties that stand once everywhere are single; counted by name.
    var most: [Name: Int] = [:]
    for parts in versions.compactMap({ $0 }) {
      var counts: [Name: Int] = [:]
      for entity in parts.entities where entity.key == nil { counts[entity.name, default: 0] += 1 }
      most.merge(counts) { max($0, $1) }
    }
    var places: [BucketKey: Int] = [:]
    var buckets: [(bucket: Bucket, order: Int, isInner: Bool)] = []
    var single: [Name: Int] = [:]
    for (version, parts) in versions.enumerated() {
      guard let parts else { continue }
      for (index, entity) in parts.entities.enumerated() {
        if entity.leader != nil { followers = true }
        if entity.key == nil, most[entity.name] == 1 {
          if let place = single[entity.name] {
            singles[place].entities[version] = index
          } else {
            single[entity.name] = singles.count
            var row = [Int?](repeating: nil, count: versions.count)
            row[version] = index
            singles.append(
              Slot(key: key(entity.name, entity.row.order, .property), entities: row))
          }
          continue
        }
        let own = BucketKey(
          name: entity.name, key: entity.key ?? entity.value.properties.first?.value ?? .empty)
        let place: Int
        if let known = places[own] {
          place = known
        } else {
          place = buckets.count
          places[own] = place
          let none = [[Int]](repeating: [], count: versions.count)
          buckets.append(
            (
              Bucket(name: own.name, key: own.key, members: none), entity.row.order,
              entity.isInner
            ))
        }
        buckets[place].bucket.members[version].append(index)
      }
    }
    for (bucket, order, isInner) in buckets {
      let paired = bucket.slots { version, entity in
        versions[version]?.entities[entity].value ?? UnitValue([])
      }
      for (ordinal, row) in paired.enumerated() {
        let part: UnitKey.Part =
          isInner
          ? .inner(bucket.key, ordinal: ordinal) : .member(bucket.key, ordinal: ordinal)
        slots.append(Slot(key: key(bucket.name, order, part), entities: row))
      }
    }
  }

  private mutating func emit() {
    let keys = followers ? keysByEntity() : []
    func value(_ version: Int, _ entity: Int?) -> UnitValue? {
      guard let entity, let parts = versions[version] else { return nil }
      var value = parts.entities[entity].value
      if let leader = parts.entities[entity].leader, let key = keys[version][leader] {
        value.group = .follows(key)
      }
      return value
    }
    for slot in slots + singles {
      let values = slot.entities.enumerated().map { value($0.offset, $0.element) }
      if case .property = slot.key.part, schema[slot.key.name].unit == .components {
        emitComponents(slot.key, values)
      } else {
        units.append(
          AlignedUnit(key: slot.key, base: values[0], sides: Array(values.dropFirst())))
      }
    }
  }

  private func keysByEntity() -> [[Int: UnitKey]] {
    var keys = [[Int: UnitKey]](repeating: [:], count: versions.count)
    for slot in slots + singles {
      for (version, entity) in slot.entities.enumerated() {
        if let entity { keys[version][entity] = slot.key }
      }
    }
    return keys
  }

  /// Splits a structured value into a unit for each component and one for the parameters.
  private mutating func emitComponents(_ key: UnitKey, _ values: [UnitValue?]) {
    let parts = values.map { $0?.properties.first?.parts ?? [] }
    let wholes = values.map { $0?.properties.first?.value }
    for index in 0..<(parts.map(\.count).max() ?? 0) {
      let pieces = parts.map { all -> UnitValue? in
        guard index < all.count, !all[index].isEmpty else { return nil }
        return UnitValue([Property(key.name, value: all[index])])
      }
      guard pieces.contains(where: { $0 != nil }) else { continue }
      units.append(
        AlignedUnit(
          key: self.key(key.name, key.order, .component(index)), base: pieces[0],
          sides: Array(pieces.dropFirst()), wholes: wholes))
    }
    let heads = values.map { value -> UnitValue? in
      guard var head = value, let property = head.properties.first,
        !property.parameters.isEmpty || head.properties.count > 1 || head.group != .none
      else { return nil }
      head.properties[0].value = .empty
      return head
    }
    guard heads.contains(where: { $0 != nil }) else { return }
    units.append(
      AlignedUnit(
        key: self.key(key.name, key.order, .parameters), base: heads[0],
        sides: Array(heads.dropFirst())))
  }

  private mutating func emit(_ group: MergeUnit) {
    let values = versions.map { $0?.groups[group].map { UnitValue($0) } }
    guard values.contains(where: { $0 != nil }),
      let row = schema.rows.first(where: { $0.unit == group })
    else { return }
    units.append(
      AlignedUnit(
        key: key(row.name, row.order, .group(group)), base: values[0],
        sides: Array(values.dropFirst())))
  }
}
