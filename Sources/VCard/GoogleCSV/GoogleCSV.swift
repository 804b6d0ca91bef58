public import Records

/// Google Contacts as CSV, in both generations of its header (spec/mappings-google.md).
///
/// The former one begins `Name,Given Name,…` and has `Group Membership` and `… - Type`; the current
/// one begins `First Name,…` and has `Labels` and `… - Label`. In both, numbered columns follow
/// the data, and values of one type share a cell, joined by ` ::: `.
public enum GoogleCSV {
  /// The two headers that Google has written.
  public enum Generation: Sendable, CaseIterable {
    /// `First Name,Middle Name,Last Name …`, since 2024.
    case current
    /// `Name,Given Name,Additional Name …`
    case former
  }

  /// What a table held.
  public struct Table: Sendable {
    /// The contacts, canonical, in the order of the rows.
    public var file: ReadFile
    /// The names of the properties that its columns can show: a column that is missing is not an
    /// empty cell.
    public var covered: Set<String>
    /// Whether every row was read as it stands: no quote left open, no cell beyond the header.
    public var isSound: Bool
  }

  /// Holds a cell for which vCard has no property: `X-DRAWBRIDGE-CELL;COLUMN=Mileage:12`.
  public static let cell: Name = "X-DRAWBRIDGE-CELL"
  /// The parameter with the column of a cell; without number where the group says which.
  public static let column: Name = "COLUMN"

  static let field: Name = "X-DRAWBRIDGE-FIELD"
  static let key: Name = "KEY"
  static let separator = " ::: "

  /// Whether the cells are the header of such a table, and not of another program's.
  public static func isHeader(_ cells: [String]) -> Bool {
    let columns = cells.map(GoogleColumn.init)
    let numbered = columns.count {
      if case .numbered = $0 { true } else { false }
    }
    func has(_ single: GoogleColumn.Single) -> Bool { columns.contains(.single(single)) }
    let hasNames = has(.given) || has(.family) || has(.name)
    return hasNames && (numbered > 1 || has(.labels) && (has(.phoneticGiven) || has(.prefix)))
  }
}
