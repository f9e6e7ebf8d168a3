import Basics

/// Decides which row of a dataset gets which outcome of a run.
///
/// A row and a job belong together if their hashes are the same. Where a row stands only chooses
/// between jobs that have the same cells. Rows that share a hash although their cells differ get no
/// answer, since nothing tells which is whose.
///
/// Takes about 40 bytes a row and 30 bytes a job.
struct RowMatching {
  struct Row {
    let hash: UInt64
    /// Differs for different rows with the same ``hash``: a second hash of the cells or, if bodies
    /// are compared, the fingerprint of the body that the template makes of the row.
    let check: UInt64
  }

  struct Job {
    /// What the job's id says about its row.
    enum Identity: UInt8 {
      /// The number and the hash of its cells.
      case hash
      /// Only its number.
      case position
      /// Nothing: it was not made from a row, or its id comes from a column.
      case none
    }

    var identity: Identity
    /// The row's number when the job was prepared, from 1.
    var number: UInt32
    var hash: UInt64
    /// The fingerprint of the request body.
    var fingerprint: UInt64
    /// `false`: it failed.
    var isResult: Bool
  }

  struct Rules {
    /// Whether a job's body must be the one that the template makes of the row.
    var comparesBodies = false
    /// Whether a job whose id says only a position belongs to the row that stands there now.
    var trustsPositions = false
    /// Whether edited rows get the answers from before.
    var keepsEdited = false
    /// How many rows the dataset had when the jobs were prepared; `nil`: that is not known.
    var rowsBefore: Int?
  }

  /// What is to be told about a row.
  enum Verdict: UInt8 {
    case none
    /// Its answer is that of another row with the same cells.
    case shared
    /// Its cells were changed after the job was prepared.
    case edited
    /// Another row has the same hash, but other cells.
    case alike
  }

  let rows: [Row]
  let jobs: [Job]
  private let rules: Rules
  /// By row: the job's index plus 1, or 0.
  private var found: [UInt32]
  private(set) var verdicts: [Verdict]
  /// By job: its row's index plus 1, or 0.
  private var places: [UInt32]
  /// Rows that no job is left for, each with the job of another row with the same cells.
  private var spares: [(row: UInt32, job: UInt32)] = []
  /// The edited rows, and the jobs that were made from them.
  private(set) var edits: [(row: Int, job: Int)] = []

  init(_ rows: [Row], _ jobs: [Job], _ rules: Rules) {
    (self.rows, self.jobs, self.rules) = (rows, jobs, rules)
    found = Array(repeating: 0, count: rows.count)
    verdicts = Array(repeating: .none, count: rows.count)
    places = Array(repeating: 0, count: jobs.count)
    matchHashes()
    if rules.comparesBodies { matchBodiesOfPositions() }
    if rules.trustsPositions { matchPositions() }
    if moved > 0 { share() }
    findEdits()
  }

  /// The index of the job whose outcome the row gets; `nil` if it gets none.
  func job(of row: Int) -> Int? { found[row] > 0 ? Int(found[row]) - 1 : nil }
  /// The index of the row that the job's outcome belongs to; `nil` if there is none.
  func row(of job: Int) -> Int? { places[job] > 0 ? Int(places[job]) - 1 : nil }
  /// Whether any row gets an outcome.
  var isEmpty: Bool { places.allSatisfy { $0 == 0 } }
  /// How many rows stand elsewhere than when their jobs were prepared.
  var moved: Int {
    places.indices.count { places[$0] > 0 && places[$0] != jobs[$0].number }
  }
  func count(of verdict: Verdict) -> Int { verdicts.count { $0 == verdict } }

  private mutating func place(_ job: UInt32, at row: UInt32) {
    found[Int(row)] = job + 1
    places[Int(job)] = row + 1
  }
}

// MARK: - Groups

extension RowMatching {
  /// Matches rows and jobs with the same hash.
  private mutating func matchHashes() {
    var groups = KeyGroups(
      rows: rows.indices.map { KeyGroups.Entry(key: rows[$0].hash, order: 0, index: UInt32($0)) },
      jobs: entries(.hash) { $0.hash })
    while let group = groups.next() {
      if rules.comparesBodies {
        matchBodies(group.rows.map(\.index), group.jobs.map(\.index))
      } else if hasOneBody(group.jobs), hasOneCheck(group.rows) {
        assign(group.rows, group.jobs)
      } else {
        tellAlike(group.rows, group.jobs)
      }
    }
  }

  /// Matches jobs whose ids say only a position, with the rows that are left, by their bodies.
  private mutating func matchBodiesOfPositions() {
    let left = rows.indices.filter { found[$0] == 0 }
    var groups = KeyGroups(
      rows: left.map { KeyGroups.Entry(key: rows[$0].check, order: 0, index: UInt32($0)) },
      jobs: entries(.position) { $0.fingerprint })
    while let group = groups.next() { assign(group.rows, group.jobs) }
  }

  /// Matches rows and jobs that share a hash by their bodies.
  private mutating func matchBodies(_ rows: [UInt32], _ jobs: [UInt32]) {
    var groups = KeyGroups(
      rows: rows.map {
        KeyGroups.Entry(key: self.rows[Int($0)].check, order: 0, index: $0)
      },
      jobs: jobs.map {
        KeyGroups.Entry(key: self.jobs[Int($0)].fingerprint, order: number(of: $0), index: $0)
      })
    while let group = groups.next() { assign(group.rows, group.jobs) }
  }

