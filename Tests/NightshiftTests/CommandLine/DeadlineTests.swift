import Basics
import Foundation
import Testing

@testable import nightshift

@Suite struct DeadlineTests {
  @Test(
    arguments: [
      ("07:00", "2026-11-23T06:00:00.000Z"),
      ("02:16", "2026-11-23T01:16:00.000Z"),
      ("02:15", "2026-11-24T01:15:00.000Z"),
      ("00:00", "2026-11-23T23:00:00.000Z"),
      ("2026-11-25T07:00", "2026-11-25T06:00:00.000Z"),
      ("2027-07-01T07:00", "2027-07-01T05:00:00.000Z"),
      ("8h", "2026-11-23T09:15:00.000Z"),
      ("90", "2026-11-23T01:16:30.000Z"),
    ])
  func `a time of day means its next occurrence in local time`(text: String, time: String) throws {
    let deadline = try Deadline(text, now: Typed.now, timeZone: Typed.berlin)
    #expect(deadline.time.description == time)
  }

  @Test(
    arguments: [
      // The clock is put forward from 02:00 to 03:00.
      ("02:30", 1_806_188_400_000, "2027-03-28T01:00:00.000Z"),
      ("03:30", 1_806_188_400_000, "2027-03-28T01:30:00.000Z"),
      ("2027-03-28T02:30", 1_806_188_400_000, "2027-03-28T01:30:00.000Z"),
      // The clock is put back from 03:00 to 02:00.
      ("02:30", 1_824_933_600_000, "2027-10-31T00:30:00.000Z"),
      ("02:30", 1_824_942_600_000, "2027-11-01T01:30:00.000Z"),
      ("2027-10-31T02:30", 1_824_933_600_000, "2027-10-31T00:30:00.000Z"),
    ])
  func `a time that a clock change skips or repeats is read correctly`(
    text: String, now: Int, time: String
  ) throws {
    let deadline = try Deadline(
      text, now: WallTime(milliseconds: now), timeZone: Typed.berlin)
    #expect(deadline.time.description == time)
  }

  @Test(arguments: ["7:00", "24:00", "07:60", "2026-02-30T07:00", "tomorrow", "-", "2026-11-25"])
  func `a text that is not a time is quoted`(text: String) {
    #expect(
      Typed.message("run a.jsonl --until \(text)") == """
        error: --until: '\(text)' is not valid: it must be a time such as 07:00, \
        2026-11-23T07:00 or 8h.

        """)
  }

  @Test(arguments: ["2026-11-23T02:15", "2025-01-01T00:00", "-8h", "0"])
  func `a time in the past is refused`(text: String) {
    #expect(
      Typed.message("run a.jsonl --until \(text)") == """
        error: --until: '\(text)' is in the past.
         help: Give a time of day such as 07:00, a date and time in the future, or a duration such \
        as 8h.

        """)
  }
}
