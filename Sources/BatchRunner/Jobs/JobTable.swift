import Basics

/// All jobs of one file: the hash of each id, its fingerprint, its state and its line. Takes about
/// 23 bytes per job.
///
/// Two ids with the same 64-bit hash are treated as equal. In a file of a million jobs the chance
/// of that is one in 37 million. The file is then refused for a repeated id; it is never run
/// wrongly.
package struct JobTable: Sendable {
  private var idHashes: [UInt64] = []
  private var fingerprints: [UInt64] = []
  /// From job `index` on, `lines` of the lines before a job hold no job. An entry is added only
  /// where that number changes.
  private var shifts: [(index: UInt32, lines: UInt32)] = [(0, 0)]
  private var states: [JobState] = []
  /// By job: for a job without a `custom_id`, its number among the jobs with the same body, from 1.
  /// Filled only up to the last job whose number is above 1.
  private var ordinals: [UInt32] = []
  /// For each body that occurs more than once without a `custom_id`: how often.
  private var repeats: [Fingerprint: UInt32] = [:]
  /// A hash table with open addressing, by id: a job's index plus one, or 0 for a free slot.
  private var slots: [UInt32] = Array(repeating: 0, count: 1024)

  package init() {}

  package var count: Int { idHashes.count }

  /// Reserves memory for this many jobs. Growing by doubling would leave as much memory unused as
  /// the table takes.
  package mutating func reserve(_ jobs: Int) {
    idHashes.reserveCapacity(jobs)
    fingerprints.reserveCapacity(jobs)
    states.reserveCapacity(jobs)
    let length = jobs * 10 / Self.maxLoadInTenths + 1
    if length > slots.count { rehash(length) }
  }

  /// The hash table grows when more than this many tenths of its slots are used.
  private static let maxLoadInTenths = 7

  package func fingerprint(of index: Int) -> Fingerprint { Fingerprint(fingerprints[index]) }
  package func idHash(of index: Int) -> UInt64 { idHashes[index] }

  /// The job's line in the file, from 1.
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

  /// A failed job is to do again.
  package mutating func reopen(_ index: Int) {
    if states[index] == .failed || states[index] == .failedForNow { states[index] = .toDo }
  }

  /// How many jobs have this state; looks at every job.
  package func count(of state: JobState) -> Int {
    states.reduce(0) { $1 == state ? $0 + 1 : $0 }
  }

  /// The index of the job whose id has this hash; `nil`: there is none.
  package func index(ofID hash: UInt64) -> Int? {
    var slot = firstSlot(hash)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if idHashes[index] == hash { return index }
      slot = slotAfter(slot)
    }
    return nil
  }

  /// Maps a hash to a slot, for any number of slots, without a division ("Fast Random Integer
  /// Generation in an Interval", Lemire, 2019).
  private func firstSlot(_ hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(slots.count)).high)
  }

  private func slotAfter(_ slot: Int) -> Int {
    slot + 1 == slots.count ? 0 : slot + 1
  }

  /// Adds a job. If another job has its id, adds nothing and returns that job's index and the id;
  /// otherwise returns `nil`.
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
    addToSlots(count - 1)
    return nil
  }

  /// The name of a job without a `custom_id`: its fingerprint, and its number if the body is
  /// repeated. So the name stays the same when lines are moved or inserted.
  package func automaticID(of index: Int) -> String {
    Self.name(fingerprint(of: index), ordinal: index < ordinals.count ? ordinals[index] : 1)
  }

  private static func name(_ fingerprint: Fingerprint, ordinal: UInt32) -> String {
    ordinal == 1 ? "auto-\(fingerprint)" : "auto-\(fingerprint)-\(ordinal)"
  }

  private mutating func addToSlots(_ index: Int) {
    if count * 10 > slots.count * Self.maxLoadInTenths {
      rehash(slots.count * 2)
    } else {
      fillSlot(index)
    }
  }

  private mutating func rehash(_ length: Int) {
    slots = Array(repeating: 0, count: length)
    for index in 0..<count { fillSlot(index) }
  }

  private mutating func fillSlot(_ index: Int) {
    var slot = firstSlot(idHashes[index])
    while slots[slot] != 0 { slot = slotAfter(slot) }
    slots[slot] = UInt32(truncatingIfNeeded: index + 1)
  }

  /// Jobs whose body is identical to that of an earlier job: how many, and the lines of the first
  /// such pair. `nil`: there are none.
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
