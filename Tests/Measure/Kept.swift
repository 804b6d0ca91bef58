import Foundation
import Records
import VCard

/// How much memory a file takes while all of its records are held.
enum Kept {
  static func run(_ path: String) throws {
    let bytes = try read(path)
    let before = peak()
    let file = VCardReader.read(bytes)
    let kilobytes = peak()
    let ratio = Double(kilobytes) * 1024 / Double(bytes.count)
    print(
      "kept: \(file.records.count) cards, \(bytes.count >> 20) MiB, peak \(kilobytes >> 10) MiB, "
        + "\(String(format: "%.1f", ratio)) x the bytes (must 4, aim 2; \(before >> 10) MiB before)"
    )
  }

  /// The bytes of a file, once: what reads it in two forms would count twice.
  private static func read(_ path: String) throws -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw CocoaError(.fileReadNoSuchFile) }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    let count = ftell(file)
    rewind(file)
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, read in
      read = fread(buffer.baseAddress, 1, count, file)
    }
  }

  /// The largest resident size so far, in KiB (proc(5), VmHWM).
  private static func peak() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return line.split(separator: " ").compactMap { Int($0) }.first ?? 0
  }
}
