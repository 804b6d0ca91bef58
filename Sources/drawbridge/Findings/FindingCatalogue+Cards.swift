import ContentLines
import FileSide
import ICalendar
import Records
import VCard

extension FindingCatalogue {
  static let lines: [Entry] = [
    Entry(.junkLine, "A line has no name and colon; it is kept as X-DRAWBRIDGE-UNREAD."),
    Entry(.badName, "The name of a property has characters that no name may have."),
    Entry(.outsideComponent, "A line stands outside any BEGIN and END and was not read."),
    Entry(.missingEnd, "A component has no END."),
    Entry(.strayEnd, "An END closes nothing."),
    Entry(.nestedTooDeep, "Components are nested deeper than any program writes."),
    Entry(.invalidUTF8, "Bytes are not UTF-8; they were read as Windows-1252."),
    Entry(.nulByte, "NUL bytes stand in a line."),
    Entry(.controlCharacter, "A control character stands in a line."),
    Entry(.loneCR, "A carriage return without line feed stands in a value."),
    Entry(.unbalancedQuote, "A double quote in a parameter is not closed."),
    Entry(.barePart, "A parameter has no name, as in vCard 2.1."),
    Entry(.unindentedBase64, "A base64 value goes on without indentation."),
    Entry(.longLine, "Lines are longer than 75 octets; reported once a file."),
    Entry(.bareLF, "Lines end with LF alone; reported once a file."),
    Entry(.notRecords, "The file holds neither cards nor calendars nor a table of Google's."),
    Entry(
      .takeoutTasks,
      "The file holds the tasks of a Google Takeout, which were read: a list is a calendar, an id a "
        + "UID."),
    Entry(.noRecords, "The file holds no contact, event or task."),
  ]

  static let cards: [Entry] = [
    Entry(.missingVersion, "A card has no VERSION."),
    Entry(.unknownVersion, "A card claims a version that does not exist."),
    Entry(.repeatedVersion, "A card has a second VERSION."),
    Entry(.missingName, "A card of version 3.0 or 4.0 has no FN."),
    Entry(.repeatedProperty, "A property that may stand once stands more than once."),
    Entry(.tooManyParts, "N or ADR has more parts than the standard knows; all were kept."),
    Entry(.badDate, "A date is none that vCard 4 can write."),
    Entry(.dateFraction, "A date of a card has a fraction of a second, which was left out."),
    Entry(.badTimestamp, "REV is no time."),
    Entry(.badEmail, "EMAIL is no e-mail address."),
    Entry(.badURI, "A property that is a URI has no scheme."),
    Entry(.badPosition, "GEO is no latitude and longitude."),
    Entry(.badLanguage, "A language is no language tag."),
    Entry(.badPreference, "PREF is no number from 1 to 100."),
    Entry(.badQuotedPrintable, "A quoted-printable value has an = without two digits."),
    Entry(.badBase64, "A value that claims to be base64 is none."),
    Entry(.unknownCharset, "CHARSET names a character set that is not known."),
    Entry(.memberOutsideGroup, "MEMBER stands in a card that is no group."),
    Entry(.looseLabel, "X-ABLabel stands in a group without anything to label."),
    Entry(.unknownProperty, "A property has a name that no standard has and no X- before it."),
    Entry(.propertyOfOtherVersion, "A card has a property that its version does not know."),
    Entry(.parameterOfOtherVersion, "A card has a parameter that its version does not know."),
    Entry(.dateOfOtherVersion, "A date is spelled as another version of vCard does."),
    Entry(
      .quotedSeparator, "A card of version 3.0 quotes a comma or semicolon inside a parameter."),
    Entry(.unknownType, "TYPE has a word that the version does not know for the property."),
    Entry(.tooFewParts, "N or ADR has fewer parts than the standard asks for."),
    Entry(.badParameter, "PID, INDEX or LEVEL has a value that the standard does not know."),
    Entry(
      .badValue, "GENDER, GEO, CLIENTPIDMAP or UID has a value that the standard does not know."),
    Entry(.notACard, "Something else than a VCARD stands in a file of cards."),
  ]

  static let json: [Entry] = [
    Entry(.brokenJSON, "The file is no JSON."),
    Entry(.badJCard, "A property of a jCard is none."),
    Entry(.jCal, "A property or component of a jCal object is none."),
  ]
}
