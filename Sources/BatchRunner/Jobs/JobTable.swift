import Basics

/// All jobs of one file in about 23 bytes each: hashes of their ids, fingerprints, states.
///
/// Two ids with one 64-bit hash would be taken for the same: among a million, one chance in 37
/// million, and then the file is refused, not run wrongly.
package struct JobTable: Sendable {
  private var idHashes: [UInt64] = []
  private var fingerprints: [UInt64] = []
  /// Where lines and jobs part: from this job on, so many lines more were passed over.
  private var shifts: [(index: UInt32, lines: UInt32)] = [(0, 0)]
  private var states: [JobState] = []
  /// For jobs without a `custom_id`, the how-manieth of their body; empty up to the last repeat.
  private var ordinals: [UInt32] = []
  /// How many jobs without a `custom_id` a repeated body has.
  private var repeats: [Fingerprint: UInt32] = [:]
  /// Open addressing: a job's index and one more, or 0.
  private var slots: [UInt32] = Array(repeating: 0, count: 1024)

  package init() {}

  package var count: Int { idHashes.count }

  /// Makes room at once: growing by doubling would leave holes as large as the table itself.
  package mutating func reserve(_ jobs: Int) {
    idHashes.reserveCapacity(jobs)
    fingerprints.reserveCapacity(jobs)
    states.reserveCapacity(jobs)
    let length = jobs * 10 / Self.fullestInTenths + 1
    if length > slots.count { rehash(length) }
  }

  private static let fullestInTenths = 7

  package func fingerprint(of index: Int) -> Fingerprint { Fingerprint(fingerprints[index]) }
  package func idHash(of index: Int) -> UInt64 { idHashes[index] }
  /// The line it stands in, from 1.
  package func line(of index: Int) -> Int {
    var low = 0
    var high = shifts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(shifts[middle].index) <= index { low = middle } else { high = middle }
    }
    return index + 1 + Int(shifts[low].lines)
  }

  package subscript(state index: Int) -> JobState {
    get { states[index] }
    set { states[index] = newValue }
  }

  package func count(of state: JobState) -> Int {
    states.reduce(0) { $1 == state ? $0 + 1 : $0 }
  }

  /// The job with this id.
  package func index(ofID hash: UInt64) -> Int? {
    var slot = firstSlot(hash)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if idHashes[index] == hash { return index }
      slot = behind(slot)
    }
    return nil
  }

  /// Spreads hashes over any number of slots without a division ("Fast Random Integer Generation
  /// in an Interval", Lemire, 2019).
  private func firstSlot(_ hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(slots.count)).high)
  }

  private func behind(_ slot: Int) -> Int {
    slot + 1 == slots.count ? 0 : slot + 1
  }

  /// Adds a job; answers the index of the one that has its id already, and then adds nothing.
  package mutating func append(
    id: String?, fingerprint: Fingerprint, line: Int
  ) -> (taken: Int, id: String)? {
    var ordinal: UInt32 = 1
    var name = id ?? Self.name(fingerprint, ordinal: 1)
    var hash = XXHash64.hash(name)
    if id == nil, let first = index(ofID: hash), self.fingerprint(of: first) == fingerprint {
      ordinal = repeats[fingerprint, default: 1] + 1
      repeats[fingerprint] = ordinal
      name = Self.name(fingerprint, ordinal: ordinal)
      hash = XXHash64.hash(name)
    }
    if let taken = index(ofID: hash) { return (taken, name) }
    if ordinal > 1 {
      ordinals.append(contentsOf: repeatElement(1, count: count - ordinals.count))
      ordinals.append(ordinal)
    }
    idHashes.append(hash)
    fingerprints.append(fingerprint.value)
    let shift = UInt32(truncatingIfNeeded: line - count)
    if shifts[shifts.count - 1].lines != shift {
      shifts.append((UInt32(truncatingIfNeeded: count - 1), shift))
    }
    states.append(.toDo)
    place(count - 1)
    return nil
  }

  /// The name of a job without a `custom_id`.
  package func automaticID(of index: Int) -> String {
    Self.name(fingerprint(of: index), ordinal: index < ordinals.count ? ordinals[index] : 1)
  }

  private static func name(_ fingerprint: Fingerprint, ordinal: UInt32) -> String {
    ordinal == 1 ? "auto-\(fingerprint)" : "auto-\(fingerprint)-\(ordinal)"
  }

  private mutating func place(_ index: Int) {
    if count * 10 > slots.count * Self.fullestInTenths {
      rehash(slots.count * 2)
    } else {
      fillSlot(index)
    }
  }

  private mutating func rehash(_ length: Int) {
    slots = Array(repeating: 0, count: length)
    for earlier in 0..<count { fillSlot(earlier) }
  }

  private mutating func fillSlot(_ index: Int) {
    var slot = firstSlot(idHashes[index])
    while slots[slot] != 0 { slot = behind(slot) }
    slots[slot] = UInt32(truncatingIfNeeded: index + 1)
  }

  /// Jobs whose bodies say the same as an earlier one's: how many, and the lines of the first such
  /// pair. `nil`: none.
  package func identicalBodies() -> (count: Int, first: (Int, Int))? {
    let order = (0..<count).sorted {
      (fingerprints[$0], $0) < (fingerprints[$1], $1)
    }
    var found = 0
    var first: (Int, Int)?
    for (before, after) in zip(order, order.dropFirst())
    where fingerprints[before] == fingerprints[after] {
      found += 1
      if first.map({ after < $0.1 }) ?? true { first = (before, after) }
    }
    return first.map { (found, (line(of: $0.0), line(of: $0.1))) }
  }
}
