import Basics
import Testing

@testable import BatchRunner
@testable import RunSamples

@Suite struct LabelledAnswerTests {
  private static func expectation(_ labels: String...) throws -> BatchRunner.Expectation {
    var expectation = BatchRunner.Expectation()
    expectation.labels = try LabelSet(labels)
    return expectation
  }

  private static func body(_ choices: [String]) -> [UInt8] {
    let list = choices.map { #"{"message":{"content":\#($0)}}"# }.joined(separator: ",")
    return Array(#"{"choices":[\#(list)]}"#.utf8)
  }

  @Test(
    arguments: [
      ([#""Yes.""#], "yes", nil),
      ([#""yes""#, #""No""#], "yes", nil),
      (
        [#""yes""#, #""perhaps""#], nil, "choice 2: the answer names none of the labels 'yes', 'no'"
      ),
      ([#""yes no""#, #""yes""#], nil, "choice 1: the answer names 2 labels: 'yes', 'no'"),
      (["null"], nil, "the answer is not text"),
      ([#"[{"type":"thinking","text":"no"},{"type":"text","text":"yes"}]"#], "yes", nil),
    ] as [([String], String?, String?)])
  func `each choice must name one label, and the first one's is stored`(
    choices: [String], label: String?, complaint: String?
  ) throws {
    let expectation = try Self.expectation("yes", "no")
    let found = expectation.finding(AnswerFacts(), in: Self.body(choices))
    #expect(found.label == label)
    #expect(found.misfit?.complaint == complaint)
    #expect(!expectation.isEmpty)
  }

  private static func reply(_ body: [UInt8]) -> Reply {
    Reply(
      attempt: AttemptID(1), result: .success(Response(status: 200, body: body)),
      leftAt: MonotonicInstant(nanoseconds: 1), endedAt: MonotonicInstant(nanoseconds: 2))
  }

  @Test func `the label is in the facts of a success only`() throws {
    let expectation = try Self.expectation("yes", "no")
    let fits = Diagnosis(on: Self.reply(Self.body([#""**YES**""#])), nil, expecting: expectation)
    #expect(fits == .succeeded(AnswerFacts(label: "yes")))
    let unfit = Diagnosis(on: Self.reply(Self.body([#""maybe""#])), nil, expecting: expectation)
    let failure = Failure(
      kind: .unexpectedAnswer, message: "the answer names none of the labels 'yes', 'no'")
    #expect(unfit == .unexpected(AnswerFacts(), failure))
    let any = Diagnosis(on: Self.reply(Self.body([#""yes""#])), nil)
    #expect(any == .succeeded(AnswerFacts()))
  }

  @Test func `the label is stored in the line and read back`() throws {
    let sample = try CheckpointSample(jobs: 2)
    for label in ["positive", "not \"sure\"", "正面", "a\\b"] {
      var record = try sample.record(0, body: #"{"choices":[]}"#)
      record.flags = .truncated
      record.corrections = 2
      record.label = label
      var bytes: [UInt8] = []
      var line = OutcomeLine(runID: "run", redactor: Redactor([]))
      line.append(record, to: &bytes)
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.contains(#""corrections":2,"label":""#))
      var reader = OutcomeReader(.answer)
      bytes.dropLast().withUnsafeBytes { bytes in
        let outcome = reader.read(bytes)
        var found: [UInt8] = []
        #expect(outcome?.appendLabel(to: &found) == true)
        #expect(String(decoding: found, as: UTF8.self) == label)
        #expect(outcome?.flags == .truncated)
      }
    }
  }

  @Test func `a correction asks for one of the labels`() throws {
    let body = #"{"model":"m","messages":[{"role":"user","content":"x"}]}"#
    let job = Job(
      id: "a", place: JobPlace(file: 0, index: 0), line: 1, fingerprint: Fingerprint(1),
      body: Array(body.utf8), model: "m")
    var options = AskingAgain()
    options.corrects = true
    var reader = ReplyReader(
      expecting: try Self.expectation("yes", "no"), askingAgain: options,
      pricing: Pricing(PriceList(source: "test", prices: [:])), redactor: Redactor([]))
    let end = reader.read(
      Self.reply(Self.body([#""yes or no""#])), to: job, at: WallTime(milliseconds: 0))
    let edited = try #require(end.followUp?.edits.applied(to: Array(body.utf8)))
    #expect(
      String(decoding: edited, as: UTF8.self)
        == #"{"model":"m","messages":[{"role":"user","content":"x"},"#
        + #"{"role":"assistant","content":"yes or no"},{"role":"user","content":"#
        + #""This answer cannot be used: the answer names 2 labels: 'yes', 'no'. Answer again with "#
        + #"one of the labels 'yes', 'no' only, without any other text."}]}"#)
  }
}
