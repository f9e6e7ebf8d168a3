/// A hash table that numbers ids in the order in which they are added. It stores only their hashes.
///
/// It needs 8 bytes for each id and up to 8 more for the slots. Ids with the same 64-bit hash count
/// as the same id; among a million ids that happens with a probability of 1 in 37 million.
struct HashIndex {
  /// The hashes of the ids in the order in which they were added.
  private(set) var hashes: [UInt64] = []
  /// Open addressing with linear probing. A slot holds 0, or an index in ``hashes`` plus 1.
  private var slots: [UInt32] = Array(repeating: 0, count: 1024)

  var count: Int { hashes.count }

  /// Prepares for `count` ids, so that the storage does not have to grow by doubling, which would
  /// need up to twice the memory.
  mutating func reserve(_ count: Int) {
    hashes.reserveCapacity(count)
    if count * 10 / 7 + 1 > slots.count { rehash(count * 10 / 7 + 1) }
  }

  /// The number of the id with this hash; `nil` if it was not added.
  func index(of hash: UInt64) -> Int? {
    var slot = firstSlot(hash)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if hashes[index] == hash { return index }
      slot = slot + 1 == slots.count ? 0 : slot + 1
    }
    return nil
  }

  /// Adds an id, which must be new. Its number is the previous ``count``.
  mutating func append(_ hash: UInt64) {
    hashes.append(hash)
    // At most 70 % of the slots are used, so that searches stay short.
    if count * 10 > slots.count * 7 { rehash(slots.count * 2) } else { place(count - 1) }
  }

  /// Maps the hash to `0..<slots.count` by multiplication, which is faster than a remainder.
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
