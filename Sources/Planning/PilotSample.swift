import Basics
package import BatchRunner

/// The jobs of a pilot: drawn at random from all that are to do, each as likely as the others, so
/// that models and lengths are in it as they are in the files.
package enum PilotSample {
  /// Indices of jobs, by file. Fewer than `count`, where there are no more.
  package static func draw(
    _ count: Int, from files: [JobFile], retriesFailed: Bool, seed: UInt64
  ) -> [Set<Int>] {
    var dice = SplitMix64(seed: seed)
    var drawn: [(file: Int, index: Int)] = []
    var seen = 0
    // Each job to do takes the place of one that was drawn with the chance that it deserves
    // (reservoir sampling, Vitter's algorithm R, 1985).
    for (file, jobs) in files.enumerated() {
      for index in 0..<jobs.table.count
      where jobs.table[state: index].isToDo(retriesFailed: retriesFailed) {
        seen += 1
        if drawn.count < count {
          drawn.append((file, index))
        } else {
          let place = Int.random(in: 0..<seen, using: &dice)
          if place < count { drawn[place] = (file, index) }
        }
      }
    }
    var sample = Array(repeating: Set<Int>(), count: files.count)
    for (file, index) in drawn { sample[file].insert(index) }
    return sample
  }
}
