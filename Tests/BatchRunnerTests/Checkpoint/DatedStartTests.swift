import Basics
import TestTools
import Testing

@testable import BatchRunner

/// The starts of the last day and the pauses, as a journal tells them to the next process.
@Suite struct DatedStartTests {
  private static let wall = WallTime(milliseconds: 1_800_000_000_000)
  private static let now = MonotonicInstant(nanoseconds: 500_000_000_000_000)

  private static let clocks = BothClocks(boot: now, wall: wall)

  private func ago(_ seconds: Int) -> WallTime {
    WallTime(milliseconds: Self.wall.milliseconds - seconds * 1000)
  }

  private func began(_ boot: String) -> JournalEntry {
    .began(at: ago(90_000), boot: boot, version: "test", plan: .free, jobs: 9, toDo: 9)
  }

  private func start(_ attempt: UInt64, _ tokens: Int, _ seconds: Int) -> JournalEntry {
    .start(
      AttemptID(attempt), job: "j", line: 1, sent: 0, tokens: tokens, at: ago(seconds))
  }

  /// An attempt that left so many seconds ago and took one second.
  private func end(_ attempt: UInt64, _ seconds: Int, tokensOut: Int = 0) -> JournalEntry {
    var end = JournalEnd()
    end.leftAt = MonotonicInstant(
      nanoseconds: Self.now.nanoseconds - Int64(seconds) * 1_000_000_000)
    end.latencyMilliseconds = 1000
    (end.tokensIn, end.tokensOut) = (tokensOut > 0 ? 7 : 0, tokensOut)
    end.verdict = tokensOut > 0 ? "succeeded" : "again: 503"
    end.at = ago(seconds - 1)
    return .end(AttemptID(attempt), end)
  }

  private func summary(
    _ entries: [JournalEntry], lately: Duration = .seconds(86_400)
  ) -> JournalSummary {
    var summary = JournalSummary(
      currentBoot: "here", keepsStartsSince: Self.clocks.earlier(by: lately))
    var file: [UInt8] = []
    for entry in entries {
      var line: [UInt8] = []
      entry.append(to: &line)
      let isTaken = line.dropLast().withUnsafeBytes {
        summary.add($0, offset: file.count) != nil
      }
      #expect(isTaken, "\(String(decoding: line, as: UTF8.self))")
      file += line
    }
    return summary
  }

  private func starts(_ entries: [JournalEntry]) -> [EarlierStart] {
    summary(entries).startsOfDay(at: Self.clocks)
  }

  private func at(_ seconds: Int, _ tokens: Int) -> EarlierStart {
    EarlierStart(at: Self.now + .seconds(-seconds), tokens: tokens)
  }

  @Test func `a start line tells its tokens only if there are any`() {
    var bytes: [UInt8] = []
    start(3, 1200, 0).append(to: &bytes)
    start(4, 0, 0).append(to: &bytes)
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == #"{"e":"start","a":3,"line":1,"sent_before":0,"custom_id":"j","tokens":1200,"#
        + #""at":"2027-01-15T08:00:00.000Z"}"# + "\n"
        + #"{"e":"start","a":4,"line":1,"sent_before":0,"custom_id":"j","#
        + #""at":"2027-01-15T08:00:00.000Z"}"# + "\n")
  }

  @Test func `an answer counts its usage, anything else what was assumed`() {
    let starts = starts([
      began("here"), start(1, 200, 60), end(1, 60, tokensOut: 30), start(2, 200, 50), end(2, 50),
    ])
    #expect(starts == [at(60, 37), at(50, 200)])
  }

  @Test func `starts of more than a day ago are forgotten`() {
    let entries = [
      began("here"), start(1, 9, 86_500), end(1, 86_500), start(2, 9, 86_300), end(2, 86_300),
    ]
    #expect(starts(entries) == [at(86_300, 9)])
    #expect(
      summary(entries, lately: .seconds(300)).startsOfDay(at: Self.clocks).isEmpty)
  }

  /// After a restart of the machine its clock begins anew, so the time of day must do.
  @Test func `starts before the machine was started again count by the time of day`() {
    let starts = starts([
      began("before"), start(1, 9, 7000), end(1, 7000), began("here"), start(2, 9, 100),
      end(2, 100),
    ])
    #expect(starts == [at(7000, 9), at(100, 9)])
  }

  @Test func `a wall clock that is set on by a day makes no start of this boot older`() {
    var summary = JournalSummary(
      currentBoot: "here",
      keepsStartsSince: BothClocks(
        boot: Self.now, wall: WallTime(milliseconds: Self.wall.milliseconds + 90_000_000)
      ).earlier(by: .seconds(86_400)))
    for entry in [began("here"), start(1, 9, 7000), end(1, 7000)] {
      var line: [UInt8] = []
      entry.append(to: &line)
      _ = line.dropLast().withUnsafeBytes { summary.add($0, offset: 0) }
    }
    #expect(summary.startsOfDay(at: Self.clocks) == [at(7000, 9)])
  }

  @Test func `a time in the future counts as now, since the clock was set back`() {
    #expect(starts([began("before"), start(1, 9, -5000), end(1, -5000)]) == [at(0, 9)])
    #expect(starts([began("here"), start(1, 9, -50), end(1, -50)]) == [at(0, 9)])
  }

  @Test func `an attempt without an end counts as started at the last moment it can have`() throws {
    let entries = [began("before"), start(1, 9, 7000), began("here"), start(2, 8, 7000)]
    var journal = summary(entries)
    var bytes: [UInt8] = []
    for entry in entries { entry.append(to: &bytes) }
    let folder = TemporaryFolder()
    let path = try folder.file("journal.jsonl", String(decoding: bytes, as: UTF8.self))
    try journal.finish(ReadableFile(path))
    #expect(
      journal.startsOfDay(at: Self.clocks)
        == [EarlierStart(at: MonotonicInstant(nanoseconds: 0), tokens: 9), at(0, 8)])
  }

  @Test func `a pause is kept with its model and its end, the latest of each model`() {
    let until = ago(-3600)
    func pause(_ model: String?, _ end: WallTime) -> JournalEntry {
      .event(
        kind: "rate_limited", text: "t", pause: JournalPause(model: model, until: end),
        at: ago(10))
    }
    let lines = [
      began("here"), pause("m\"\n", ago(-60)), pause(nil, until), pause("m\"\n", until),
      .event(kind: "recovered", text: "t", at: ago(5)),
    ]
    #expect(
      summary(lines).pauses
        == [JournalPause(model: nil, until: until), JournalPause(model: "m\"\n", until: until)])
    #expect(summary(lines + [began("here")]).pauses.isEmpty)
  }
}
