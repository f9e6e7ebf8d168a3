import Testing

@testable import Datasets

@Suite struct RowMatchingTests {
  /// Prepares a row for each letter, and matches the outcomes with the rows `now`. A small letter is
  /// a job that failed, `.` a row without a job. Gives for each row the number of its job, or `.`.
  private func match(
    _ before: String, _ now: String, _ set: (inout RowMatching.Rules) -> Void = { _ in }
  ) -> (found: String, matching: RowMatching) {
    var rules = RowMatching.Rules(rowsBefore: before.count)
    set(&rules)
    let jobs = before.enumerated().filter { $0.element != "." }.map { index, letter in
      RowMatching.Job(
        identity: .hash, number: UInt32(index + 1), hash: Self.value(letter.uppercased()),
        fingerprint: Self.value(letter.uppercased()) &* 3, isResult: letter.isUppercase)
    }
    let rows = now.map {
      RowMatching.Row(hash: Self.value("\($0)"), check: Self.value("\($0)") &* 3)
    }
    let matching = RowMatching(rows, jobs, rules)
    let found = rows.indices.map { row in matching.job(of: row).map { "\(jobs[$0].number)" } ?? "."
    }
    return (found.joined(), matching)
  }

  private static func value(_ letter: String) -> UInt64 { UInt64(letter.utf8.first ?? 0) }

  @Test(arguments: [
    ("ABC", "ABC", "123"), ("ABC", "CAB", "312"), ("ABC", "XABC", ".123"), ("ABC", "AC", "13"),
    ("ABC", "AXBYC", "1.2.3"), ("ABC", "", ""), ("", "ABC", "..."), ("A.C", "CBA", "3.1"),
    ("AbC", "CBA", "321"),
    // Rows with the same cells get their own answer, else the next one.
    ("AAB", "AAB", "123"), ("AAB", "BAA", "321"), ("AABC", "CAAB", "4213"), ("AAB", "AB", "13"),
    ("BAA", "AAB", "321"), ("aAB", "BA", "32"), ("aAB", "AB", "13"),
    // A row that had no job gets the answer of its twin only where rows have moved.
    ("A.B", "AAB", "1.3"), ("A.B", "BAA", "311"), ("A.B", "ABA", "131"), ("a.B", "BAA", "31."),
    ("A.", "XAA", ".11"), (".A", "AA", ".2"), ("A.B", "AAX", "1.."),
  ])
  func `rows are found by their cells`(before: String, now: String, found: String) {
    #expect(match(before, now).found == found)
  }

  @Test(arguments: [
    ("ABC", "AXC", [1]), ("ABC", "XBC", [0]), ("ABC", "ABX", [2]), ("ABCDE", "AXYDE", [1, 2]),
    ("ABCD", "ZABXD", [3]), ("ABCD", "BXD", [1]), ("A.CD", "ABXD", [2]), ("AaCD", "AACX", [3]),
    // Nothing tells whether a row was edited, or removed while another was added.
    ("ABC", "CXA", []), ("ABC", "AXYC", []), ("ABC", "AC", []), ("AbC", "AXC", []), ("A", "X", []),
    ("ABC", "XYZ", []), ("ABCD", "AXDB", []), ("AAB", "AXA", []),
  ])
  func `an edited row is told if rows around it were found`(
    before: String, now: String, edited: [Int]
  ) {
    let refused = match(before, now)
    #expect(refused.matching.edits.map(\.row) == edited)
    #expect(edited.allSatisfy { refused.matching.job(of: $0) == nil })
    let kept = match(before, now) { $0.keepsEdited = true }
    #expect(kept.matching.edits.map(\.row) == edited)
    for (row, job) in kept.matching.edits {
      #expect(kept.matching.job(of: row) == job && kept.matching.verdicts[row] == .edited)
    }
  }

  @Test func `the end of a dataset of unknown length tells no edits`() {
    #expect(match("ABC", "ABX") { $0.rowsBefore = nil }.matching.edits.isEmpty)
    #expect(match("ABC", "AXC") { $0.rowsBefore = nil }.matching.edits.map(\.row) == [1])
  }

  private static func job(_ number: UInt32, _ hash: UInt64, _ body: UInt64) -> RowMatching.Job {
    RowMatching.Job(
      identity: .hash, number: number, hash: hash, fingerprint: body, isResult: true)
  }

  @Test func `rows that share a hash with other cells get no answer`() {
    let shared = [RowMatching.Row(hash: 1, check: 10), RowMatching.Row(hash: 1, check: 20)]
    let jobs = [Self.job(1, 1, 100), Self.job(2, 1, 200)]
    let cases = [(shared, jobs), (Array(shared.prefix(1)), jobs), (shared, Array(jobs.prefix(1)))]
    for (rows, jobs) in cases {
      let matching = RowMatching(rows, jobs, .init())
      #expect(rows.indices.allSatisfy { matching.job(of: $0) == nil })
      #expect(matching.verdicts.allSatisfy { $0 == .alike })
      let kept = RowMatching(rows, jobs, .init(keepsEdited: true))
      #expect(kept.job(of: 0) == 0 && kept.verdicts.allSatisfy { $0 == .alike })
    }
  }

  @Test func `bodies tell rows apart that share a hash`() {
    let rows = [
      RowMatching.Row(hash: 1, check: 200), RowMatching.Row(hash: 1, check: 300),
      RowMatching.Row(hash: 1, check: 100),
    ]
    let jobs = [Self.job(1, 1, 100), Self.job(2, 1, 200), Self.job(3, 2, 300)]
    let matching = RowMatching(rows, jobs, .init(comparesBodies: true))
    #expect(rows.indices.map { matching.job(of: $0) } == [1, nil, 0])
  }

  @Test func `ids by position are joined by bodies, or by position if that is trusted`() {
    let rows = [20, 10, 10].map { RowMatching.Row(hash: 7, check: $0) }
    let jobs = [(1, 10), (2, 20), (3, 10), (9, 10)].map { number, body in
      RowMatching.Job(
        identity: .position, number: number, hash: 0, fingerprint: body, isResult: true)
    }
    func found(_ rules: RowMatching.Rules) -> [Int?] {
      let matching = RowMatching(rows, jobs, rules)
      return rows.indices.map { matching.job(of: $0) }
    }
    #expect(found(.init(comparesBodies: true)) == [1, 0, 2])
    #expect(found(.init(trustsPositions: true)) == [0, 1, 2])
    #expect(found(.init()) == [nil, nil, nil])
  }
}
