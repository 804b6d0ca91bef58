import Foundation
import Ledger

/// A temporary folder with a ledger's path in it, gone with the object.
final class Workspace: Sendable {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "ledger-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var ledger: String { folder + "/ledger.sqlite" }
  var lock: String { folder + "/lock" }

  /// Every file's bytes and time of change.
  func listing() throws -> [String: String] {
    var result: [String: String] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let path = folder + "/" + name
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      let changed = attributes[.modificationDate] as? Date
      result[name] = "\(bytes.count) \(bytes.hashValue) \(changed?.timeIntervalSince1970 ?? 0)"
    }
    return result
  }

  /// Copies all files, as a killed process would leave them.
  func copy() throws -> Workspace {
    let other = try Workspace()
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      try FileManager.default.copyItem(
        atPath: folder + "/" + name, toPath: other.folder + "/" + name)
    }
    return other
  }
}

/// The code of the ledger error that the work throws, or nil.
func code(_ work: () throws -> Void) -> LedgerError.Code? {
  do { try work() } catch let error as LedgerError { return error.code } catch { return nil }
  return nil
}

extension Workspace {
  func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: ledger))) }
}
