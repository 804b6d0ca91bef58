import ContentLines
import DelimitedText
public import Records

extension GoogleCSV {
  /// A written table.
  public struct Written: Sendable {
    package var bytes: [UInt8]
    /// Per record in order: the names of properties that have no column, each once.
    public var leftOut: [[Name]]

    /// What has no column and of how many contacts, as a sentence; nil where all has one.
    public var sentence: String? {
      var counts: [Name: Int] = [:]
      for name in leftOut.flatMap(\.self) { counts[name, default: 0] += 1 }
      guard !counts.isEmpty else { return nil }
      let names = counts.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }
      return "Left out, as Google's table has no column for it: "
        + names.joined(separator: ", ") + "."
    }
  }

  /// Writes contacts as Google's own export has them: UTF-8, CRLF, as many numbered columns as the
  /// data needs. What only the other generation has a column for follows at the end of the header,
  /// where Google's import passes it over. The records must be canonical. O(n).
  public static func write(_ records: [Record], _ generation: Generation) -> Written {
    var rows: [GoogleSheetRow] = []
    for record in records where record.kind == .contact {
      rows.append(GoogleSheetRow(record, generation))
    }
    let columns = columns(of: rows, generation)
    let writer = DelimitedWriter()
    let bytes = writer.write(
      header: columns.map { $0.title(generation) },
      rows: rows.map { row in columns.map { row.text($0) } })
    return Written(bytes: bytes, leftOut: rows.map(\.leftOut))
  }

  /// A column of a table that is being written.
  enum Column: Hashable {
    case single(GoogleColumn.Single)
    case plain(String)
    case numbered(GoogleColumn.Family, Int, GoogleColumn.Part)

    func title(_ generation: Generation) -> String {
      switch self {
      case .plain(let name): name
      case .single(let single):
        GoogleColumn.title(of: single, generation)
          ?? GoogleColumn.title(of: single, generation == .current ? .former : .current) ?? ""
      case .numbered(let family, let number, let part):
        GoogleColumn.title(family, number, part, generation)
      }
    }
  }

  private static func columns(of rows: [GoogleSheetRow], _ generation: Generation) -> [Column] {
    var columns = template(generation)
    var taken = Set(columns)
    for family in families(generation) {
      let numbers = rows.flatMap { Array(($0.numbered[family] ?? [:]).keys) }
      for number in 1...max(numbers.max() ?? 0, 1) where !numbers.isEmpty {
        let all = GoogleColumn.parts(of: family).map { Column.numbered(family, number, $0) }
        // The current header has no numbered companies: only what they need is added.
        columns +=
          generation == .current && family == .organization
          ? all.filter { column in rows.contains { !$0.text(column).isEmpty } } : all
      }
    }
    let extra = GoogleColumn.Single.allCases.map(Column.single)
    for column in extra
    where !taken.contains(column) && rows.contains(where: { !$0.text(column).isEmpty }) {
      columns.append(column)
      taken.insert(column)
    }
    for name in Set(rows.flatMap(\.plain.keys)).sorted() where taken.insert(.plain(name)).inserted {
      columns.append(.plain(name))
    }
    return columns
  }

  /// The columns that do not depend on the data.
  private static func template(_ generation: Generation) -> [Column] {
    switch generation {
    case .current:
      [
        .single(.given), .single(.additional), .single(.family), .single(.phoneticGiven),
        .single(.phoneticAdditional), .single(.phoneticFamily), .single(.prefix), .single(.suffix),
        .single(.nickname), .plain("File As"), .single(.organization), .single(.title),
        .single(.department), .single(.birthday), .single(.notes), .single(.photo),
        .single(.labels),
      ]
    case .former:
      [
        .single(.name), .single(.given), .single(.additional), .single(.family),
        .single(.phoneticName), .single(.phoneticGiven), .single(.phoneticAdditional),
        .single(.phoneticFamily), .single(.prefix), .single(.suffix), .plain("Initials"),
        .single(.nickname), .plain("Short Name"), .single(.maidenName), .single(.birthday),
        .single(.gender), .plain("Location"), .plain("Billing Information"),
        .plain("Directory Server"), .plain("Mileage"), .single(.occupation), .single(.hobby),
        .plain("Sensitivity"), .plain("Priority"), .plain("Subject"), .single(.notes),
        .single(.language), .single(.photo), .single(.labels),
      ]
    }
  }

  private static func families(_ generation: Generation) -> [GoogleColumn.Family] {
    switch generation {
    case .current:
      [
        .email, .phone, .address, .relation, .website, .event, .custom, .messaging, .organization,
      ]
    case .former:
      [
        .email, .messaging, .phone, .address, .organization, .relation, .website, .event, .custom,
      ]
    }
  }
}
