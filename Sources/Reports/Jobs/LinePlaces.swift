/// Where the lines of chosen jobs are in a file, by the hash of the job's id: 16 bytes for each line.
struct LinePlaces {
  private var places: [(id: UInt64, offset: Int)] = []

  mutating func add(_ id: UInt64, offset: Int) {
    places.append((id, offset))
  }

  /// Call this once after the last line. A job's lines stay in their order.
  mutating func finish() {
    places.sort { ($0.id, $0.offset) < ($1.id, $1.offset) }
  }

  /// The offsets of a job's lines.
  func offsets(of id: UInt64) -> [Int] {
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return places[low...].prefix { $0.id == id }.map(\.offset)
  }
}
