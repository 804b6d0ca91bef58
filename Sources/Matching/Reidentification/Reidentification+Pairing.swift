import Records

extension ReidentificationRun {
  /// An old and a new node that share a key, with what speaks for them.
  struct Edge {
    let old: Int
    let new: Int
    let evidence: Evidence
  }

  /// Pairs over unique keys first, then over all keys, until nothing more is sure.
  mutating func pairByKeys() {
    guard !olds.isEmpty, !news.isEmpty else { return }
    pair(edges(uniqueOnly: true))
    // A pair takes its records out of the way of others; a few rounds settle it.
    for _ in 0..<4 where pair(edges(uniqueOnly: false)) == 0 { break }
  }

  /// The pairs of open nodes that share a key worth comparing for, strong enough for a question.
  func edges(uniqueOnly: Bool, and more: [UInt64] = []) -> [Edge] {
    var pairs = more
    for key in 0..<index.count {
      let field = index.fields[key]
      let reach = Self.reach(field)
      guard reach > 0, !uniqueOnly || (Evidence.identifies(field) && isUnique(Int32(key))) else {
        continue
      }
      let first = oldPostings[key].filter { !olds[Int($0)].members.isEmpty }
      let second = newPostings[key].filter { !news[Int($0)].members.isEmpty }
      guard !first.isEmpty, !second.isEmpty else { continue }
      let isCrowded = first.count * second.count > reach
      if isCrowded, Self.isWeak(field) { continue }
      for (rank, one) in first.enumerated() {
        // Where hundreds share a key, each meets the few that stand near it in order of id.
        let near = isCrowded ? max(0, min(rank - 4, second.count - 8)) : 0
        let candidates = isCrowded ? second.dropFirst(near).prefix(8) : second[...]
        for other in candidates { pairs.append(UInt64(one) << 32 | UInt64(other)) }
      }
    }
    pairs.sort()
    var result: [Edge] = []
    var last: UInt64?
    for pair in pairs where pair != last {
      last = pair
      let one = Int(pair >> 32)
      let other = Int(pair & 0xFFFF_FFFF)
      let evidence = evidence(one, other)
      guard evidence.points >= Evidence.doubtful, !evidence.contradicted.contains(.uid) else {
        continue
      }
      result.append(Edge(old: one, new: other, evidence: evidence))
    }
    return result
  }

  /// How many comparisons the records sharing one key of a field may cost.
  private static func reach(_ field: MatchField) -> Int {
    switch field {
    case .uid, .email, .phone, .phoneEnd, .name, .summary, .note, .address: 400
    case .birthday, .website, .start, .due, .company, .nickname: 100
    case .title, .end, .place, .attendee, .repeats: 0
    }
  }

  /// Fields that are not worth a comparison where many share them.
  private static func isWeak(_ field: MatchField) -> Bool {
    [.birthday, .company, .nickname, .start, .due].contains(field)
  }

  /// Assigns sure edges component by component; returns how many nodes were paired.
  @discardableResult
  mutating func pair(_ edges: [Edge]) -> Int {
    let sure = edges.filter { $0.evidence.points >= Evidence.same }
    guard !sure.isEmpty else { return 0 }
    var sets = UnionFind(olds.count + news.count)
    for edge in sure { sets.join(edge.old, olds.count + edge.new) }
    var components: [Int: [Edge]] = [:]
    for edge in sure { components[sets.root(edge.old), default: []].append(edge) }
    var paired = 0
    for root in components.keys.sorted() {
      for edge in assigned(components[root] ?? []) {
        accept(edge.old, edge.new, edge.evidence)
        paired += 1
      }
    }
    return paired
  }

  /// The best one-to-one choice among the edges of a component, without the pairs that could as
  /// well be crossed.
  private func assigned(_ edges: [Edge]) -> [Edge] {
    guard edges.count > 1 else { return edges }
    let rows = Set(edges.map(\.old)).sorted()
    let columns = Set(edges.map(\.new)).sorted()
    let rowOf = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1, $0) })
    let columnOf = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
    var byCell: [UInt64: Edge] = [:]
    var cells: [(row: Int, column: Int, score: Int)] = []
    for edge in edges {
      guard let row = rowOf[edge.old], let column = columnOf[edge.new] else { continue }
      byCell[UInt64(row) << 32 | UInt64(column)] = edge
      // Squares keep one strong pair from giving way to two weak ones.
      cells.append((row, column, edge.evidence.points * edge.evidence.points))
    }
    let choice: [Int]
    if rows.count * columns.count <= 4096 {
      var scores = [[Int]](
        repeating: [Int](repeating: 0, count: columns.count), count: rows.count)
      for cell in cells { scores[cell.row][cell.column] = cell.score }
      choice = Assignment.best(scores)
    } else {
      choice = Assignment.greedy(cells, rows: rows.count, columns: columns.count)
    }
    func edge(_ row: Int, _ column: Int) -> Edge? {
      byCell[UInt64(row) << 32 | UInt64(column)]
    }
    var rowOfColumn = [Int](repeating: -1, count: columns.count)
    for (row, column) in choice.enumerated() where column >= 0 { rowOfColumn[column] = row }
    var isUnsure = [Bool](repeating: false, count: rows.count)
    for cell in cells {
      let column = choice[cell.row]
      let rival = rowOfColumn[cell.column]
      guard cell.column != column, column >= 0, rival >= 0, let crossed = edge(rival, column),
        let cross = edge(cell.row, cell.column), let mine = edge(cell.row, column),
        let its = edge(rival, cell.column)
      else { continue }
      let straight = mine.evidence.points + its.evidence.points
      if straight - cross.evidence.points - crossed.evidence.points < Evidence.margin {
        isUnsure[cell.row] = true
        isUnsure[rival] = true
      }
    }
    return choice.enumerated().compactMap { row, column in
      column < 0 || isUnsure[row] ? nil : edge(row, column)
    }
  }
}
