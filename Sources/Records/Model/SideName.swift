/// A place whose records are kept in step: OpenCRM (the hub) or one Google account (a spoke).
public enum SideName: Sendable, Hashable, Comparable, CustomStringConvertible {
  case opencrm
  case google(String)

  /// `opencrm` or `google:ACCOUNT`; nil for anything else.
  public init?(_ text: String) {
    if text == "opencrm" {
      self = .opencrm
    } else if text.hasPrefix("google:"), text.utf8.count > 7 {
      self = .google(String(text.dropFirst(7)))
    } else {
      return nil
    }
  }

  /// As `--from` takes it: `opencrm`, `google:first`.
  public var description: String {
    switch self {
    case .opencrm: "opencrm"
    case .google(let account): "google:\(account)"
    }
  }

  /// How a message names the side: `OpenCRM`, `Google (mary)`.
  public var title: String {
    switch self {
    case .opencrm: "OpenCRM"
    case .google(let account): "Google (\(account))"
    }
  }

  /// The hub first, then accounts by name.
  public static func < (one: SideName, other: SideName) -> Bool {
    switch (one, other) {
    case (.opencrm, .opencrm): false
    case (.opencrm, _): true
    case (_, .opencrm): false
    case (.google(let first), .google(let second)): first < second
    }
  }
}
