package import CivilTime
import ContentLines
package import Records

/// By what an input is known again: names and bytes of all its files, but for the times at which its
/// calendars were written. Where the input lies is no part of it.
package struct InputKey: Sendable, Equatable {
  /// Equal for inputs from which the same is read.
  package var digest: Digest
  /// The latest time at which a calendar says that it was written.
  package var latestStamp: Instant?

  /// - Throws: `InputError` where a file cannot be read.
  /// - Complexity: O(*n*) in the bytes of all files; holds one file at a time.
  package init(of tree: InputTree) throws(InputError) {
    var hash = DigestBuilder()
    latestStamp = nil
    hash.add("\(tree.isWhole) \(tree.takeoutStamp ?? "")")
    for finding in tree.findings { hash.add("\(finding.code.rawValue) \(finding.message)") }
    for file in tree.files {
      let bytes = try file.load()
      hash.add("\(file.input) \(file.container) \(file.name)")
      guard file.content == .iCalendar else {
        hash.add(bytes[...])
        continue
      }
      var begin = 0
      for value in StampLines.values(in: bytes) {
        // One that is no moment is content like any other.
        guard let moment = Instant(bytes[value]) else { continue }
        latestStamp = max(latestStamp ?? moment, moment)
        hash.add(bytes[begin..<value.lowerBound])
        begin = value.upperBound
      }
      hash.add(bytes[begin...])
    }
    digest = hash.finish()
  }
}

extension InputFile {
  /// The name of the folder or archive it came in; Takeouts tell their time by it.
  fileprivate var container: String {
    switch origin {
    case .file, .standardInput: ""
    case .folder(let root): root.split(separator: "/").last.map(String.init) ?? ""
    case .archive(let path, _): path.split(separator: "/").last.map(String.init) ?? ""
    }
  }
}
