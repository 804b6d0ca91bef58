package import Foundation

/// A folder that goes when the value goes.
package final class TemporaryFolder: Sendable {
  package let url: URL

  package var path: String { url.path }

  package init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("drawbridge-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// Writes a file, with the folders above it, and answers its path.
  @discardableResult
  package func write(_ path: String, _ content: [UInt8]) throws -> String {
    let file = url.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Foundation.Data(content).write(to: file)
    return file.path
  }

  /// The same for text.
  @discardableResult
  package func write(_ path: String, _ content: String) throws -> String {
    try write(path, Array(content.utf8))
  }

  package func read(_ path: String) throws -> String {
    String(decoding: try bytes(path), as: UTF8.self)
  }

  package func bytes(_ path: String) throws -> [UInt8] {
    Array(try Foundation.Data(contentsOf: url.appendingPathComponent(path)))
  }

  package func contains(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: url.appendingPathComponent(path).path)
  }

  /// Every file below, by relative path, with its bytes: equal before and after means untouched.
  package func contents() throws -> [String: [UInt8]] {
    var result: [String: [UInt8]] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: url.path) {
      let file = url.appendingPathComponent(path)
      if (try? file.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true {
        result[path] = Array(try Foundation.Data(contentsOf: file))
      }
    }
    return result
  }
}
