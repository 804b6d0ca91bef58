import ContentLines
import Records

/// The pictures that lie beside the cards of a Takeout, named after the full name of a card: which
/// card each belongs to, where that can be proved.
///
/// It is proved where one card of the folder has the name, one picture has it, and no numbered one
/// (`Ann(1).jpg`) says that Google saw the name twice; and where all folders that show the card
/// have the same picture for it. A card that names a picture of its own keeps that one. A folder is
/// one folder of the export, whichever parts its files came in.
struct SidePhotos {
  private struct Picture: Equatable {
    var type: String
    var bytes: [UInt8]
  }

  /// The cards of one file, with their full names.
  struct Cards {
    var folder: Text
    var cards: [(name: Text, digest: Digest)]
  }

  private let count: Int
  private var proved: [Digest: [Picture]] = [:]
  private var carried = 0

  /// O(n) in the pictures and the cards beside them.
  init(_ files: [GoogleExportFile], beside cards: [Cards]) {
    count = files.count
    var pictures: [Text: [Text: [Picture]]] = [:]
    var numbered: [Text: Set<Text>] = [:]
    for file in files {
      guard let type = file.pictureType else { continue }
      let title = Text(file.title)
      pictures[file.folder, default: [:]][title, default: []].append(
        Picture(type: type, bytes: file.bytes))
      if let name = Self.withoutNumber(title) {
        numbered[file.folder, default: []].insert(name)
      }
    }
    for (folder, files) in Dictionary(grouping: cards, by: \.folder) {
      guard let own = pictures[folder] else { continue }
      for (name, digest) in Self.named(files) {
        guard let found = own[name], found.count == 1, numbered[folder]?.contains(name) != true
        else { continue }
        proved[digest, default: []].append(found[0])
      }
    }
  }

  /// The cards of a folder whose name no other card of it has: one that stands in several files is
  /// one card, two in one file are two.
  private static func named(_ files: [Cards]) -> [Text: Digest] {
    var result: [Text: Digest] = [:]
    var shared = Set<Text>()
    for file in files {
      var here = Set<Text>()
      for card in file.cards where !card.name.isEmpty {
        let isFirst = here.insert(card.name).inserted
        if !isFirst || (result[card.name] ?? card.digest) != card.digest {
          shared.insert(card.name)
        }
        result[card.name] = card.digest
      }
    }
    return result.filter { !shared.contains($0.key) }
  }

  /// Whether any picture was proved to belong to a card.
  func isProved(_ digest: Digest) -> Bool { proved[digest] != nil }

  /// The card with its picture as PHOTO, if one is proved to be its own.
  mutating func adding(to record: Record, _ digest: Digest) -> Record {
    guard let found = proved[digest], let picture = found.first,
      found.allSatisfy({ $0 == picture }), var component = record.components.first,
      component.first("PHOTO") == nil
    else { return record }
    carried += 1
    let head = Array("data:\(picture.type);base64,".utf8)
    component.properties.append(
      Property("PHOTO", value: Text(head + Self.base64(picture.bytes))))
    return Record(.contact, [component], zones: record.zones).canonical()
  }

  /// What to say of them; nil where there is none.
  var summary: String? {
    guard count > 0 else { return nil }
    let found = count == 1 ? "1 picture lies" : "\(count) pictures lie"
    if carried == 0 {
      return "\(found) beside the cards; none is proved to belong to a card that lacks one."
    }
    let taken = carried == 1 ? "1 was taken" : "\(carried) were taken"
    return "\(found) beside the cards; \(taken) as the photo of the card of that name."
  }

  /// RFC 4648 section 4. O(n).
  private static func base64(_ bytes: [UInt8]) -> [UInt8] {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      bits <<= UInt32(8 * (3 - group.count))
      for place in 0..<4 {
        let isPadding = place > group.count
        result.append(isPadding ? ASCII.equals : letters[Int(bits >> UInt32(18 - 6 * place) & 63)])
      }
    }
    return result
  }

  /// `Ann(1)` is the second picture for `Ann`.
  private static func withoutNumber(_ title: Text) -> Text? {
    guard title.byte(at: title.count - 1) == 0x29,
      let open = title.bytes.lastIndex(of: 0x28)
    else { return nil }
    let place = open - title.bytes.startIndex
    let digits = title[place + 1..<title.count - 1]
    guard place > 0, !digits.isEmpty, digits.bytes.allSatisfy(ASCII.isDigit) else { return nil }
    return title[0..<place]
  }
}
