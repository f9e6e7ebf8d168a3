import Basics
import BatchRunner

/// The ids of a job file that is to be replaced. A row whose request is unchanged keeps its id, so
/// that it is not sent and paid again, whatever its number is now.
package struct KeptIDs {
  /// How many jobs kept an id.
  package private(set) var kept = 0
  /// How many of them have an id that says only a position, which is not their row's any more.
  package private(set) var moved = 0

  private struct Entry {
    let fingerprint: UInt64
    let id: RowID
    var isTaken = false
  }
  /// The jobs of the file, by fingerprint and then by number.
  private var entries: [Entry] = []
  /// An id that a row with another number kept: that number.
  private var numbers: [TakenID: Int] = [:]

  private struct TakenID: Hashable {
    let number: UInt32
    let hash: UInt64?
  }

  /// Reads a job file. `nil` if it cannot be read or has no ids that were made from rows.
  package init?(_ path: String) {
    guard let file = try? ReadableFile(path) else { return nil }
    var lines = LineReader(file)
    var parser = JobLineParser()
    while let line = try? lines.next() {
      guard let bytes = line.bytes, let job = try? parser.parse(bytes), var id = job.id,
        let row = id.withUTF8({ RowID(UnsafeRawBufferPointer($0)) })
      else { continue }
      entries.append(Entry(fingerprint: job.fingerprint.value, id: row))
    }
    if entries.isEmpty { return nil }
    entries.sort { ($0.fingerprint, $0.id.number) < ($1.fingerprint, $1.id.number) }
  }

  /// The id for a row with this request, whose id would be `natural`.
  mutating func take(for fingerprint: Fingerprint, _ natural: RowID) -> RowID {
    guard let id = takeFree(fingerprint, natural) else { return unused(natural) }
    kept += 1
    if id.number != natural.number {
      if id.hash == nil { moved += 1 }
      numbers[TakenID(number: id.number, hash: id.hash)] = Int(natural.number)
    }
    return id
  }

  /// The row's own id if it is free, else the first one.
  private mutating func takeFree(_ fingerprint: Fingerprint, _ natural: RowID) -> RowID? {
    func first(from number: UInt32, upTo last: UInt32) -> Int? {
      var at = start(fingerprint.value, number)
      while at < entries.count, entries[at].fingerprint == fingerprint.value,
        entries[at].id.number <= last
      {
        // With another hash, the id was made from other columns: it would not be found by its row.
        let id = entries[at].id
        if !entries[at].isTaken, id.hash == nil || id.hash == natural.hash { return at }
        at += 1
      }
      return nil
    }
    guard let at = first(from: natural.number, upTo: natural.number) ?? first(from: 0, upTo: .max)
    else { return nil }
    entries[at].isTaken = true
    return entries[at].id
  }

  /// The index of the first entry that is not before this one.
  private func start(_ fingerprint: UInt64, _ number: UInt32) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      let entry = entries[middle]
      if (entry.fingerprint, entry.id.number) < (fingerprint, number) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  /// `natural`, unless another row has kept that id: then with the number of that row, whose own id
  /// is free.
  private func unused(_ natural: RowID) -> RowID {
    var id = natural
    while let number = numbers[TakenID(number: id.number, hash: id.hash)] {
      id = RowID(number: number, hash: natural.hash)
    }
    return id
  }
}
