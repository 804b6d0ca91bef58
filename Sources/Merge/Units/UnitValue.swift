public import ContentLines
public import Records

/// What one version of a record holds in one merge unit.
public struct UnitValue: Sendable, Hashable {
  /// What the group of a property says (RFC 6350 section 3.3); in an order that settles ties.
  public enum Group: Sendable, Hashable, Comparable {
    case none
    /// A name that somebody chose; kept.
    case named(Text)
    /// It stands in the numbered group of another unit.
    case follows(UnitKey)
  }

  /// The property and what its group says of it; all properties of a composite unit; the EXDATE
  /// and RDATE of an instance. Without their groups.
  public var properties: [Property]
  /// An inner component, an instance's own component, or the components of a whole record.
  public var components: [Component]
  package var group: Group

  package init(_ properties: [Property], components: [Component] = [], group: Group = .none) {
    self.properties = properties
    self.components = components
    self.group = group
  }

  /// The value as it stands in a content line, or nil where only whole lines say it.
  var plain: Text? { components.isEmpty ? properties.first?.value : nil }

  /// All content lines without groups and folds, joined by LF. O(n).
  public var lines: String {
    var writer = LineWriter(folds: false)
    for property in properties { property.write(to: &writer) }
    for component in components { component.withoutVolatile().write(to: &writer) }
    return String(decoding: writer.bytes.filter { $0 != ASCII.cr }.dropLast(), as: UTF8.self)
  }
}

/// One merge unit in the base and in every side.
struct AlignedUnit {
  var key: UnitKey
  var base: UnitValue?
  var sides: [UnitValue?]
  /// The whole values of a property that is merged by components: of the base, then of each side.
  var wholes: [Text?] = []
  /// Sides whose value no longer fits the schedule (spec/merge.md, Instances).
  var misfits: [Int] = []
  /// Other original starts by which versions know the same instance, before they were carried over.
  var aliases: [Text] = []

  /// The name to show: of a composite unit the first property that any version has.
  var shownName: Name {
    guard case .group = key.part else { return key.name }
    return ([base] + sides).compactMap { $0?.properties.first?.name }
      .min { Schema.iCalendar[$0].order < Schema.iCalendar[$1].order } ?? key.name
  }

  /// The unit as FORMS names it.
  var shown: String { key.shown(as: shownName) }

  /// The texts of the base and of each side: the value alone where that tells them apart, else
  /// whole lines.
  func texts() -> (base: String?, sides: [String?]) {
    if !wholes.isEmpty {
      let all = wholes.map { $0?.string }
      return (all.first ?? nil, Array(all.dropFirst()))
    }
    let values = [base] + sides
    var texts: [String?]
    if showsLines {
      texts = values.map { $0?.lines }
    } else {
      texts = values.map { $0?.plain?.string }
      let isClear =
        Set(values.compactMap { $0 }).count == Set(texts.compactMap { $0 }).count
      if !isClear { texts = values.map { $0?.lines } }
    }
    return (texts.first ?? nil, Array(texts.dropFirst()))
  }

  private var showsLines: Bool {
    switch key.part {
    case .record, .whole, .group, .inner, .parameters: true
    case .property, .component, .member: false
    }
  }
}
