import Basics
import Testing

@testable import Datasets

/// Random datasets that are changed at random after the run.
@Suite struct RowMatchingPropertyTests {
  /// What a case may hold.
  struct Setting: Sendable {
    var bits = 64
    var comparesBodies = false
    /// Whether the case may hold what no hash can show: a text that came after the run and has the
    /// hash of an answered row, or a row without an outcome that shares its hash with another text.
    var hasUnseen = true
  }

  private struct Figures {
    var rows = 0
    var joined = 0
    var moved = 0
    var edited = 0
    var alike = 0
    var lost = 0
    var wrong = 0
  }

  @Test(arguments: [
    ("64 bits", Setting()),
    ("8 bits, bodies compared", Setting(bits: 8, comparesBodies: true)),
    ("8 bits, hashes alone", Setting(bits: 8, hasUnseen: false)),
  ])
  func `every answer is on its row or is told, in 10,000 random datasets`(
    name: String, setting: Setting
  ) {
    let base = UInt64.random(in: 0 ... .max)
    var figures = Figures()
    for number in 0..<10_000 {
      let wrongBefore = figures.wrong
      ChangedRows(setting, seed: base &+ UInt64(number)).check(&figures)
      if figures.wrong > wrongBefore { Issue.record("\(name), seed \(base &+ UInt64(number))") }
      if figures.wrong > wrongBefore + 5 { break }
    }
    #expect(figures.wrong == 0)
    #expect(figures.joined > 10_000 && figures.moved > 1_000 && figures.lost > 1_000)
    #expect(figures.edited > 500)
    if setting.bits < 64, !setting.comparesBodies { #expect(figures.alike > 500) }
    print(
      "\(name): 10,000 datasets from seed \(base), \(figures.rows) rows; \(figures.joined) joined, "
        + "\(figures.moved) of them moved; told: \(figures.edited) edited, \(figures.alike) alike, "
        + "\(figures.lost) answers without a row; \(figures.wrong) wrong")
  }

  /// One dataset before and after the run.
  private struct ChangedRows {
    private let setting: Setting
    private var random: SplitMix64
    private var before: [String] = []
    private var now: [String] = []
    private var jobs: [RowMatching.Job] = []
    /// By job.
    private var texts: [String] = []

    init(_ setting: Setting, seed: UInt64) {
      self.setting = setting
      random = SplitMix64(seed: seed)
      let count = Int.random(in: 0...14, using: &random)
      before = (0..<count).map { _ in text(of: count) }
      for (index, text) in before.enumerated() { addJob(text, index) }
      now = before
      change()
    }

    /// Few texts, so that many rows are the same.
    private mutating func text(of count: Int) -> String {
      "t\(Int.random(in: 0...(count * Int.random(in: 1...3, using: &random)), using: &random))"
    }

    private func hash(_ text: String) -> UInt64 {
      XXHash64.hash(text) & (setting.bits < 64 ? 1 << UInt64(setting.bits) - 1 : .max)
    }

    private func isShared(_ text: String) -> Bool {
      before.contains { $0 != text && hash($0) == hash(text) }
    }

    private mutating func addJob(_ text: String, _ index: Int) {
      let outcome = Int.random(in: 0..<10, using: &random)
      if outcome == 0, setting.hasUnseen || !isShared(text) { return }
      jobs.append(
        RowMatching.Job(
          identity: .hash, number: UInt32(index + 1), hash: hash(text),
          fingerprint: XXHash64.hash("body of " + text), isResult: outcome != 1))
      texts.append(text)
    }

    private mutating func change() {
      if Bool.random(using: &random) { now.shuffle(using: &random) }
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        let row = now.isEmpty ? 0 : Int.random(in: 0..<now.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: now.insert(newText(), at: row)
        case 1 where !now.isEmpty: now.remove(at: row)
        case 2 where !before.isEmpty: now.insert(before.randomElement(using: &random)!, at: row)
        default: if !now.isEmpty { now[row] = newText() }
        }
      }
    }

    private mutating func newText() -> String {
      while true {
        let text = "n\(UInt16.random(in: 0 ... .max, using: &random))"
        if setting.hasUnseen || !isShared(text) { return text }
      }
    }

    func check(_ figures: inout Figures) {
      let rows = now.map {
        RowMatching.Row(
          hash: hash($0),
          check: XXHash64.hash((setting.comparesBodies ? "body of " : "cells ") + $0))
      }
      for keeps in [false, true] {
        let matching = RowMatching(
          rows, jobs,
          .init(
            comparesBodies: setting.comparesBodies, keepsEdited: keeps, rowsBefore: before.count))
        figures.wrong += wrong(matching)
        if !keeps { count(matching, &figures) }
      }
    }

    private func count(_ matching: RowMatching, _ figures: inout Figures) {
      figures.rows += now.count
      figures.joined += now.indices.count { matching.job(of: $0) != nil }
      figures.moved += matching.moved
      figures.edited += matching.edits.count
      figures.alike += matching.count(of: .alike)
      figures.lost += jobs.indices.count { jobs[$0].isResult && matching.row(of: $0) == nil }
    }

    /// The number of rows with an answer to another text of which nothing is told, of outcomes on two
    /// rows of which nothing is told, and of answers left out although their row is there.
    private func wrong(_ matching: RowMatching) -> Int {
      var wrong = 0
      var used: Set<Int> = []
      for (row, text) in now.enumerated() {
        let verdict = matching.verdicts[row]
        guard let job = matching.job(of: row) else { continue }
        if texts[job] != text, verdict != .edited, verdict != .alike { wrong += 1 }
        used.insert(job)
        if matching.row(of: job) != row, verdict != .shared { wrong += 1 }
      }
      for job in jobs.indices where jobs[job].isResult {
        #expect((matching.row(of: job) != nil) == used.contains(job))
        guard !used.contains(job) else { continue }
        wrong += now.indices.count {
          now[$0] == texts[job] && matching.job(of: $0) == nil && matching.verdicts[$0] != .alike
        }
      }
      return wrong
    }
  }
}
