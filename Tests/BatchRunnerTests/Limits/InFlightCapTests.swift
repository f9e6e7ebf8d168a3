import Basics
import Testing

@testable import BatchRunner

@Suite struct InFlightCapTests {
  private static func permit(_ number: UInt64) -> Permit { Permit(number: number) }

  @Test func `requests that were turned down together halve the cap once`() {
    var cap = InFlightCap()
    for number in 5...12 {
      cap.halve(
        inFlight: 8, turnedDown: Self.permit(UInt64(number)), last: Self.permit(12))
    }
    #expect(cap.limit == 4)
    cap.halve(inFlight: 4, turnedDown: Self.permit(13), last: Self.permit(16))
    #expect(cap.limit == 2)
    cap.halve(inFlight: 1, turnedDown: Self.permit(17), last: Self.permit(17))
    #expect(cap.limit == 1)
  }

  @Test func `answers to requests of before say nothing about the new cap`() {
    var cap = InFlightCap()
    cap.halve(inFlight: 8, turnedDown: Self.permit(8), last: Self.permit(12))
    for number in 1...12 { cap.answered(Self.permit(UInt64(number)), concurrency: 16) }
    #expect(cap.limit == 4)
  }

  @Test func `the cap grows by one for each round of answers, up to the plan's limit`() {
    var cap = InFlightCap()
    cap.halve(inFlight: 8, turnedDown: Self.permit(1), last: Self.permit(1))
    var limits: [Int?] = []
    for number in 2...40 {
      cap.answered(Self.permit(UInt64(number)), concurrency: 8)
      if limits.last != cap.limit { limits.append(cap.limit) }
    }
    #expect(limits == [4, 5, 6, 7, nil])
  }

  @Test func `after a pause the requests start one by one, up to half of the former number`() {
    var cap = InFlightCap()
    cap.beginRamp(from: 8, last: Self.permit(0))
    var limits: [Int?] = [cap.limit]
    for number in 1...8 {
      cap.answered(Self.permit(UInt64(number)), concurrency: 8)
      limits.append(cap.limit)
    }
    #expect(limits == [1, 2, 3, 4, 4, 4, 4, 5, 5])
  }
}
