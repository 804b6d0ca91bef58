package import CivilTime
import ContentLines
package import Records
import VCard

/// Writes a plan as files for a person (DESIGN section 10; FORMS, Bundles).
///
/// Import files hold only what a side lacks, OpenCRM's updates by id aside; everything else is in
/// a checklist. What cannot be proved right by reading it back stays behind, and so does what
/// needs it.
package struct BundleWriter: Sendable {
  let plan: Plan
  let sides: [SideName]
  let zones: ZoneCatalog
  let openCRM: any OpenCRMBundling
  let places: any ChecklistPlaces
  let witness: any CalendarWitness
  /// Turns a checklist into a page.
  let page: @Sendable (Checklist) -> [UInt8]
  /// What README.txt opens with: the warning that nobody accepted yet.
  let warning: [String]

  package init(
    plan: Plan, sides: [SideName], zones: ZoneCatalog, openCRM: any OpenCRMBundling,
    places: any ChecklistPlaces, witness: any CalendarWitness,
    page: @escaping @Sendable (Checklist) -> [UInt8], warning: [String] = []
  ) {
    self.plan = plan
    self.sides = Set(sides).sorted()
    self.zones = zones
    self.openCRM = openCRM
    self.places = places
    self.witness = witness
    self.page = page
    self.warning = warning
  }

  /// The bundle; the same plan gives the same bytes. No files, not even README.txt, where nothing
  /// is to be done. O(n log n).
  package func bundle() async -> Bundle {
    var withheld: [String: String] = [:]
    addDependents(to: &withheld)
    while true {
      let steps = plan.steps.filter { sides.contains($0.side) && withheld[$0.id] == nil }
      var folders: [SideFolder] = []
      var failures: [String: String] = [:]
      for side in sides {
        var folder = SideFolder(side: side)
        await fill(&folder, with: steps.filter { $0.side == side })
        failures.merge(folder.withheld) { first, _ in first }
        folders.append(folder)
      }
      guard failures.isEmpty else {
        // What needs a step that failed must not leave either: write again without them.
        withheld.merge(failures) { first, _ in first }
        addDependents(to: &withheld)
        continue
      }
      return finish(folders, steps, withheld)
    }
  }

  /// Withholds every step that needs one which is not in the bundle.
  private func addDependents(to withheld: inout [String: String]) {
    let ids = Set(plan.steps.map(\.id))
    var names: [String: String] = [:]
    for step in plan.steps { names[step.id] = "“\(step.name)” in \(step.side.title)" }
    let elsewhere = Set(plan.steps.filter { !sides.contains($0.side) }.map(\.id))
    var isChanging = true
    while isChanging {
      isChanging = false
      for step in plan.steps where sides.contains(step.side) && withheld[step.id] == nil {
        guard
          let missing = step.needs.first(where: {
            withheld[$0] != nil || elsewhere.contains($0) || !ids.contains($0)
          })
        else { continue }
        withheld[step.id] =
          "It has to wait for \(names[missing] ?? "step \(missing)"), which is not in this bundle."
        isChanging = true
      }
    }
  }

  private func finish(
    _ folders: [SideFolder], _ steps: [Plan.Step], _ withheld: [String: String]
  ) -> Bundle {
    var bundle = Bundle()
    bundle.files = folders.flatMap { $0.entries.map(\.file) }
    bundle.steps = bundle.files.isEmpty ? [] : steps
    for step in plan.steps {
      if let reason = withheld[step.id] {
        bundle.withheld.append(Bundle.Withheld(step: step, reason: reason))
      }
    }
    guard !bundle.files.isEmpty else { return bundle }
    let readMe = ReadMe(
      plan: plan, folders: folders.filter { !$0.entries.isEmpty }, notes: plan.warnings,
      withheld: bundle.withheld, warning: warning)
    bundle.files.append(BundleFile(path: "README.txt", bytes: Array(readMe.text.utf8)))
    return bundle
  }

  private func fill(_ folder: inout SideFolder, with steps: [Plan.Step]) async {
    var byHand: [Plan.Step] = []
    switch folder.side {
    case .google: byHand = await fillGoogle(&folder, with: steps)
    case .opencrm: byHand = fillOpenCRM(&folder, with: steps)
    }
    var checklist = Checklist(
      title: "To do by hand in \(folder.side.title)",
      intro: "Do the steps from top to bottom and tick each one. Ticks last as long as this page "
        + "is open; checklist.csv has the same rows. Plan \(plan.id) of \(plan.made).")
    for step in byHand { checklist.add(step, places) }
    guard !checklist.rows.isEmpty else { return }
    let sentence =
      "\(ReadMe.count(checklist.count, "step")) to do by hand: open the page in a browser, or the "
      + ".csv beside it, which holds the same."
    folder.add("checklist.csv", checklist.csv, nil)
    folder.add("checklist.html", page(checklist), sentence)
  }
}

extension SideName {
  /// The side's folder in a bundle: `opencrm` or `google/ACCOUNT`.
  package var bundlePath: String {
    switch self {
    case .opencrm: "opencrm"
    case .google(let account): "google/\(SafeFileName.of(account, otherwise: "account"))"
    }
  }
}

/// The files of one side under way.
struct SideFolder {
  struct Entry {
    var file: BundleFile
    /// What to do with it; nil where the next file's sentence covers it.
    var sentence: String?
  }

  let side: SideName
  private(set) var entries: [Entry] = []
  /// Why a step is in none of them, by its id.
  var withheld: [String: String] = [:]

  init(side: SideName) { self.side = side }

  var path: String { side.bundlePath }

  mutating func add(_ name: String, _ bytes: [UInt8], _ sentence: String?) {
    entries.append(
      Entry(file: BundleFile(path: "\(path)/\(name)", bytes: bytes), sentence: sentence))
  }
}
