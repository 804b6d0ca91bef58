package import Foundation

/// The shared folder beside the project: the corpus of files that other programs wrote.
package enum SharedFolder {
  /// `DRAWBRIDGE_SHARED`, or `../shared` beside the package; nil where there is none.
  package static let url: URL? = {
    let environment = ProcessInfo.processInfo.environment["DRAWBRIDGE_SHARED"]
    let place =
      environment.map { URL(fileURLWithPath: $0) }
      ?? Program.packageFolder.deletingLastPathComponent().appendingPathComponent("shared")
    return FileManager.default.fileExists(atPath: place.path) ? place : nil
  }()

  /// All files of the corpus with one of the extensions (in lower case, without dot), or all files,
  /// by path. Prints how many they are; none if there is no corpus.
  package static func corpusFiles(_ extensions: Set<String> = []) -> [URL] {
    let files = url.map { walk($0.appendingPathComponent("corpus")) } ?? []
    let wanted = files.filter {
      extensions.isEmpty || extensions.contains($0.pathExtension.lowercased())
    }.sorted { $0.path < $1.path }
    let names = extensions.isEmpty ? "all" : extensions.sorted().joined(separator: ", ")
    print("corpus files used (\(names)): \(wanted.count)")
    return wanted
  }

  private static func walk(_ folder: URL) -> [URL] {
    let found = FileManager.default.enumerator(
      at: folder, includingPropertiesForKeys: [.isRegularFileKey])
    var files: [URL] = []
    while let file = found?.nextObject() as? URL {
      if (try? file.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true {
        files.append(file)
      }
    }
    return files
  }
}