  private mutating func matchPositions() {
    for (index, job) in jobs.enumerated() where job.identity == .position && job.number > 0 {
      let row = Int(job.number) - 1
      if row < rows.count, found[row] == 0 { place(UInt32(index), at: UInt32(row)) }
    }
  }

  private func entries(_ identity: Job.Identity, key: (Job) -> UInt64) -> [KeyGroups.Entry] {
    jobs.indices.filter { jobs[$0].identity == identity }.map {
      KeyGroups.Entry(key: key(jobs[$0]), order: jobs[$0].number, index: UInt32($0))
    }
  }

  private func number(of job: UInt32) -> UInt32 { jobs[Int(job)].number }

  private func hasOneCheck(_ group: KeyGroups.Entries) -> Bool {
    // Most groups have one row, whose check is then not looked up.
    guard group.count > 1 else { return true }
    let first = group.first.map { rows[Int($0.index)].check }
    return group.allSatisfy { rows[Int($0.index)].check == first }
  }

  private func hasOneBody(_ group: KeyGroups.Entries) -> Bool {
    guard group.count > 1 else { return true }
    let first = group.first.map { jobs[Int($0.index)].fingerprint }
    return group.allSatisfy { jobs[Int($0.index)].fingerprint == first }
  }
}

// MARK: - One group

extension RowMatching {
  /// Gives rows with the same cells the outcomes of jobs with the same body: to each row its own,
  /// then in ascending order what is left, answers before failures.
  private mutating func assign(_ rows: KeyGroups.Entries, _ jobs: KeyGroups.Entries) {
    if rows.count == 1, jobs.count == 1, let row = rows.first, let job = jobs.first {
      return place(job.index, at: row.index)
    }
    var (rowsLeft, jobsLeft): ([UInt32], [UInt32]) = ([], [])
    var jobs = jobs
    for row in rows {
      while let job = jobs.first, job.order <= row.index {
        jobsLeft.append(job.index)
        jobs.removeFirst()
      }
      if let job = jobs.first, job.order == row.index + 1 {
        place(job.index, at: row.index)
        jobs.removeFirst()
      } else {
        rowsLeft.append(row.index)
      }
    }
    jobsLeft += jobs.map(\.index)
    if rowsLeft.isEmpty { return }
    let results = jobsLeft.filter { self.jobs[Int($0)].isResult }
    let ordered = results + jobsLeft.filter { !self.jobs[Int($0)].isResult }
    for (job, row) in zip(ordered, rowsLeft) { place(job, at: row) }
    guard rowsLeft.count > ordered.count,
      let placed = rows.first(where: { isAnswered($0.index) })
    else { return }
    spares += rowsLeft.dropFirst(ordered.count).map { ($0, found[Int(placed.index)] - 1) }
  }

  private func isAnswered(_ row: UInt32) -> Bool {
    found[Int(row)] > 0 && jobs[Int(found[Int(row)]) - 1].isResult
  }

  /// Gives rows without a job the answer of another row with the same cells. Only where rows have
  /// moved: where all stand as before, these had no job, or it is still to do.
  private mutating func share() {
    for (row, job) in spares where found[Int(row)] == 0 {
      found[Int(row)] = job + 1
      verdicts[Int(row)] = .shared
    }
  }

  /// Rows that share their hash, but not their cells, with other rows or with what other jobs were
  /// made from.
  private mutating func tellAlike(_ rows: KeyGroups.Entries, _ jobs: KeyGroups.Entries) {
    for row in rows { verdicts[Int(row.index)] = .alike }
    guard rules.keepsEdited else { return }
    for job in jobs where job.order > 0 {
      let row = job.order - 1
      if rows.contains(where: { $0.index == row }) { place(job.index, at: row) }
    }
  }
}

// MARK: - Edited rows

extension RowMatching {
  /// Finds the rows that were edited: the rows around them are found at one distance from where
  /// they stood, and at this distance stands a row without a job.
  private mutating func findEdits() {
    let numbered = jobs.indices.filter { job in
      let identity = jobs[job].identity
      return identity == .hash || identity == .position && rules.comparesBodies
    }.sorted { jobs[$0].number < jobs[$1].number }
    // Without a row that was found, only positions would tell which row is whose.
    guard numbered.contains(where: { places[$0] == 0 }),
      numbered.contains(where: { places[$0] > 0 })
    else { return }
    var before = (job: 0, row: 0)
    var lost: [Int] = []
    for job in numbered {
      guard places[job] > 0 else {
        lost.append(job)
        continue
      }
      let after = (job: Int(jobs[job].number), row: Int(places[job]))
      tellEdits(lost, between: before, and: after)
      (before, lost) = (after, [])
    }
    guard let rowsBefore = rules.rowsBefore else { return }
    tellEdits(lost, between: before, and: (rowsBefore + 1, rows.count + 1))
  }

  /// `lost` are jobs whose rows were not found. The rows that were found around them have these
  /// numbers now, and had those of their jobs.
  private mutating func tellEdits(
    _ lost: [Int], between before: (job: Int, row: Int), and after: (job: Int, row: Int)
  ) {
    guard after.row - after.job == before.row - before.job else { return }
    for job in lost where jobs[job].isResult {
      let row = Int(jobs[job].number) + before.row - before.job - 1
      guard rows.indices.contains(row), found[row] == 0, verdicts[row] == .none else { continue }
      verdicts[row] = .edited
      edits.append((row, job))
      if rules.keepsEdited { place(UInt32(job), at: UInt32(row)) }
    }
  }
}
