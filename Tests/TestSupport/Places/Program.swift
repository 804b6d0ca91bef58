package import Foundation

/// Runs the built program as a user does.
package enum Program {
  /// The root of the package, from the place of this file.
  package static let packageFolder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// `DRAWBRIDGE_BINARY`, else the release build, else the debug build; nil if nothing is built.
  package static let drawbridge: String? = {
    var places = [".build/release/drawbridge", ".build/debug/drawbridge"].map {
      packageFolder.appendingPathComponent($0).path
    }
    if let given = ProcessInfo.processInfo.environment["DRAWBRIDGE_BINARY"] { places = [given] }
    return places.first(where: FileManager.default.isExecutableFile)
  }()

  /// What a run left.
  package struct Outcome: Sendable {
    /// The exit code; 128 and the signal's number where a signal ended it.
    package var status: Int
    package var output: [UInt8]
    package var errors: [UInt8]

    package var stdout: String { String(decoding: output, as: UTF8.self) }
    package var stderr: String { String(decoding: errors, as: UTF8.self) }
  }

  package struct NotBuilt: Error, CustomStringConvertible {
    package init() {}

    package var description: String {
      "There is no drawbridge to run: build it, or name it in DRAWBRIDGE_BINARY."
    }
  }

  /// Runs `drawbridge` to its end.
  ///
  /// - Parameters:
  ///   - stdin: the bytes it reads; nothing by default.
  ///   - environment: what differs from this process; a nil value takes a variable away.
  ///   - folder: where it runs; the package's folder by default.
  package static func run(
    _ arguments: [String], stdin: [UInt8] = [], environment: [String: String?] = [:],
    in folder: String? = nil
  ) throws -> Outcome {
    guard let drawbridge else { throw NotBuilt() }
    return try run(drawbridge, arguments, stdin: stdin, environment: environment, in: folder)
  }

  /// Runs any program to its end. Its streams are files, so that no amount of output blocks it.
  package static func run(
    _ binary: String, _ arguments: [String], stdin: [UInt8] = [],
    environment: [String: String?] = [:], in folder: String? = nil
  ) throws -> Outcome {
    let streams = try TemporaryFolder()
    let input = try streams.write("stdin", stdin)
    let output = try streams.write("stdout", "")
    let errors = try streams.write("stderr", "")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: binary)
    process.arguments = arguments
    process.currentDirectoryURL = folder.map { URL(fileURLWithPath: $0) } ?? packageFolder
    var variables = ProcessInfo.processInfo.environment
    for (name, value) in environment { variables[name] = value }
    process.environment = variables
    process.standardInput = FileHandle(forReadingAtPath: input)
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    process.waitUntilExit()
    let signal = process.terminationReason == .uncaughtSignal ? 128 : 0
    return Outcome(
      status: Int(process.terminationStatus) + signal, output: try streams.bytes("stdout"),
      errors: try streams.bytes("stderr"))
  }
}
