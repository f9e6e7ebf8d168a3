import Basics
import SandboxAPI
import Testing

@testable import BatchRunner

/// Whole runs that ask for streams.
@Suite(.timeLimit(.minutes(3))) struct StreamRunTests {
  @Test(arguments: [Fault.truncatedJSON, .droppedMidAnswer, .givenUp])
  func `a stream without its end is asked for once more, and what came of it is kept`(
    fault: Fault
  ) async throws {
    var setting = RunStage.Setting()
    setting.jobs = [60]
    setting.asksForStreams = true
    setting.scenario.faults = [fault: 0.1]
    let stage = try RunStage(setting)
    await stage.play()
    let lines = stage.lines(of: \.results)
    #expect(stage.halt == nil && lines.count + stage.failures().count == 60)
    #expect(lines.count >= 55)
    for line in lines {
      #expect(line.contains(#""object":"chat.completion""#) && line.contains(#""usage":{"#))
      #expect(line.contains(#""finish_reason":"length""#) && !line.contains("mended"))
    }
    let stats = stage.transport.inner.stats
    #expect(await stage.run.maybePaid == stats.faults && stats.faults > 0)
    let kept = stage.lines(of: \.unusable)
    #expect(kept.count + stage.failures().count >= stats.faults)
    #expect(kept.allSatisfy { $0.contains(#""body":{"id":"chatcmpl-"#) })
    print("streams: \(stats.faults) of \(stats.received) ended early (\(fault)), none was stored")
  }
}
