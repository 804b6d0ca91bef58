import FuzzEntry
import Glibc

/// libFuzzer's own main, under a name that SwiftPM leaves alone.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The reader that DRAWBRIDGE_FUZZ_TARGET names.
private let entry: FuzzEntry? = getenv("DRAWBRIDGE_FUZZ_TARGET").flatMap {
  FuzzEntry(rawValue: String(cString: $0))
}

/// Writes a line to standard error.
private func say(_ line: String) {
  _ = Array("\(line)\n".utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

/// One input; a complaint ends the run like a crash, so that libFuzzer keeps the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: size))
  if let complaint = entry?.complaint(bytes) {
    say("complaint: \(complaint)")
    abort()
  }
  return 0
}

@main
struct FuzzDriver {
  static func main() {
    guard entry != nil else {
      let names = FuzzEntry.allCases.map(\.rawValue).joined(separator: ", ")
      say("Set DRAWBRIDGE_FUZZ_TARGET to one of \(names).")
      exit(2)
    }
    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    exit(runDriver(&count, &arguments, testOneInput))
  }
}
