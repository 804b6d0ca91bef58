package import ContentLines

extension FindingKind {
  package static let missingName = FindingKind(
    "missing-fn", .warning, clause: "RFC 6350 section 6.2.1",
    fix: "Give the contact a name (FN); one is made up from N, ORG, EMAIL or TEL when writing.")
  package static let missingVersion = FindingKind(
    "missing-version", .warning, clause: "RFC 6350 section 6.7.9",
    fix: "Add a VERSION line after BEGIN:VCARD; the card was read as vCard 3.0.")
  package static let unknownVersion = FindingKind(
    "unknown-version", .warning, clause: "RFC 6350 section 6.7.9",
    fix: "Write VERSION:2.1, 3.0 or 4.0; the card was read as vCard 3.0.")
  package static let repeatedVersion = FindingKind(
    "repeated-version", .warning, clause: "RFC 6350 section 6.7.9",
    fix: "Leave one VERSION line; the first one counted.")
  package static let repeatedProperty = FindingKind(
    "repeated-property", .warning, clause: "RFC 6350 section 6",
    fix: "The property may stand once in a card; leave one, or tie them by ALTID. All were kept.")
  package static let badQuotedPrintable = FindingKind(
    "bad-quoted-printable", .warning, clause: "RFC 2045 section 6.7",
    fix: "Write =XX with two hexadecimal digits; the = was kept as it is.")
  package static let unknownCharset = FindingKind(
    "unknown-charset", .warning, clause: "RFC 6350 section 3.1",
    fix: "Save the file as UTF-8 and leave CHARSET out.")
  package static let badBase64 = FindingKind(
    "bad-base64", .warning, clause: "RFC 2045 section 6.8",
    fix: "The value was kept as it is; export the card again if it should hold a picture.")
  package static let badDate = FindingKind(
    "bad-date", .warning, clause: "RFC 6350 section 4.3",
    fix: "Write 19870324, --0324 or 1987; the value was kept as a text.")
  package static let dateFraction = FindingKind(
    "date-fraction", .note, clause: "RFC 6350 section 4.3",
    fix: "Write whole seconds; the fraction was left out.")
  package static let badPosition = FindingKind(
    "bad-geo", .warning, clause: "RFC 6350 section 6.5.2",
    fix: "Write geo:latitude,longitude; the value was kept as a text.")
  package static let notACard = FindingKind(
    "not-a-card", .warning, clause: "RFC 6350 section 3.3",
    fix: "A .vcf file holds VCARD components only; this one was kept beside them.")
  package static let badJCard = FindingKind(
    "bad-jcard", .warning, clause: "RFC 7095 section 3.3",
    fix: "A property of jCard is [name, parameters, type, value …]; this one was kept as text.")
}
