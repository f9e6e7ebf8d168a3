/// Numbers ids by their 64-bit hashes, in the order in which they came: 8 bytes an id, and up to 8
/// for the slots. Two ids with one hash are taken for the same: among a million, one chance in 37
/// million.
struct HashIndex {
  private(set) var hashes: [UInt64] = []
  /// Open addressing: an id's number and one more, or 0.
  private var slots: [UInt32] = Array(repeating: 0, count: 1024)

  var count: Int { hashes.count }

  /// Growing by doubling would leave holes as large as the index itself.
  mutating func reserve(_ count: Int) {
    hashes.reserveCapacity(count)
    if count * 10 / 7 + 1 > slots.count { rehash(count * 10 / 7 + 1) }
  }

  func index(of hash: UInt64) -> Int? {
    var slot = firstSlot(hash)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if hashes[index] == hash { return index }
      slot = slot + 1 == slots.count ? 0 : slot + 1
    }
    return nil
  }

  /// The id must be new.
  mutating func append(_ hash: UInt64) {
    hashes.append(hash)
    if count * 10 > slots.count * 7 { rehash(slots.count * 2) } else { place(count - 1) }
  }

  private func firstSlot(_ hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(slots.count)).high)
  }

  private mutating func rehash(_ length: Int) {
    slots = Array(repeating: 0, count: length)
    for index in 0..<count { place(index) }
  }

  private mutating func place(_ index: Int) {
    var slot = firstSlot(hashes[index])
    while slots[slot] != 0 { slot = slot + 1 == slots.count ? 0 : slot + 1 }
    slots[slot] = UInt32(truncatingIfNeeded: index + 1)
  }
}
