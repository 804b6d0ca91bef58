import Foundation
import Records
import VCard

/// How much memory a file takes while all of its records are held.
enum Kept {
  static func run(_ path: String) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let before = peak()
    let file = VCardReader.read(bytes)
    let kilobytes = peak()
    let ratio = Double(kilobytes) * 1024 / Double(bytes.count)
    print(
      "kept: \(file.records.count) cards, \(bytes.count >> 20) MiB, peak \(kilobytes >> 10) MiB, "
        + "\(String(format: "%.1f", ratio)) x the bytes (must 4, aim 2; \(before >> 10) MiB before)"
    )
  }

  /// The largest resident size so far, in KiB (proc(5), VmHWM).
  private static func peak() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return line.split(separator: " ").compactMap { Int($0) }.first ?? 0
  }
}
