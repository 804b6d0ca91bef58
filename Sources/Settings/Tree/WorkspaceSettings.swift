/// The workspace as a whole.
package struct WorkspaceSettings: Sendable, Equatable {
  /// The id from which new UIDs are derived; nil until `init` has written one.
  package var id: String?
  /// IANA name of the zone of dates and of times without zone.
  package var zone = "Europe/London"
  /// One switch that stops everything.
  package var enabled = true
}

/// Budgets beyond which a command refuses (DESIGN §8).
package struct GuardSettings: Sendable, Equatable {
  /// Most records deleted per side, kind and run.
  package var deletedRecords = 10
  /// Most records deleted, in percent of a side's records.
  package var deletedPercent = 5
  /// Most records changed, in percent of a side's records.
  package var changedPercent = 30
  /// Age of a snapshot from which export warns.
  package var stale = SettingDuration(count: 24, unit: .hours)
}

/// How this OpenCRM system writes its exports.
package struct OpenCRMSettings: Sendable, Equatable {
  /// The subdomain of the system, for the API.
  package var system: String?
  /// API field name -> the header that this system's exports use for it.
  package var columns = FieldMap()
  /// What separates the cells of its CSV files.
  package var delimiter = DelimiterChoice.detect
  /// How its CSV files spell characters.
  package var encoding = EncodingChoice.detect
  /// Custom field (`cf_12`) -> what it is carried as.
  package var customFields = FieldMap()
  /// The field of a contact that marks it as deleted.
  package var deletedContactField: String?
  /// The value of that field.
  package var deletedContactValue: String?
  /// The start date that stands for no date, where OpenCRM demands one.
  package var noDate: String?

  /// Whether a field marks contacts as deleted.
  package var marksDeleted: Bool { deletedContactField != nil && deletedContactValue != nil }
}

/// What separates the cells of OpenCRM's CSV files.
package enum DelimiterChoice: String, SettingChoice {
  case detect, comma, semicolon, tab
}

/// How OpenCRM's CSV files spell characters.
package enum EncodingChoice: String, SettingChoice {
  case detect
  case utf8 = "utf-8"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  case windows1252 = "windows-1252"
}

/// Names to names, in the order of the file.
package struct FieldMap: Sendable, Equatable {
  /// One line of the map.
  package struct Entry: Sendable, Equatable {
    package var name: String
    package var value: String
    /// Makes an entry.
    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }
  /// The lines in the order of the file; names are unique.
  package var entries: [Entry] = []

  /// Makes a map; later entries of one name are ignored by the subscript.
  package init(_ entries: [Entry] = []) { self.entries = entries }

  /// The value of a name. Complexity: O(entries).
  package subscript(name: String) -> String? {
    entries.first { $0.name == name }?.value
  }
}
