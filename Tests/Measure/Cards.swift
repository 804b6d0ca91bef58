/// Cards of the three versions as programs write them.
enum Cards {
  /// The make-up of a file.
  enum Kind: String, CaseIterable {
    case takeout3, vcard4, phone21
  }

  /// The same bytes for the same kind and count on every machine.
  static func file(_ kind: Kind, count: Int) -> [UInt8] {
    var lines = Lines()
    for index in 0..<count {
      let person = Person(index)
      switch kind {
      case .takeout3: takeout3(person, &lines)
      case .vcard4: vcard4(person, &lines)
      case .phone21: phone21(person, &lines)
      }
    }
    return lines.bytes
  }

  private static func takeout3(_ person: Person, _ lines: inout Lines) {
    var items = 0
    func put(_ name: String, _ type: String, _ value: String, _ label: String) {
      guard !label.isEmpty else {
        lines.add(name + (type.isEmpty ? "" : ";TYPE=\(type)") + ":" + value)
        return
      }
      items += 1
      lines.add("item\(items).\(name):\(value)")
      lines.add("item\(items).X-ABLabel:\(Lines.escape(label))")
    }
    lines.add("BEGIN:VCARD")
    lines.add("VERSION:3.0")
    lines.add("FN:" + Lines.escape(person.fullName))
    lines.add("N:" + Lines.structured(person.nameParts))
    if !person.nickname.isEmpty { lines.add("NICKNAME:" + Lines.escape(person.nickname)) }
    for email in person.emails {
      put(
        "EMAIL", email.type.isEmpty ? "INTERNET" : "INTERNET;TYPE=\(email.type)", email.address,
        email.label)
    }
    for phone in person.phones { put("TEL", phone.type, phone.number, phone.label) }
    for address in person.addresses {
      put("ADR", address.type, Lines.structured(address.parts), "")
    }
    if !person.firm.isEmpty { lines.add("ORG:" + Lines.structured(person.firm)) }
    if !person.title.isEmpty { lines.add("TITLE:" + Lines.escape(person.title)) }
    if let day = person.birthday {
      let rest = "-\(Person.two(day.month))-\(Person.two(day.day))"
      lines.add(
        day.year == 0 ? "BDAY;X-APPLE-OMIT-YEAR=1604:1604\(rest)" : "BDAY:\(day.year)\(rest)")
    }
    if !person.spouse.isEmpty {
      put("X-ABRELATEDNAMES", "", Lines.escape(person.spouse), "_$!<Spouse>!$_")
    }
    if !person.page.isEmpty {
      put("URL", "", person.page.split(separator: ":").joined(separator: "\\:"), "PROFILE")
    }
    if !person.note.isEmpty { lines.add("NOTE:" + Lines.escape(person.note)) }
    if !person.photo.isEmpty { lines.add("PHOTO:" + person.photo) }
    if !person.picture.isEmpty { lines.add("PHOTO;ENCODING=b;TYPE=JPEG:" + person.picture) }
    lines.add("CATEGORIES:" + person.categories.map(Lines.escape).joined(separator: ","))
    lines.add("UID:" + person.uid)
    lines.add("REV:" + person.revision)
    lines.add("END:VCARD")
  }

  private static func vcard4(_ person: Person, _ lines: inout Lines) {
    func type(_ word: String) -> String { word.isEmpty ? "" : ";TYPE=\(word.lowercased())" }
    lines.add("BEGIN:VCARD")
    lines.add("VERSION:4.0")
    lines.add("UID:urn:uuid:" + person.uid)
    lines.add("KIND:individual")
    lines.add("FN:" + Lines.escape(person.fullName))
    lines.add(
      "N;SORT-AS=\"\(person.family),\(person.given)\":" + Lines.structured(person.nameParts))
    if !person.nickname.isEmpty { lines.add("NICKNAME:" + Lines.escape(person.nickname)) }
    for (index, email) in person.emails.enumerated() {
      let preference = person.emails.count > 1 ? ";PREF=\(index + 1)" : ""
      lines.add("EMAIL\(type(email.type))\(preference):\(email.address)")
    }
    for phone in person.phones {
      let number = phone.number.filter { $0 != "(" && $0 != ")" }.map { $0 == " " ? "-" : $0 }
      lines.add(
        "TEL;VALUE=uri;TYPE=\"voice,\(phone.type.isEmpty ? "text" : phone.type.lowercased())\":tel:\(String(number))"
      )
    }
    for address in person.addresses {
      lines.add("ADR\(type(address.type)):" + Lines.structured(address.parts))
    }
    if !person.firm.isEmpty { lines.add("ORG:" + Lines.structured(person.firm)) }
    if !person.title.isEmpty { lines.add("TITLE:" + Lines.escape(person.title)) }
    if let day = person.birthday {
      let rest = Person.two(day.month) + Person.two(day.day)
      lines.add(day.year == 0 ? "BDAY:--\(rest)" : "BDAY:\(day.year)\(rest)")
    }
    if !person.spouse.isEmpty {
      lines.add("RELATED;VALUE=text;TYPE=spouse:" + Lines.escape(person.spouse))
    }
    if !person.page.isEmpty { lines.add("URL;TYPE=home:" + person.page) }
    if !person.note.isEmpty { lines.add("NOTE;LANGUAGE=en:" + Lines.escape(person.note)) }
    if !person.photo.isEmpty { lines.add("PHOTO;MEDIATYPE=image/jpeg:" + person.photo) }
    if !person.picture.isEmpty { lines.add("PHOTO:data:image/jpeg;base64," + person.picture) }
    lines.add("CATEGORIES:" + person.categories.map(Lines.escape).joined(separator: ","))
    lines.add("REV:" + person.revision)
    lines.add("END:VCARD")
  }

  private static func phone21(_ person: Person, _ lines: inout Lines) {
    lines.add("BEGIN:VCARD")
    lines.add("VERSION:2.1")
    lines.addOld("N", person.nameParts)
    lines.addOld("FN", [person.fullName])
    for phone in person.phones {
      lines.addOld("TEL;\(phone.type.isEmpty ? "VOICE" : phone.type)", [phone.number])
    }
    for email in person.emails {
      lines.addOld("EMAIL;\(email.type.isEmpty ? "INTERNET" : email.type)", [email.address])
    }
    for address in person.addresses {
      lines.addOld("ADR;\(address.type.isEmpty ? "HOME" : address.type)", address.parts)
    }
    if !person.firm.isEmpty { lines.addOld("ORG", person.firm) }
    if !person.title.isEmpty { lines.addOld("TITLE", [person.title]) }
    if let day = person.birthday, day.year > 0 {
      lines.add("BDAY:\(day.year)\(Person.two(day.month))\(Person.two(day.day))")
    }
    if !person.note.isEmpty { lines.addOld("NOTE", [person.note]) }
    lines.add("END:VCARD")
  }
}
