import Mustache

/// Turns a template and its values into the bytes of a page.
enum Page {
  /// Renders with everything escaped for HTML: the templates have no unescaped place. O(n).
  ///
  /// A template that does not parse is a fault of this module, which its tests would show; the
  /// page then says so instead of being empty.
  static func render(_ template: String, _ values: [String: Any]) -> [UInt8] {
    do {
      let page = try MustacheTemplate(string: template)
      return Array(page.render(values.merging(["style": style]) { own, _ in own }).utf8)
    } catch {
      return Array("<!DOCTYPE html><title>Fault</title><p>This page has a fault.</p>\n".utf8)
    }
  }

  /// A text that can stand in a page: control characters, which HTML forbids, become `U+FFFD`;
  /// every line end becomes LF. O(n).
  static func clean(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var follows = false
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0D: result.append("\n")
      case 0x0A where follows: break
      case 0x09, 0x0A: result.append(scalar)
      case 0x00..<0x20, 0x7F..<0xA0: result.append("\u{FFFD}")
      default: result.append(scalar)
      }
      follows = scalar.value == 0x0D
    }
    return String(result)
  }

  /// A value for a cell: what is not there is said, so that an empty cell is no riddle.
  static func value(_ text: String) -> [String: Any] {
    ["text": clean(text), "isThere": !text.isEmpty]
  }
}
