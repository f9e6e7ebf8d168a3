import Foundation
import Testing

@testable import Basics

@Suite struct ClockZoneTests {
  @Test func `the machine's zone has the same offsets as in Foundation`() {
    let zone = TimeZone.current
    for day in stride(from: 0, to: 40_000, by: 7) {
      let date = Date(timeIntervalSince1970: Double(day) * 86_400 + 0.5)
      #expect(ClockZone.current.secondsFromGMT(for: date) == zone.secondsFromGMT(for: date))
    }
    #expect(!ClockZone.current.name.isEmpty)
  }

  @Test(arguments: [Double.infinity, -.infinity, 1e300, -1e300])
  func `an impossible time does not crash`(time: Double) {
    _ = ClockZone.current.secondsFromGMT(for: Date(timeIntervalSince1970: time))
  }
}
