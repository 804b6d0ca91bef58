/// The exit codes of FORMS: what a script may rely on.
enum ExitStatus: Int32 {
  /// Done, nothing left to do.
  case done = 0
  /// Something is left for a person or the next command.
  case left = 1
  /// Cannot be done as asked.
  case impossible = 2
  /// Refused by a guard; nothing was changed.
  case refused = 3
  /// Interrupted or partly done; run again.
  case interrupted = 4
}

/// Ends a command with a status and a message to the person.
struct CommandFailure: Error {
  var status: ExitStatus
  var message: String

  init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message
  }
}
