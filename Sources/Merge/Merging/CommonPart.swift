import ContentLines
import Records

/// What all versions of a record hold alike, set aside before their units are compared: most of a
/// record is the same everywhere, and a walk should cost what differs.
struct CommonPart {
  /// How much of it a visitor lets pass.
  enum Reach {
    /// Nothing: the visitor wants to see every unit.
    case none
    /// All but texts that are merged by line, to which notes may be appended.
    case allButLines
    case all
  }

  private var properties: [Property] = []
  private var components: [Component] = []

  /// Takes what is common out of the versions. Only plain records are looked at: one master, no
  /// instances, no groups. O(n).
  mutating func takeOut(of versions: inout [Record?], reach: Reach) {
    guard reach != .none, var common = Self.Common(versions, reach) else { return }
    let names = common.names()
    let sharesInner = common.sharesInner
    guard !names.isEmpty || sharesInner, let first = common.masters.first else { return }
    properties = first.properties.filter { names.contains($0.name) }
    if sharesInner { components = first.components }
    for index in versions.indices where versions[index] != nil {
      versions[index]?.components[0].properties.removeAll { names.contains($0.name) }
      if sharesInner { versions[index]?.components[0].components = [] }
    }
  }

  /// Puts it back into the result; a record that is gone stays gone.
  func putBack(into master: inout Component?) {
    master?.properties += properties
    master?.components += components
  }

  /// The versions that are there, and what to compare in them.
  private struct Common {
    let masters: [Component]
    private let runs: [[Run]]
    private let schema: Schema
    private let reach: Reach
    private let hasDates: Bool

    /// The properties of one name, which stand together in a canonical record.
    struct Run {
      var name: Name
      var range: Range<Int>
    }

    init?(_ versions: [Record?], _ reach: Reach) {
      let present = versions.compactMap(\.self)
      guard present.count > 1, let kind = present.first?.kind else { return nil }
      schema = Schema.of(kind)
      self.reach = reach
      var masters: [Component] = []
      var runs: [[Run]] = []
      var hasDates = false
      for record in present {
        guard record.components.count == 1, record.zones.isEmpty,
          let master = record.components.first, master.name == present[0].components[0].name,
          let own = Self.runs(master, schema, &hasDates)
        else { return nil }
        masters.append(master)
        runs.append(own)
      }
      self.masters = masters
      self.runs = runs
      self.hasDates = hasDates
    }

    private static func runs(
      _ master: Component, _ schema: Schema, _ hasDates: inout Bool
    ) -> [Run]? {
      var runs: [Run] = []
      for (index, property) in master.properties.enumerated() {
        guard property.group.isEmpty, property.name != .recurrenceID else { return nil }
        if let last = runs.last, last.name == property.name {
          runs[runs.count - 1].range = last.range.lowerBound..<index + 1
          continue
        }
        guard !runs.contains(where: { $0.name == property.name }) else { return nil }
        if schema[property.name].unit == .instances { hasDates = true }
        runs.append(Run(name: property.name, range: index..<index + 1))
      }
      return runs
    }

    var sharesInner: Bool {
      guard let first = masters.first, !first.components.isEmpty else { return false }
      return masters.dropFirst().allSatisfy { $0.components == first.components }
    }

    /// The names whose properties are the same everywhere.
    mutating func names() -> [Name] {
      var names: [Name] = []
      // One unit of several properties is common only as a whole.
      var broken: [MergeUnit] = []
      for version in runs.indices {
        for run in runs[version] {
          let unit = schema[run.name].unit
          switch unit {
          case .instances: continue
          case .lines where reach == .allButLines: continue
          case .schedule, .dates, .progress:
            if hasDates || !isShared(run, version) { broken.append(unit) }
          default: break
          }
          if version == 0, isShared(run, version) { names.append(run.name) }
        }
      }
      return broken.isEmpty ? names : names.filter { !broken.contains(schema[$0].unit) }
    }

    private func isShared(_ run: Run, _ version: Int) -> Bool {
      let own = masters[version].properties
      for other in masters.indices where other != version {
        guard let twin = runs[other].first(where: { $0.name == run.name }),
          twin.range.count == run.range.count
        else { return false }
        for offset in 0..<run.range.count
        where masters[other].properties[twin.range.lowerBound + offset]
          != own[run.range.lowerBound + offset]
        {
          return false
        }
      }
      return true
    }
  }
}
