package import Basics
package import BatchRunner

/// Chooses the jobs of a pilot (`run --pilot N`) at random, spread over the models and the files.
package enum PilotSample {
  /// A job by the indices of its file and within it.
  private struct Place {
    let file: UInt32
    let index: UInt32
  }

  /// The indices of the chosen jobs, one set for each file. There are fewer than `count` if fewer
  /// jobs are to do.
  ///
  /// Each model gets a part of the pilot, see ``shares(_:of:)``. Its jobs are divided in their order
  /// into so many equal parts, and one is drawn from each (Cochran, Sampling Techniques, 1977, 8.5:
  /// stratified sampling with one unit a stratum), so that a drift along the files does not change
  /// the forecast by chance. Within a model every job has the same chance.
  package static func draw(
    _ count: Int, from files: [JobFile], retriesFailed: Bool, seed: UInt64
  ) throws(JobReaderError) -> [Set<Int>] {
    var generator = SplitMix64(seed: seed)
    let models = try jobsToDo(files, retriesFailed: retriesFailed)
    var sample = Array(repeating: Set<Int>(), count: files.count)
    for (jobs, share) in zip(models, shares(count, of: models.map(\.count))) {
      for position in positions(share, of: jobs.count, using: &generator) {
        sample[Int(jobs[position].file)].insert(Int(jobs[position].index))
      }
    }
    return sample
  }

  /// The positions of the `count` jobs that are drawn of `jobs`, in their order.
  ///
  /// As many jobs as the parts cannot share equally are left out at random first: so each has the same
  /// chance.
  package static func positions(
    _ count: Int, of jobs: Int, using generator: inout SplitMix64
  ) -> [Int] {
    guard count > 0 else { return [] }
    var leftOut = Set<Int>()
    while leftOut.count < jobs % count {
      leftOut.insert(Int.random(in: 0..<jobs, using: &generator))
    }
    var skipped = leftOut.sorted()[...]
    let length = jobs / count
    return (0..<count).map { part in
      let number = part * length + Int.random(in: 0..<length, using: &generator)
      while let next = skipped.first, next <= number + leftOut.count - skipped.count {
        skipped.removeFirst()
      }
      return number + leftOut.count - skipped.count
    }
  }

  /// How many of `count` jobs each model gets, if it has `jobs` to do.
  ///
  /// In proportion to the square roots of its jobs: a compromise between a good forecast of the sum
  /// and one of each model (Bankier, Power Allocations, The American Statistician 42, 1988). With
  /// shares as in the files a model of a tenth of the jobs gets too few answers for a forecast of its
  /// own, while it may be most of the cost.
  package static func shares(_ count: Int, of jobs: [Int]) -> [Int] {
    var shares = Array(repeating: 0, count: jobs.count)
    var left = min(count, jobs.reduce(0, +))
    var open = jobs.indices.filter { jobs[$0] > 0 }
    func exact() -> [Double] {
      let roots = open.map { Double(jobs[$0]).squareRoot() }
      let perRoot = Double(left) / roots.reduce(0, +)
      return roots.map { $0 * perRoot }
    }
    // Models with fewer jobs than their share give all of them.
    while true {
      let small = zip(open, exact()).filter { Double(jobs[$0]) <= $1 }.map(\.0)
      guard !small.isEmpty else { break }
      for index in small {
        shares[index] = jobs[index]
        left -= jobs[index]
      }
      open.removeAll { shares[$0] > 0 }
    }
    // Whole shares, and one more for those with the largest fractions.
    let parts = exact()
    for (index, part) in zip(open, parts) { shares[index] = Int(part) }
    left -= parts.reduce(0) { $0 + Int($1) }
    let byFraction = zip(open, parts).sorted {
      ($1.1 - $1.1.rounded(.down), $0.0) < ($0.1 - $0.1.rounded(.down), $1.0)
    }
    for (index, _) in byFraction.prefix(max(0, left)) { shares[index] += 1 }
    return shares
  }

  /// The jobs to do, by model, in the order of the files. Files that name one model are not read
  /// again.
  private static func jobsToDo(
    _ files: [JobFile], retriesFailed: Bool
  ) throws(JobReaderError) -> [[Place]] {
    var models: [[Place]] = []
    var numbers: [String: Int] = [:]
    func add(_ file: Int, _ index: Int, _ model: String) {
      let number = numbers[model] ?? models.count
      if number == models.count {
        numbers[model] = number
        models.append([])
      }
      models[number].append(Place(file: UInt32(file), index: UInt32(index)))
    }
    for (file, jobs) in files.enumerated() {
      let table = jobs.table
      func isToDo(_ index: Int) -> Bool { table[state: index].isToDo(retriesFailed: retriesFailed) }
      if jobs.models.names.count == 1 {
        for index in 0..<table.count where isToDo(index) { add(file, index, jobs.models.names[0]) }
        continue
      }
      var reader = JobReader(jobs, number: file)
      while let job = try reader.next(where: isToDo) { add(file, job.place.index, job.model) }
    }
    return models
  }
}
