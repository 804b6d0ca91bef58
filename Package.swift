// swift-tools-version: 6.2
import Foundation
import PackageDescription

// Targets stand in the order the data flows (spec/decisions/0001-modules.md).
// DRAWBRIDGE_TARGETS="A B" limits the package to these targets, their tests and what they need:
// a quick build while one module is being worked on.

let settings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .unsafeFlags(
    ["-cross-module-optimization", "-Xllvm", "-cmo-function-size-limit=150"],
    .when(configuration: .release)),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let arguments = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

struct Stage {
  var name: String
  var dependencies: [Target.Dependency]
  var tests: [Target.Dependency]?
}

/// One library stage with its tests; `tests: nil` leaves the test target out.
func stage(
  _ name: String, _ dependencies: [Target.Dependency] = [], tests: [Target.Dependency]? = []
) -> Stage {
  Stage(name: name, dependencies: dependencies, tests: tests)
}

let stages: [Stage] = [
  // bytes <-> unfolded content lines, positions, findings
  stage("ContentLines"),
  // CSV bytes <-> rows of cells
  stage("DelimitedText", ["ContentLines"]),
  // dates, times, durations, zone rules
  stage("CivilTime"),
  // Property, Component, Record; the schema; canonical form; digest
  stage("Records", ["ContentLines", crypto]),
  // vCard 2.1, 3.0, 4.0, jCard, Google's CSV
  stage("VCard", ["ContentLines", "CivilTime", "Records", "DelimitedText"]),
  // RRULE parse, print, expand
  stage("Recurrence", ["CivilTime"], tests: ["CLibical"]),
  // VEVENT, VTODO, VTIMEZONE, instances, jCal
  stage("ICalendar", ["ContentLines", "CivilTime", "Records", "Recurrence"]),
  // change, merge of N sides, conflict: pure
  stage("Merge", ["ContentLines", "Records"], tests: ["TestSupport"]),
  // re-identification, linking, duplicates: pure
  stage("Matching", ["ContentLines", "Records"], tests: ["TestSupport"]),
  // the store
  stage("Ledger", ["Records", grdb]),
  // libical as an independent reader
  stage("Witness", ["CLibical"]),
  // drawbridge.yaml
  stage("Settings", [yams]),
  // side and source protocols, lens, coverage
  stage("Sides", ["ContentLines", "Records"]),
  // files, folders and archives as inputs; plain .vcf, .ics, vdir
  stage(
    "FileSide", ["Sides", "VCard", "ICalendar", "Records", "ContentLines", "CivilTime", "CArchive"]),
  // Google Takeout
  stage("GoogleSide", ["Sides", "VCard", "ICalendar", "Records", "ContentLines", "CivilTime"]),
  // OpenCRM exports
  stage("OpenCRMSide", ["Sides", "Records", "ContentLines", "CivilTime", "DelimitedText"]),
  // one run: snapshot -> link -> settle -> merge -> plan -> bundle
  stage(
    "Bridge",
    [
      "Sides", "Settings", "Ledger", "Matching", "Merge", "ICalendar", "VCard", "Records",
      "CivilTime", "ContentLines", "DelimitedText",
    ], tests: ["GoogleSide", "OpenCRMSide"]),
  // checklist and diff as HTML
  stage("Pages", ["Records", mustache]),
]

var targets: [Target] = [
  .systemLibrary(
    name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
  .systemLibrary(name: "CLibical", pkgConfig: "libical", providers: [.apt(["libical-dev"])]),
]
for stage in stages {
  targets.append(
    .target(name: stage.name, dependencies: stage.dependencies, swiftSettings: settings))
  if let extra = stage.tests {
    targets.append(
      .testTarget(
        name: "\(stage.name)Tests",
        dependencies: [.target(name: stage.name)]
          + stage.dependencies.filter { if case .productItem = $0 { false } else { true } }
          + extra,
        exclude: FileManager.default.fileExists(
          atPath: "\(Context.packageDirectory)/Tests/\(stage.name)Tests/Fixtures")
          ? ["Fixtures"] : [],
        swiftSettings: settings))
  }
}
let everything: [Target.Dependency] = stages.map { .target(name: $0.name) }
targets += [
  // the one place that names concrete sides
  .executableTarget(
    name: "drawbridge",
    dependencies: everything + [arguments], swiftSettings: settings),
  // seeded generators, shrinking, corpus access; used by tests only
  .target(
    name: "TestSupport",
    dependencies: ["ContentLines", "Records"],
    path: "Tests/TestSupport", swiftSettings: settings),
  // the readers as libFuzzer and the mutation test call them
  .target(
    name: "FuzzEntry",
    dependencies: [
      "ContentLines", "DelimitedText", "CivilTime", "Records", "VCard", "Recurrence", "ICalendar",
      "FileSide",
    ],
    path: "Tests/Fuzz/Entry", swiftSettings: settings),
  .testTarget(
    name: "FuzzTests", dependencies: ["FuzzEntry", "TestSupport"], exclude: ["Fixtures"],
    swiftSettings: settings),
  // the laws of DESIGN as property tests
  .testTarget(
    name: "LawTests", dependencies: everything + ["TestSupport"], swiftSettings: settings),
  // whole histories against a small model of the outside world
  .testTarget(
    name: "ModelTests", dependencies: everything + ["TestSupport"], swiftSettings: settings),
  // folders a CRM administrator can read
  .testTarget(
    name: "ScenarioTests", dependencies: everything + ["TestSupport"],
    exclude: ["Scenarios"], swiftSettings: settings),
  // the built program, as a user runs it
  .testTarget(
    name: "CommandLineTests", dependencies: ["TestSupport"], exclude: ["Ledgers"],
    swiftSettings: settings),
]

// Only for Tests/benchmark.
if Context.environment["DRAWBRIDGE_MEASURE"] != nil {
  targets.append(
    .executableTarget(
      name: "drawbridge-measure",
      dependencies: ["ContentLines", "CivilTime", "Records", "VCard", "ICalendar", "CLibical"],
      path: "Tests/Measure", swiftSettings: settings))
}

// Only for Tests/fuzz, which builds with -sanitize=fuzzer,address in a folder of its own.
if Context.environment["DRAWBRIDGE_FUZZ"] != nil {
  targets.append(
    .executableTarget(
      name: "drawbridge-fuzz", dependencies: ["FuzzEntry"], path: "Tests/Fuzz/Driver",
      swiftSettings: settings,
      linkerSettings: [.unsafeFlags(["-use-ld=lld", "-sanitize=fuzzer,address"])]))
}

if let wanted = Context.environment["DRAWBRIDGE_TARGETS"] {
  var names = Set<String>()
  func need(_ name: String) {
    guard let target = targets.first(where: { $0.name == name }), names.insert(name).inserted
    else { return }
    for dependency in target.dependencies {
      switch dependency {
      case .targetItem(let name, _), .byNameItem(let name, _): need(name)
      default: break
      }
    }
  }
  for name in wanted.split(separator: " ").map(String.init) {
    need(name)
    need("\(name)Tests")
  }
  targets = targets.filter { names.contains($0.name) }
}

let package = Package(
  name: "drawbridge",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
  ],
  targets: targets
)
