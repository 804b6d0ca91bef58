import Foundation

/// Measures reading and writing for Tests/benchmark.
///
///     drawbridge-measure table [SHARE]       the table of spec/performance.md, with this share of
///                                            its records (1 where missing)
///     drawbridge-measure generate KIND N F   a file of takeout3, vcard4, phone21 or events
///     drawbridge-measure kept FILE           the peak of memory while all records of a file are kept

let arguments = CommandLine.arguments.dropFirst()
switch (arguments.first, Array(arguments.dropFirst())) {
case ("table", let rest):
  Table.run(share: rest.first.flatMap { Double($0) } ?? 1)
case ("generate", let rest) where rest.count == 3:
  guard let count = Int(rest[1]) else { fallthrough }
  let bytes =
    Cards.Kind(rawValue: rest[0]).map { Cards.file($0, count: count) } ?? Events.file(count: count)
  try Data(bytes).write(to: URL(fileURLWithPath: rest[2]))
case ("kept", let rest) where rest.count == 1:
  try Kept.run(rest[0])
default:
  print("drawbridge-measure table [SHARE] | generate KIND COUNT FILE | kept FILE")
  exit(2)
}
