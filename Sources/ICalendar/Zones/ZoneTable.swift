public import CivilTime
public import ContentLines
public import Records

/// What a TZID in a record stands for.
enum ZoneUse {
  /// Coordinated Universal Time: written as `Z`.
  case utc
  /// An IANA zone under its canonical name.
  case iana(Text, Zone)
  /// A definition that stays with the record, under this name.
  case own(Text, Clock?, Component)
  /// Neither name nor definition says anything.
  case unknown(Text)

  var clock: Clock? {
    switch self {
    case .utc: .utc
    case .iana(_, let zone): .zone(zone)
    case .own(_, let clock, _): clock
    case .unknown: nil
    }
  }

  /// The value of TZID in canonical form; nil for UTC.
  var id: Text? {
    switch self {
    case .utc: nil
    case .iana(let id, _), .own(let id, _, _), .unknown(let id): id
    }
  }
}

/// The zones that one calendar defines, beside the catalogue of IANA zones.
public struct ZoneTable: Sendable {
  package let catalog: ZoneCatalog
  private var definitions: [Text: ZoneDefinition] = [:]

  /// Takes the definitions of a calendar; other components are left alone. Of two with one TZID the
  /// first counts. O(n).
  public init(
    _ catalog: ZoneCatalog, _ components: [Component], known: ZoneDefinitions = ZoneDefinitions(),
    findings: inout [Finding]
  ) {
    self.catalog = catalog
    for component in components where component.name == .vtimezone {
      let definition = known.definition(component)
      guard !definition.id.isEmpty else {
        findings.append(
          Finding(
            .zoneDamaged, line: Int(component.line), column: 1,
            message: "A VTIMEZONE without TZID defines nothing."))
        continue
      }
      guard let other = definitions[definition.id] else {
        definitions[definition.id] = definition
        if definition.set == nil {
          findings.append(
            Finding(
              .zoneDamaged, line: Int(component.line), column: 1,
              message: "The definition of “\(definition.id)” cannot be read."))
        }
        continue
      }
      if other.component != definition.component {
        findings.append(
          Finding(
            .zoneApart, line: Int(component.line), column: 1,
            message: "“\(definition.id)” is defined twice in one calendar; the first counts."))
      }
    }
  }

  private func definition(of written: Text) -> ZoneDefinition? {
    definitions[TextEscaping.unescape(written).trimmed]
  }

  /// Decides what a TZID stands for, given the local times that a record reads with it.
  func use(of written: Text, at locals: [CivilDateTime], findings: inout [Finding]) -> ZoneUse {
    let id = TextEscaping.unescape(written).trimmed
    let definition = definition(of: written)
    let latest = locals.max()?.date
    guard let name = catalog.canonicalName(for: id.string), let zone = catalog.zone(named: name)
    else {
      guard let definition else {
        findings.append(Finding(.zoneUnknown, message: "Nothing says what TZID “\(id)” means."))
        return .unknown(id)
      }
      findings.append(
        Finding(.zoneOwn, message: "TZID “\(id)” is known only by its definition in the file."))
      return .own(id, definition.clock(until: latest), definition.renamed(id))
    }
    if let definition {
      let clock = definition.clock(until: latest)
      if let clock, let local = locals.first(where: { clock.offset(at: $0) != zone.offset(at: $0) })
      {
        let own = definition.ownName
        findings.append(
          Finding(
            .zoneDisagrees,
            message: "The definition of “\(id)” differs from \(name) at \(local)."))
        return .own(own, clock, definition.renamed(own))
      }
    } else if name != "Etc/UTC" {
      findings.append(
        Finding(.zoneUndefined, message: "TZID “\(id)” has no VTIMEZONE in the file."))
    }
    return name == "Etc/UTC" ? .utc : .iana(Text(name), zone)
  }
}

extension ZoneDefinition {
  /// The component under another TZID.
  func renamed(_ id: Text) -> Component { component.renamedZone(id) }

  /// A name that no other definition has: the TZID and the beginning of its digest.
  var ownName: Text { component.zoneNameApart }
}

extension Component {
  /// A VTIMEZONE under another TZID, canonical.
  func renamedZone(_ id: Text) -> Component {
    var result = self
    result.set(.tzid, Property(.tzid, text: id))
    return result.canonical()
  }

  /// The TZID of a VTIMEZONE with eight digits of the digest of its definition.
  var zoneNameApart: Text {
    let id = first(.tzid)?.text ?? .empty
    let digest = Digest(of: canonical().bytes()).description.prefix(8)
    return Text("\(id)/\(digest)")
  }
}

extension ZoneTable {
  /// Whether the calendar holds a definition for a TZID.
  func defines(_ written: Text) -> Bool { definition(of: written) != nil }
}
