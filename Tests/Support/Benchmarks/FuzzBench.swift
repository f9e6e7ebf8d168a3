import Foundation
import Fuzzing

/// Readers held against texts that are nearly right.
struct FuzzBench {
  private let count: Int
  private let seed: Int

  init(_ sizes: Sizes) {
    count = sizes["--count"] ?? 1_000_000
    seed = sizes["--seed"] ?? 1
  }

  func run() {
    var fuzzer = Fuzzer(seed: UInt64(bitPattern: Int64(seed)))
    let earlier = ProcessorTime.own
    fuzzer.run(count)
    let seconds = ProcessorTime.own - earlier
    Measure.tell("texts tried, seed \(seed)", fuzzer.tried, "")
    Measure.tell("of them JSON", fuzzer.accepted, "")
    Measure.tell("speed", Double(fuzzer.tried) * 60 / seconds, "a minute")
    Measure.tell("findings", fuzzer.findings.count, "")
    for finding in fuzzer.findings { Measure.tell(finding.description, 1, "") }
    precondition(fuzzer.findings.isEmpty, "a reader did what it must not do")
  }
}
