import Basics
package import BatchRunner

/// Chooses the jobs of a pilot (`run --pilot N`) at random.
///
/// Every job to do has the same chance, so that the pilot has about the same mix of models and
/// lengths as the files.
package enum PilotSample {
  /// The indices of the chosen jobs, one set for each file. There are fewer than `count` if fewer
  /// jobs are to do.
  package static func draw(
    _ count: Int, from files: [JobFile], retriesFailed: Bool, seed: UInt64
  ) -> [Set<Int>] {
    var generator = SplitMix64(seed: seed)
    var drawn: [(file: Int, index: Int)] = []
    var seen = 0
    // Reservoir sampling (Vitter's algorithm R, 1985): the n-th job replaces a random one of those
    // drawn with probability count / n.
    for (file, jobs) in files.enumerated() {
      for index in 0..<jobs.table.count
      where jobs.table[state: index].isToDo(retriesFailed: retriesFailed) {
        seen += 1
        if drawn.count < count {
          drawn.append((file, index))
        } else {
          let replaced = Int.random(in: 0..<seen, using: &generator)
          if replaced < count { drawn[replaced] = (file, index) }
        }
      }
    }
    var sample = Array(repeating: Set<Int>(), count: files.count)
    for (file, index) in drawn { sample[file].insert(index) }
    return sample
  }
}
