import Basics
import TestTools
import Testing

@testable import BatchRunner
@testable import Fuzzing
@testable import RunSamples

/// Changed responses of all kinds, read and stored as a run does it.
@Suite struct ReplyFuzzTests {
  /// What the changed responses turned out to be.
  private struct Figures {
    var meanings: Set<String> = []
    var successes = 0
    var answers = 0
    var mended = 0
    var followUps = 0
  }

  @Test func `every response has a meaning, and no body of a success is lost`() throws {
    let base = UInt64.random(in: 0...UInt64.max / 2)
    let count = Proof.count(6_000, full: 1_000_000)
    let job = try CheckpointSample(jobs: 1).job(0)
    let expectations = try Self.expectations()
    var figures = Figures()
    for number in 0..<count {
      // Half of the seeds are the same in each run.
      var dice = SplitMix64(seed: UInt64(number) + (number % 2 == 0 ? 0 : base))
      let response = Self.mutated(using: &dice)
      let stored = StoredReply(
        response, of: job, isLast: Bool.random(using: &dice),
        expecting: expectations.randomElement(using: &dice)!, askingAgain: Self.askingAgain)
      let comment: Comment = "base \(base), number \(number)"
      #expect(stored.isValid, comment)
      expectSound(stored.end, comment)
      figures.meanings.insert(Self.meaning(stored.end.diagnosis))
      if stored.end.diagnosis.answer != nil { figures.answers += 1 }
      if stored.end.reply.response?.unmended != nil { figures.mended += 1 }
      if stored.end.followUp != nil { figures.followUps += 1 }
      guard (200...299).contains(response.status) else { continue }
      figures.successes += 1
      #expect(stored.holds(response.body), comment)
    }
    print(
      "M8, M13: \(count) changed responses (base \(base)), \(figures.meanings.count) meanings; of "
        + "\(figures.successes) successes \(figures.answers) are answers, \(figures.mended) were "
        + "mended, \(figures.followUps) are asked again, and every byte was kept")
    #expect(!figures.meanings.contains("impossible"))
    #expect(figures.answers > count / 50 && figures.meanings.count > 8)
  }

  @Test func `a changed stream becomes the same answer wherever it is cut`() {
    let base = UInt64.random(in: 0...UInt64.max / 2)
    let count = Proof.count(3_000, full: 300_000)
    var whole = 0
    for number in 0..<count {
      var dice = SplitMix64(seed: UInt64(number) + (number % 2 == 0 ? 0 : base))
      var bytes = ChatStreamTests.bytes(
        Bool.random(using: &dice) ? ChatStreamTests.plain : ChatStreamTests.tools)
      Mutation.apply(to: &bytes, using: &dice)
      let expected = ChatStreamTests.read(bytes)
      let cut = ChatStreamTests.read(bytes, cutAt: Int.random(in: 0...bytes.count, using: &dice))
      #expect(cut == expected, "base \(base), number \(number)")
      #expect(StrictJSON.accepts(Array(expected.json.utf8)), "base \(base), number \(number)")
      if expected.problem == nil { whole += 1 }
    }
    print("streams: \(count) changed (base \(base)), \(whole) of them whole all the same")
    #expect(whole > count / 20)
  }

  /// Numbers are in range, and texts can be shown.
  private func expectSound(_ end: AttemptEnd, _ comment: Comment) {
    let wait = end.rate?.wait ?? .zero
    let reset = end.rate?.resetIn ?? .seconds(1)
    #expect(wait >= .zero && wait <= WaitHint.longest, comment)
    #expect(reset > .zero && reset <= WaitHint.longest, comment)
    let message = end.diagnosis.failure?.message ?? ""
    #expect(
      !message.unicodeScalars.contains { $0.properties.generalCategory == .control }, comment)
    _ = end.diagnosis.failure?.words
  }

  /// As ``RefusalSample/meaning(_:)``; here an answer may also be one that does not fit.
  private static func meaning(_ diagnosis: Diagnosis) -> String {
    if case .unexpected = diagnosis { "unexpected" } else { RefusalSample.meaning(diagnosis) }
  }

  private static func expectations() throws -> [BatchRunner.Expectation] {
    var json = BatchRunner.Expectation()
    json.isJSON = true
    var schema = json
    schema.schema = try Schema(Array(#"{"type":"object","required":["label"]}"#.utf8))
    return [.init(), .init(), json, schema]
  }

  private static var askingAgain: AskingAgain {
    var asking = AskingAgain()
    (asking.truncated, asking.empty, asking.corrects) = (true, true, true)
    return asking
  }
}

// MARK: - Changed responses

extension ReplyFuzzTests {
  private static let refusals =
    RefusalSample.table.flatMap(\.samples) + RefusalSample.lookAlikes.map(\.0)

  /// Answers and refusals with bytes changed, cut, doubled and joined; with headers of two of them,
  /// some with absurd values; one in three with another status.
  private static func mutated(using dice: inout SplitMix64) -> Response {
    let refusal = refusals.randomElement(using: &dice)!
    let isAnswer = Bool.random(using: &dice)
    var body =
      isAnswer ? MendedBodyTests.seeds.randomElement(using: &dice)! : Array(refusal.body.utf8)
    if Int.random(in: 0..<8, using: &dice) > 0 { Mutation.apply(to: &body, using: &dice) }
    if Int.random(in: 0..<4, using: &dice) == 0 {
      let other = refusals.randomElement(using: &dice)!.body.utf8
      let piece = Bool.random(using: &dice) ? Array(other) : evil.randomElement(using: &dice)!
      body.insert(contentsOf: piece, at: Int.random(in: 0...body.count, using: &dice))
    }
    var status = isAnswer ? 200 : refusal.status
    if Int.random(in: 0..<3, using: &dice) == 0 { status = Int.random(in: 0...999, using: &dice) }
    var response = Response(status: status, headers: headers(of: refusal, using: &dice), body: body)
    if Int.random(in: 0..<20, using: &dice) == 0 { response.streamProblem = "it breaks off" }
    return response
  }

  private static func headers(
    of refusal: RefusalSample, using dice: inout SplitMix64
  ) -> ResponseHeaders {
    let other = refusals.randomElement(using: &dice)!.headers
    var fields = ResponseHeaders()
    let all = refusal.headers.merging(other) { mine, _ in mine }
    for (name, value) in all.sorted(by: { $0.key < $1.key }) {
      let isEvil = Bool.random(using: &dice)
      let bytes = isEvil ? evil.randomElement(using: &dice)! : Array(value.utf8)
      fields.add(name: name, value: String(decoding: bytes, as: UTF8.self))
    }
    return fields
  }

  private static let evil = [
    "9223372036854775807", "-9223372036854775808", "1e999", "99999999999999999999999s", "-0",
    "{'a': {", "\\\"{", "'", "\u{201C}", "{{{{{{{{{{{{", "limit 0", "\0", "\u{202E}", "1.1.1s",
    "0000-00-00T99:99:99Z", "9999-12-31T23:59:59.999999999+99:99", "NaN", "try again in ",
  ].map { Array($0.utf8) }
}
