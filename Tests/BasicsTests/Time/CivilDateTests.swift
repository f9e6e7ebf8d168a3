import Basics
import Foundation
import Testing

@Suite struct CivilDateTests {
  @Test func `each day of eight centuries has the same date as in the C library`() {
    for days in -146_097..<146_097 {
      var time = time_t(days * 86_400)
      var parts = tm()
      gmtime_r(&time, &parts)
      let date = CivilDate(daysSince1970: days)
      guard date.year == Int(parts.tm_year) + 1900, date.month == Int(parts.tm_mon) + 1,
        date.day == Int(parts.tm_mday), date.weekday == Int(parts.tm_wday),
        date.daysSince1970 == days, date.exists
      else {
        Issue.record("day \(days): \(date)")
        return
      }
    }
  }

  @Test(arguments: [
    (2026, 2, 29, false), (2024, 2, 29, true), (2100, 2, 29, false), (2000, 2, 29, true),
    (2026, 4, 31, false), (2026, 12, 31, true), (2026, 13, 1, false), (2026, 0, 1, false),
    (2026, 1, 0, false), (2026, 1, 32, false),
  ])
  func `only days of the calendar exist`(year: Int, month: Int, day: Int, exists: Bool) {
    #expect(CivilDate(year: year, month: month, day: day).exists == exists)
  }

  @Test func `the second before 1970 is the last one of 1969`() {
    let (date, second) = CivilDate.split(unixSeconds: -1)
    #expect(date == CivilDate(year: 1969, month: 12, day: 31))
    #expect(second == 86_399)
  }
}
