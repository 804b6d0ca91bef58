/// Rules for contacts.
package struct ContactSettings: Sendable, Equatable {
  /// The switch above every account's.
  package var enabled = true
  /// Bounds all other rules.
  package var direction = SyncDirection.both
  /// Carries contacts whatever their owner.
  package var allContacts = false
  /// Fields that make two unlinked contacts one, in tiers: all fields of a tier must agree.
  package var match: [[MatchField]] = [[.email], [.name, .phone], [.name, .company]]
  /// Who decides where two contacts differ when they are first linked.
  package var firstLink = FirstLink.ask
  /// Properties never written in OpenCRM.
  package var doNotUpdateInOpenCRM: [String] = []
  /// Properties never written in Google.
  package var doNotUpdateInGoogle: [String] = []
  /// What Google's organisation does to OpenCRM's companies.
  package var linkedCompanies = LinkedCompanies.off
  /// What Google's labels do to OpenCRM's contact folder.
  package var folders = FolderRule.off
  /// Rules for what is written in OpenCRM.
  package var toOpenCRM = DirectionRules()
  /// Rules for what is written in Google.
  package var toGoogle = DirectionRules()
}

/// Rules for events.
package struct CalendarSettings: Sendable, Equatable {
  /// The switch above every account's.
  package var enabled = true
  /// Bounds all other rules.
  package var direction = SyncDirection.both
  /// What others see of a private event.
  package var privateEvents = PrivateRule.hide
  /// Events carried to OpenCRM.
  package var windowToOpenCRM = TimeWindow.toOpenCRM
  /// Events carried to Google.
  package var windowToGoogle = TimeWindow.toGoogle
  /// Rules for what is written in OpenCRM.
  package var toOpenCRM = DirectionRules()
  /// Rules for what is written in Google.
  package var toGoogle = DirectionRules()
}

/// Rules for tasks.
package struct TaskSettings: Sendable, Equatable {
  /// The switch above every account's.
  package var enabled = true
  /// Bounds all other rules.
  package var direction = SyncDirection.both
  /// Where OpenCRM's tasks go.
  package var target = TaskTarget.tasks
  /// Tasks carried to OpenCRM.
  package var windowToOpenCRM = TimeWindow.toOpenCRM
  /// Tasks carried to Google.
  package var windowToGoogle = TimeWindow.toGoogle
  /// Rules for what is written in OpenCRM.
  package var toOpenCRM = DirectionRules()
  /// Rules for what is written in Google.
  package var toGoogle = DirectionRules()
}

/// Rules for what one kind's changes do in one direction.
package struct DirectionRules: Sendable, Equatable {
  /// Which changes are written.
  package var update = UpdateRule.always
  /// Who wins where both sides changed one property.
  package var conflict = ConflictRule.ask
  /// What a deletion on the other side does here.
  package var delete = DeleteRule.keep
  /// What a deletion on the other side does to a record changed here since.
  package var deleteConflict = DeleteConflictRule.ask
}
