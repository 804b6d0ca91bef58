/// A place whose records are kept in step: OpenCRM (the hub) or one Google account (a spoke).
package enum SideName: Sendable, Hashable, Comparable, CustomStringConvertible {
  case opencrm
  case google(String)

  /// `opencrm` or `google:ACCOUNT`; nil for anything else.
  package init?(_ text: String) {
    if text == "opencrm" {
      self = .opencrm
    } else if text.hasPrefix("google:"), text.utf8.count > 7 {
      self = .google(String(text.dropFirst(7)))
    } else {
      return nil
    }
  }

  package var description: String {
    switch self {
    case .opencrm: "opencrm"
    case .google(let account): "google:\(account)"
    }
  }

  /// How a message names the side: `OpenCRM`, `Google (mary)`.
  package var title: String {
    switch self {
    case .opencrm: "OpenCRM"
    case .google(let account): "Google (\(account))"
    }
  }

  /// The hub first, then accounts by name.
  package static func < (one: SideName, other: SideName) -> Bool {
    switch (one, other) {
    case (.opencrm, .opencrm): false
    case (.opencrm, _): true
    case (_, .opencrm): false
    case (.google(let first), .google(let second)): first < second
    }
  }
}
