import Basics
import Foundation
import Testing

@testable import BatchRunner
@testable import Reports

struct PageFiguresTests {
  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  func `quantiles are accurate to one per cent`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    var worst = 0.0
    for count in [1, 2, 10, 999, 20_000] {
      var histogram = LatencyHistogram()
      let values = (0..<count).map { _ in
        Int(exp(Double.random(in: 0...14, using: &dice)))
      }
      for value in values { histogram.add(value) }
      let sorted = values.sorted()
      for share in [0.0, 0.01, 0.5, 0.9, 0.95, 0.99, 1] {
        let exact = sorted[max(1, Int((share * Double(count)).rounded(.up))) - 1]
        let found = histogram.quantile(share) ?? -1
        let error = abs(Double(found - exact)) / Double(max(1, exact))
        worst = max(worst, error)
        // Rounding adds at most half a millisecond.
        #expect(abs(Double(found - exact)) <= Double(exact) * LatencyHistogram.relativeError + 0.5)
      }
      #expect(histogram.count == count && histogram.sum == values.reduce(0, +))
      #expect(histogram.bars(40, from: 1, to: 2_000_000).reduce(0, +) == count)
    }
    print("latency quantiles, seed \(seed): worst error \(worst * 100) %")
  }

  @Test func `merged histograms equal the histogram of all values`() {
    var (all, left, right) = (LatencyHistogram(), LatencyHistogram(), LatencyHistogram())
    for value in stride(from: 0, to: 90_000, by: 7) {
      all.add(value)
      if value % 2 == 0 { left.add(value) } else { right.add(value) }
    }
    left.add(right)
    #expect(left.count == all.count && left.sum == all.sum)
    for share in [0.1, 0.5, 0.99] { #expect(left.quantile(share) == all.quantile(share)) }
  }

  @Test(arguments: [10, 1000, 100_000, 40_000_000])
  func `buckets keep every count when they are merged`(span: Int) {
    var dice = SplitMix64(seed: UInt64(span))
    var buckets = TimeBuckets()
    for _ in 0..<5000 {
      let second = Int.random(in: 0...span, using: &dice)
      buckets.change(at: second * 1000) {
        $0.starts += 1
        $0.tokensIn += 3
      }
    }
    #expect(buckets.buckets.reduce(0) { $0 + $1.starts } == 5000)
    #expect(buckets.buckets.reduce(0) { $0 + $1.tokensIn } == 15_000)
    #expect(buckets.buckets.count <= TimeBuckets.most)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `the in-flight curve equals a count by brute force`(seed: UInt64) throws {
    var dice = SplitMix64(seed: seed)
    let span = [60, 2000, 20_000, 100_000][Int(seed) - 1]
    var spans: [(start: Int, end: Int)] = []
    for _ in 0..<800 {
      let start = Int.random(in: 0...(span * 1000), using: &dice)
      spans.append((start, start + Int.random(in: 1...(span * 50), using: &dice)))
    }
    // Starts and ends follow each other closely, so that no pause is cut out.
    let last = spans.map(\.end).max() ?? 0
    var news = spans.enumerated().flatMap { index, span in
      [(at: span.start, isEnd: false, index), (at: span.end, isEnd: true, index)]
    }
    news.sort { ($0.at, $0.isEnd ? 1 : 0, $0.2) < ($1.at, $1.isEnd ? 1 : 0, $1.2) }
    var sample = try PageSample()
    sample.begin(jobs: 800)
    var attempts: [Int: AttemptID] = [:]
    for (at, isEnd, index) in news {
      if isEnd {
        sample.end(attempts[index]!, at: Double(at) / 1000, "succeeded")
      } else {
        attempts[index] = sample.start("j", at: Double(at) / 1000)
      }
    }
    try sample.write(jobs: 800)
    let journal = try sample.page().journal
    #expect(journal.timeline.segments.count == 1 && journal.timeline.offset == last)
    let width = journal.buckets.width
    for (index, bucket) in journal.buckets.buckets.enumerated() {
      let (low, high) = (index * width, (index + 1) * width)
      // The count only rises at a start, so the most is at the beginning of the slice or at a
      // start.
      let moments = [low] + spans.map(\.start).filter { $0 >= low && $0 < high }
      let most = moments.map { moment in
        spans.count { $0.start <= moment && $0.end >= moment }
      }.max()
      #expect(bucket.inFlightMost == most, "slice \(index) of \(width) ms")
    }
  }

  @Test func `a pause between sessions is cut out, and its length is shown`() throws {
    var sample = try PageSample()
    sample.begin()
    sample.succeed("a", from: 0, to: 5)
    sample.stop(at: 6, status: .interrupted, .interrupted, "")
    sample.begin(at: 80_000)
    sample.succeed("b", from: 80_001, to: 80_004)
    sample.stop(at: 80_005, status: .finished, .finished, "")
    try sample.write()
    let page = try sample.page()
    let segments = page.journal.timeline.segments
    #expect(segments.map(\.gap) == [0, 79_994_000])
    #expect(page.journal.timeline.offset < 20_000)
    #expect(page.journal.sessions.elements.map(\.succeeded) == [1, 1])
    #expect(page.html.contains("<title>22h 13m without activity are left out here</title>"))
    #expect(page.activeTime == .seconds(11))
  }

  @Test func `a killed session leaves nothing in flight, and a clock set back is a cut`() throws {
    var sample = try PageSample()
    sample.begin()
    _ = sample.start("a", at: 1)
    _ = sample.start("b", at: 2)
    sample.begin(at: 30)
    sample.succeed("c", from: 31, to: 32)
    sample.succeed("d", from: -3000, to: -2990)
    try sample.write()
    let page = try sample.page()
    #expect(page.journal.buckets.buckets.map(\.inFlightMost).max() == 2)
    #expect(page.journal.buckets.buckets.last?.inFlightLast == 0)
    #expect(page.journal.timeline.segments.map(\.gap) == [0, 0])
    #expect(page.journal.summary.unfinished.map(\.job) == ["a", "b"])
    #expect(page.journal.buckets.buckets.reduce(0) { $0 + $1.starts } == 4)
  }

  @Test func `starts per minute never exceed the limit if the run kept it`() throws {
    var sample = try PageSample()
    sample.begin(jobs: 300)
    for minute in 0..<5 {
      for index in 0..<60 {
        let at = Double(minute) * 60.5 + Double(index) * 0.01
        sample.succeed("j", from: at, to: at + 0.005)
      }
    }
    try sample.write(jobs: 300)
    let page = try sample.page()
    let charts = TimeCharts(page.journal, ClockZone(name: "GMT") { _ in 0 })
    #expect(charts.isRolling)
    #expect(charts.startsPerMinute.max() == 60)
    #expect(charts.startsPerMinute.first == 60)
  }

  @Test func `an attempt that was never sent does not count as started`() throws {
    var sample = try PageSample()
    sample.begin()
    sample.succeed("a", from: 0, to: 1)
    for second in 2..<7 {
      let attempt = sample.start("b", at: Double(second))
      sample.end(
        attempt, at: Double(second) + 0.5, "again: connection_failed", status: 0, hasLeft: false)
    }
    try sample.write()
    let page = try sample.page()
    #expect(page.journal.attempts == 1 && page.journal.retried == 5)
    #expect(page.journal.buckets.buckets.map(\.starts) == [1, 0, 0, 0, 0, 0, 0])
    #expect(page.journal.buckets.buckets.map(\.inFlightMost) == [1, 1, 1, 1, 1, 1, 1])
    #expect(page.journal.sessions.elements.map(\.attempts) == [1])
  }

  @Test func `a long list keeps its first and its last entries`() {
    for count in [0, 1, 4, 5, 6, 7, 8, 23] {
      let list = FirstAndLast(Array(0..<count), limit: 5)
      let expected =
        count <= 5 ? Array(0..<count) : [0, 1] + Array((count - 3)..<count)
      #expect(list.elements == expected)
      #expect(list.dropped == max(0, count - 5))
    }
  }

  @Test func `the largest come first, and of equals the earlier`() {
    var dice = SplitMix64(seed: 9)
    var list = TopList<Int>(limit: 10)
    let weights = (0..<2000).map { _ in Int.random(in: 0...300, using: &dice) }
    for (index, weight) in weights.enumerated() { list.offer(weight, index) }
    let sorted = weights.indices.sorted {
      weights[$0] != weights[$1] ? weights[$0] > weights[$1] : $0 < $1
    }
    #expect(list.elements == Array(sorted.prefix(10)))
  }

  @Test(arguments: [
    (0.0, [0, 1]), (3.0, [0, 1, 2, 3]), (60.0, [0, 20, 40, 60]), (61.0, [0, 20, 40, 60, 80]),
    (1_234_567.0, [0, 500_000, 1_000_000, 1_500_000]),
  ])
  func `marks are round numbers and reach beyond the largest value`(most: Double, marks: [Double]) {
    #expect(Ticks.linear(to: most) == marks)
  }

  @Test(arguments: [
    "1970-01-01T00:00:00.000Z", "2026-11-22T23:15:11.204Z", "2000-02-29T12:00:00.999Z",
  ])
  func `a time is read as it was written`(text: String) {
    #expect(WallTime(rfc3339: Array(text.utf8))?.description == text)
  }

  @Test(arguments: [
    "", "2026-11-22T23:15:11.204+", "2026-13-22T23:15:11.204Z", "2026-11-22 23:15:11.204Z",
  ])
  func `any other text is not a time`(text: String) {
    #expect(WallTime(rfc3339: Array(text.utf8)) == nil)
  }

  @Test func `a page about a hundred thousand lines is small`() throws {
    var dice = SplitMix64(seed: 3)
    var sample = try PageSample()
    sample.begin(plan: Plan(name: .none, requestsPerWindow: nil, concurrency: 8), jobs: 50_000)
    for index in 0..<50_000 {
      let at = Double(index) * 0.7
      let attempt = sample.start("job-\(index)", at: at)
      let isLimited = Int.random(in: 0..<100, using: &dice) == 0
      sample.end(
        attempt, at: at + 0.3, isLimited ? "again: 429" : "succeeded",
        status: isLimited ? 429 : 200, tokens: (10, 5))
    }
    try sample.write(jobs: 50_000)
    let page = try sample.page()
    let limited = page.journal.rateLimited
    #expect(page.journal.attempts == 50_000)
    #expect(page.journal.buckets.buckets.reduce(0) { $0 + $1.succeeded } == 50_000 - limited)
    let html = page.html
    _ = try StrictTags(html)
    #expect(html.utf8.count < 300_000)
    print("100,000 journal lines, \(limited) of them 429s: a page of \(html.utf8.count) bytes")
  }
}
