/// A setting with a few values; the first case is the default.
protocol SettingChoice: RawRepresentable, CaseIterable, Sendable, SettingConvertible
where RawValue == String {}

/// The directions in which a kind is carried.
package enum SyncDirection: String, SettingChoice {
  case both
  case toGoogle = "to-google"
  case toOpenCRM = "to-opencrm"
}

/// Who decides where two records differ when they are first linked.
package enum FirstLink: String, SettingChoice {
  case ask, opencrm, google
}

/// What Google's organisation does to OpenCRM's companies.
package enum LinkedCompanies: String, SettingChoice {
  case off, find, create
}

/// What Google's labels do to OpenCRM's contact folder.
package enum FolderRule: String, SettingChoice {
  case off
  case oneWay = "one-way"
  case mapped
}

/// What others see of a private event.
package enum PrivateRule: String, SettingChoice {
  case hide, busy
}

/// Where OpenCRM's tasks go at Google.
package enum TaskTarget: String, SettingChoice {
  case tasks, calendar
}

/// Which changes are written.
package enum UpdateRule: String, SettingChoice {
  case always, never
  /// Only to records that were first created on the sending side.
  case originated
}

/// Who wins where both sides changed one property.
package enum ConflictRule: String, SettingChoice {
  case ask, opencrm, google, newest
}

/// What a deletion on the other side does.
package enum DeleteRule: String, SettingChoice {
  case keep, delete
}

/// What a deletion on one side does to a record changed on the other since.
package enum DeleteConflictRule: String, SettingChoice {
  case ask, delete, restore
}

/// A field by which two unlinked contacts are found to be one.
package enum MatchField: String, CaseIterable, Sendable {
  case email, name, phone, company
}
