import ContentLines
import GoogleSide
import OpenCRMSide
import VCard

extension FindingCatalogue {
  static let tables: [Entry] =
    delimited + [
      Entry(.unknownColumn, "Google's table has columns that no vCard property is known for.")
    ]

  static let google: [Entry] = [
    Entry(.sidePhotos, "Pictures lie beside the cards of a Takeout."),
    Entry(.noSuperset, "No file is shown to hold all contacts; none counts as deleted."),
    Entry(.besideCards, "A table of contacts stands beside cards."),
    Entry(.contactInCalendar, "Something else than an event stands in a calendar."),
    Entry(.unreadableTasks, "Tasks.json cannot be read."),
    Entry(.unreadableTask, "One task cannot be read."),
    Entry(.tasksZone, "The zone of the tasks is not known, so that their days are not."),
    Entry(.dueNotMidnight, "A due time is no midnight in the zone that was given."),
    Entry(.taskDate, "A time of a task cannot be read."),
    Entry(.repeatedTaskID, "Two tasks have one id, or one has none."),
    Entry(.unreadMembers, "Tasks have members that are not read."),
    Entry(.emptyFile, "A file of the export is empty."),
    Entry(.unknownFile, "A file of the export holds no contacts, events or tasks."),
    Entry(.severalAccounts, "Several calendars are named like an account."),
  ]

  static let openCRM: [Entry] = [
    Entry(.openCRMColumns, "Columns are not carried."),
    Entry(.openCRMRefusedField, "The settings name a column that is never read."),
    Entry(.openCRMNoID, "A row has no id."),
    Entry(.openCRMTwice, "A second row has an id that was read already."),
    Entry(.openCRMDate, "A date or time cannot be read."),
    Entry(.openCRMBirthday, "A birthday is no date."),
    Entry(.openCRMEnd, "An activity ends before it begins, or its end cannot be used."),
    Entry(.openCRMNoTimes, "Activities are exported without times."),
    Entry(.openCRMCompany, "The name of a contact's company is not known."),
    Entry(.openCRMNested, "A field holds a list or an object."),
    Entry(.openCRMFile, "A file of the folder cannot be read."),
    Entry(.besideTables, "Cards or calendars stand beside OpenCRM's tables."),
  ]
}
