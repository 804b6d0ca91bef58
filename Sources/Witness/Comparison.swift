/// Compares two readings of the same file.
enum Comparison {
  /// The differences in what libical knows, in the order of our components.
  ///
  /// Components are paired by kind, UID and RECURRENCE-ID; among equals, equal content first.
  /// - Complexity: O(*n* log *n*) in the number of properties.
  static func disagreements(
    _ ours: [WitnessComponent], _ theirs: [WitnessComponent]
  ) -> [WitnessDisagreement] {
    var waiting: [Key: [Content]] = [:]
    var theirKeys: [Key] = []
    for component in theirs {
      let content = Content(component)
      if waiting[content.key] == nil { theirKeys.append(content.key) }
      waiting[content.key, default: []].append(content)
    }
    var result: [WitnessDisagreement] = []
    var unmatched: [Content] = []
    for component in ours {
      let content = Content(component)
      if let index = waiting[content.key]?.firstIndex(where: { $0.pieces == content.pieces }) {
        waiting[content.key]?.remove(at: index)
      } else {
        unmatched.append(content)
      }
    }
    for content in unmatched {
      if let other = waiting[content.key]?.first {
        waiting[content.key]?.removeFirst()
        result += differences(content, other)
      } else {
        result.append(content.key.disagreement("*", ours: ["present"], theirs: []))
      }
    }
    for key in theirKeys {
      for _ in waiting[key] ?? [] {
        result.append(key.disagreement("*", ours: [], theirs: ["present"]))
      }
    }
    return result
  }

  private struct Key: Hashable {
    var kind: String
    var uid: String
    var recurrenceID: String

    func disagreement(
      _ property: String, ours: [String], theirs: [String]
    ) -> WitnessDisagreement {
      .init(
        kind: kind, uid: uid, recurrenceID: recurrenceID, property: property, ours: ours,
        theirs: theirs)
    }
  }

  /// A component as a sorted multiset of comparable pieces.
  private struct Content {
    var key: Key
    var pieces: [Piece]

    init(_ component: WitnessComponent) {
      key = Key(
        kind: component.kind.uppercased(), uid: ValueForm.unescaped(component.uid),
        recurrenceID: ValueForm.time.pieces(of: component.recurrenceID).joined())
      pieces =
        (component.properties.flatMap(Piece.all)
        + component.alarms.map { alarm in
          let inner = alarm.properties.flatMap(Piece.all).sorted()
          return Piece(
            property: "VALARM",
            text: inner.map { "\($0.property)\($0.text)" }.joined(separator: " "))
        }).sorted()
    }
  }

  private struct Piece: Comparable {
    var property: String
    var text: String

    static func < (left: Piece, right: Piece) -> Bool {
      (left.property, left.text) < (right.property, right.text)
    }

    static func all(_ property: WitnessProperty) -> [Piece] {
      let name = property.name.uppercased()
      let type = property.parameters.first { $0.name.uppercased() == "VALUE" }?.values.first
      // libical drops a property without a value, and says so.
      guard !ValueForm.trimmed(property.value).isEmpty,
        let form = KnownProperties.form(of: name, valueType: type)
      else { return [] }
      let parameters = property.parameters.compactMap(spelled).sorted().joined()
      return form.pieces(of: property.value).map {
        Piece(property: name, text: "\(parameters):\($0)")
      }
    }

    private static func spelled(_ parameter: WitnessParameter) -> String? {
      let name = parameter.name.uppercased()
      guard let form = KnownProperties.parameterForm(of: name) else { return nil }
      let joined = parameter.values.joined(separator: ",")
      let value =
        switch form {
        case .exact: joined
        case .word: joined.uppercased()
        case .words:
          joined.uppercased().split(separator: ",").sorted().joined(separator: ",")
        case .firstOnly: String(joined.prefix { $0 != "," })
        }
      return value.isEmpty ? nil : ";\(name)=\(ParameterText.encoded(value))"
    }
  }

  private static func differences(_ ours: Content, _ theirs: Content) -> [WitnessDisagreement] {
    var onlyOurs: [Piece] = []
    var onlyTheirs: [Piece] = []
    var (left, right) = (ours.pieces[...], theirs.pieces[...])
    while let first = left.first, let second = right.first {
      if first == second {
        left.removeFirst()
        right.removeFirst()
      } else if first < second {
        onlyOurs.append(left.removeFirst())
      } else {
        onlyTheirs.append(right.removeFirst())
      }
    }
    onlyOurs += left
    onlyTheirs += right
    let names = Set((onlyOurs + onlyTheirs).map(\.property)).sorted()
    return names.map { name in
      ours.key.disagreement(
        name, ours: onlyOurs.filter { $0.property == name }.map(\.text),
        theirs: onlyTheirs.filter { $0.property == name }.map(\.text))
    }
  }
}

/// The caret escapes of RFC 6868.
enum ParameterText {
  static func decoded(_ text: some StringProtocol) -> String {
    var result: [UInt8] = []
    var isEscaped = false
    for byte in text.utf8 {
      if isEscaped {
        isEscaped = false
        switch byte {
        case 0x6E: result.append(0x0A)
        case 0x27: result.append(0x22)
        case 0x5E: result.append(0x5E)
        default: result += [0x5E, byte]
        }
      } else if byte == 0x5E {
        isEscaped = true
      } else {
        result.append(byte)
      }
    }
    if isEscaped { result.append(0x5E) }
    return String(decoding: result, as: UTF8.self)
  }

  /// The escapes as libical 3.0.16 writes them: it leaves a caret single. Both readings go through
  /// this, so a caret before an `n` cannot look like a difference.
  static func encoded(_ text: String) -> String {
    var result: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x0A: result += [0x5E, 0x6E]
      case 0x22: result += [0x5E, 0x27]
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
