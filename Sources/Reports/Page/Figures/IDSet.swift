/// A set of hashes of job ids; a million take eight megabytes.
struct IDSet: Sendable {
  private var hashes: [UInt64] = []
  /// This many hashes at the front are sorted and unique.
  private var sorted = 0

  mutating func insert(_ hash: UInt64) {
    hashes.append(hash)
  }

  /// Sorts the hashes and removes duplicates. Call this after the last ``insert(_:)`` and before
  /// ``contains(_:)`` and ``count``.
  mutating func sort() {
    guard sorted < hashes.count else { return }
    hashes.sort()
    var kept = 0
    for index in hashes.indices where index == 0 || hashes[index] != hashes[kept - 1] {
      hashes[kept] = hashes[index]
      kept += 1
    }
    hashes.removeLast(hashes.count - kept)
    sorted = hashes.count
  }

  var count: Int { hashes.count }

  /// A binary search.
  func contains(_ hash: UInt64) -> Bool {
    var low = 0
    var high = hashes.count
    while low < high {
      let middle = (low + high) / 2
      if hashes[middle] < hash { low = middle + 1 } else { high = middle }
    }
    return low < hashes.count && hashes[low] == hash
  }
}
