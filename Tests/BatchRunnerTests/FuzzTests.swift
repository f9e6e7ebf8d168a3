import Basics
import Fuzzing
import Testing

@testable import BatchRunner

@Suite(.timeLimit(.minutes(5))) struct FuzzTests {
  @Test func `readers give correct results for slightly damaged texts`() {
    var fuzzer = Fuzzer(seed: 1)
    fuzzer.run(24_000)
    #expect(fuzzer.findings.isEmpty, "\(fuzzer.findings)")
    #expect(fuzzer.accepted > 500)
    print(
      "I1: \(fuzzer.tried) mutated texts, \(fuzzer.accepted) of them JSON, "
        + "\(fuzzer.findings.count) findings (nightshift-bench fuzz --count N --seed S)")
  }
}
