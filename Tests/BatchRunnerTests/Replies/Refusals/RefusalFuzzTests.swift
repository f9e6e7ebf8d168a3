import Basics
import Testing

@testable import BatchRunner

@Suite struct RefusalFuzzTests {
  /// Changes bytes, cuts, doubles and joins pieces of all samples and their headers.
  @Test func `every response has a meaning, whatever its bytes are`() {
    let samples = (RefusalSample.table.flatMap(\.samples) + RefusalSample.lookAlikes.map(\.0))
    let base = UInt64.random(in: 0...UInt64.max)
    var meanings: Set<String> = []
    let rounds = 6000
    for seed in [1, base] {
      var dice = SplitMix64(seed: seed)
      for _ in 0..<(rounds / 2) {
        let sample = Self.mutated(samples, using: &dice)
        let diagnosis = sample.diagnosis
        meanings.insert(RefusalSample.meaning(diagnosis))
        let notice = sample.rate
        #expect(notice.wait.map { $0 >= .zero && $0 <= WaitHint.longest } ?? true)
        #expect(notice.resetIn.map { $0 > .zero && $0 <= WaitHint.longest } ?? true)
        let message = diagnosis.failure?.message ?? ""
        #expect(!message.unicodeScalars.contains { $0.properties.generalCategory == .control })
        _ = diagnosis.failure?.words
      }
    }
    print("M13: \(rounds) mutated responses, \(meanings.count) meanings, random base \(base)")
    #expect(!meanings.contains("impossible"))
  }

  private static func mutated(
    _ samples: [RefusalSample], using dice: inout SplitMix64
  ) -> RefusalSample {
    let first = samples[Int.random(in: 0..<samples.count, using: &dice)]
    let second = samples[Int.random(in: 0..<samples.count, using: &dice)]
    var bytes = Array(first.body.utf8)
    for _ in 0..<Int.random(in: 0...4, using: &dice) where !bytes.isEmpty {
      let at = Int.random(in: 0..<bytes.count, using: &dice)
      switch Int.random(in: 0..<5, using: &dice) {
      case 0: bytes[at] = UInt8.random(in: 0...255, using: &dice)
      case 1: bytes.removeSubrange(at..<min(bytes.count, at + 9))
      case 2: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 30)], at: at)
      case 3: bytes.insert(contentsOf: second.body.utf8, at: at)
      default: bytes.insert(contentsOf: Self.evil[at % Self.evil.count].utf8, at: at)
      }
    }
    var headers = first.headers.merging(second.headers) { mine, _ in mine }
    for name in headers.keys.sorted() where Bool.random(using: &dice) {
      headers[name] = Self.evil[Int.random(in: 0..<Self.evil.count, using: &dice)]
    }
    let status = Bool.random(using: &dice) ? first.status : Int.random(in: 0...999, using: &dice)
    return RefusalSample(status, String(decoding: bytes, as: UTF8.self), headers)
  }

  private static let evil = [
    "9223372036854775807", "-9223372036854775808", "1e999", "99999999999999999999999s", "-0",
    "{'a': {", "\\\"{", "'", "\u{201C}", "{{{{{{{{{{{{", "limit 0", "\0", "\u{202E}", "1.1.1s",
    "0000-00-00T99:99:99Z", "9999-12-31T23:59:59.999999999+99:99", "NaN", "try again in ",
  ]
}
