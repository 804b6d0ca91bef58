import Records
import Sides
import TestSupport
import Testing

/// The laws catch mistakes: every seeded fault breaks each law that is said to catch it.
@Suite struct FaultTests {
  /// How many cases a law gets to see a fault.
  private static let cases = 3_000

  @Test("A faulty merge breaks a law", arguments: Faults.merges.indices)
  func merges(_ index: Int) {
    let fault = Faults.merges[index]
    for law in fault.laws {
      #expect(breaks(fault, law), "“\(fault.name)” should break \(law)")
    }
    print("fault “\(fault.name)” breaks: \(fault.laws.joined(separator: ", "))")
  }

  private func breaks(_ fault: Faults.MergeFault, _ law: String) -> Bool {
    if law == "units" {
      return forAll(law, count: Self.cases, unshrunk(UnitCase.generator(fault.kind))) {
        UnitLaw.check($0, fault.merge)
      } != nil
    }
    guard let check = MergeLaws.all.first(where: { $0.name == law })?.check else { return false }
    return forAll(law, count: Self.cases, unshrunk(MergeCase.generator(fault.kind))) {
      check($0, fault.merge($0.base, $0.labelled), fault.merge)
    } != nil
  }

  @Test("A faulty lens breaks a law", arguments: Faults.lenses.indices)
  func lenses(_ index: Int) {
    let fault = Faults.lenses[index]
    let held: Set<Name> = ["FN", "N", "EMAIL", "TEL", "NOTE"]
    let real = LensUnderTest("some properties", .contact, PropertyLens(held: held))
    let faulty = fault.lens(real)
    for law in fault.laws {
      guard let check = LensLaws.all.first(where: { $0.name == law })?.check else { continue }
      let sound = forAll(law, count: 300, unshrunk(LensCase.generator(real))) { check($0, real) }
      #expect(sound == nil, "the real lens breaks \(law): \(sound?.description ?? "")")
      let found = forAll(law, count: Self.cases, unshrunk(LensCase.generator(faulty))) {
        check($0, faulty)
      }
      #expect(found != nil, "“\(fault.name)” should break \(law)")
    }
    print("fault “\(fault.name)” breaks: \(fault.laws.joined(separator: ", "))")
  }

  /// Finding a fault is enough; how small its case can be made does not matter.
  private func unshrunk<Value>(_ generator: Generator<Value>) -> Generator<Value> {
    Generator(generator.generate, show: generator.show)
  }
}
