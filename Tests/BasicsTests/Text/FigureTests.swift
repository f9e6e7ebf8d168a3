import Basics
import Foundation
import Testing

@Suite struct FigureTests {
  @Test(arguments: [
    (0, "0"), (999, "999"), (1_000, "1,000"), (40_000, "40,000"), (1_234_567, "1,234,567"),
    (-1_234, "-1,234"), (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func `thousands are separated`(value: Int, text: String) {
    #expect(Figure.count(value) == text)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1_000, "1.0k"), (12_345, "12.3k"), (999_999, "999.9k"),
    (1_000_000, "1.0M"), (45_678_901, "45.6M"), (2_500_000_000, "2.5G"),
    (4_500_000_000_000, "4,500.0G"),
  ])
  func `the compact form is never rounded up`(value: Int, text: String) {
    #expect(Figure.compact(value) == text)
  }

  @Test(arguments: [
    (0, 10, "0 %"), (0, 0, "0 %"), (5, 0, "0 %"), (1, 40_000, "<1 %"), (812, 40_000, "2 %"),
    (39_999, 40_000, "99 %"), (40_000, 40_000, "100 %"), (3, 2, "150 %"),
  ])
  func `only the whole is 100 percent`(part: Int, whole: Int, text: String) {
    #expect(Figure.percent(part, of: whole) == text)
  }

  @Test(arguments: [
    (0, "0"), (0.04, "0"), (0.06, "0.1"), (5.8, "5.8"), (6.04, "6"), (9.96, "10"), (58.2, "58"),
    (58.5, "59"), (1234, "1,234"), (.nan, "0"), (.infinity, "0"), (-3, "0"),
  ])
  func `a rate has a decimal below ten`(value: Double, text: String) {
    #expect(Figure.rate(value) == text)
  }

  @Test(arguments: [
    (7.23, "7.23"), (7, "7.00"), (0.005, "0.01"), (0.05, "0.05"), (-0.001, "0.00"), (-2.5, "-2.50"),
    (1234.5, "1,234.50"), (.nan, "?"),
  ])
  func `credits have two decimals`(value: Double, text: String) {
    #expect(Figure.credits(value) == text)
  }

  @Test(arguments: [
    (0, "$0.00"), (49_999, "<$0.0001"), (50_000, "$0.0001"), (149_999, "$0.0001"),
    (150_000, "$0.0002"), (999_949_999, "$0.9999"), (999_950_000, "$1.00"),
    (1_234_500_000_000, "$1,234.50"), (Int.max - 49_999, "$9,223,372,036.85"),
    (Int.max, "$9,223,372,036.85"),
  ])
  func `dollars have two decimals, or four below one dollar`(nanodollars: Int, text: String) {
    #expect(Figure.dollars(Money(nanodollars: nanodollars)) == text)
  }

  @Test(
    arguments: [
      (.seconds(-1), "0 s"), (.zero, "0 s"), (.milliseconds(4), "0 s"),
      (.milliseconds(812), "0.8 s"),
      (.milliseconds(980), "1 s"), (.milliseconds(2_400), "2.4 s"), (.milliseconds(9_960), "10 s"),
      (.seconds(12), "12 s"), (.milliseconds(59_400), "59 s"), (.milliseconds(59_600), "1m"),
      (.seconds(250), "4m 10s"), (.seconds(720), "12m"), (.seconds(3_599), "59m 59s"),
      (.seconds(3_600), "1h"), (.seconds(11_520), "3h 12m"), (.seconds(86_399), "23h 59m"),
      (.seconds(187_200), "2d 4h"), (.seconds(172_800), "2d"),
    ] as [(Duration, String)])
  func `a duration has two units at most`(duration: Duration, text: String) {
    #expect(duration.words == text)
  }

  @Test(
    arguments: [
      (.seconds(-1), "0 s"), (.milliseconds(1), "1 s"), (.milliseconds(11_200), "12 s"),
      (.seconds(12), "12 s"), (.milliseconds(59_001), "1m"),
    ] as [(Duration, String)])
  func `a countdown is rounded up`(duration: Duration, text: String) {
    #expect(duration.countdown == text)
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000Z"), (951_782_400, "2000-02-29T00:00:00.000Z"),
    (1_795_400_045.204, "2026-11-23T02:14:05.204Z"), (-1, "1969-12-31T23:59:59.000Z"),
    (4_107_542_399, "2100-02-28T23:59:59.000Z"), (.nan, "1970-01-01T00:00:00.000Z"),
  ])
  func `a timestamp is written in RFC 3339 format`(seconds: Double, text: String) {
    #expect(Timestamp(Date(timeIntervalSince1970: seconds)).rfc3339 == text)
  }

  @Test func `the time of day follows the zone`() {
    let wall = Date(timeIntervalSince1970: 1_795_400_045)
    #expect(Timestamp(wall, secondsFromGMT: -3 * 3600).timeOfDay == "23:14:05")
    #expect(Timestamp(wall, secondsFromGMT: 19_800).timeOfDay == "07:44:05")
  }
}
