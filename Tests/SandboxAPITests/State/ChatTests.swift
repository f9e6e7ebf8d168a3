import BatchRunner
import Foundation
import SandboxAPI
import Testing

@Suite(.timeLimit(.minutes(1))) struct ChatTests {
  private struct Reply: Decodable {
    struct Choice: Decodable {
      struct Message: Decodable { let content: String }
      let message: Message
      let finishReason: String
    }
    struct Usage: Decodable {
      let promptTokens: Int
      let completionTokens: Int
      let totalTokens: Int
    }
    let model: String
    let created: Int
    let choices: [Choice]
    let usage: Usage
  }

  private func reply(_ answer: SandboxAnswer) throws -> Reply {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Reply.self, from: Data(answer.body))
  }

  @Test func `an answer has the shape of a chat completion`() throws {
    var state = SandboxState(.instant)
    let reply = try reply(state.chat())
    let words = reply.choices[0].message.content.split(separator: " ").count
    #expect(reply.model == "sandbox/small")
    #expect(reply.created == 1_700_000_000)
    #expect(reply.choices[0].finishReason == "stop")
    #expect(reply.usage.promptTokens == (chatBody.utf8.count + 3) / 4)
    #expect(reply.usage.completionTokens == words)
    #expect(reply.usage.totalTokens == reply.usage.promptTokens + words)
  }

  @Test func `a small token limit cuts the answer off`() throws {
    var state = SandboxState(.instant)
    let reply = try reply(state.chat(#"{"max_tokens": 3,"model":"m","messages":[{}]}"#))
    #expect(reply.choices[0].finishReason == "length")
    #expect(reply.choices[0].message.content.split(separator: " ").count == 3)
  }

  @Test(
    arguments: zip(
      [
        "{", #"{"messages":[{}]}"#, #"{"model":"","messages":[{}]}"#,
        #"{"model":"m","messages":[ ]}"#, #"{"model":"m"}"#, "[]",
      ],
      [
        "invalid_json", "missing_model", "missing_model", "missing_messages", "missing_messages",
        "missing_model",
      ]))
  func `a body that is not in order is turned down`(body: String, code: String) {
    var state = SandboxState(.instant)
    let answer = state.chat(body)
    #expect(answer.status == 400)
    #expect(answer.text.contains(#""code":"\#(code)""#))
  }

  @Test func `other paths and methods are turned down`() {
    var state = SandboxState(.instant)
    let lost = SandboxRequest(method: .get, route: Route(target: "/v2/models"))
    #expect(state.receive(lost, at: moment(0), wall: 0).status == 404)
    let got = SandboxRequest(method: .get, route: .chat)
    #expect(state.receive(got, at: moment(0), wall: 0).status == 405)
  }

  @Test func `equal seeds give equal answers, other seeds give others`() {
    func answers(seed: UInt64) -> [SandboxAnswer] {
      var scenario = Scenario.instant
      scenario.seed = seed
      scenario.latency = .logNormal(median: 0.8, sigma: 0.5)
      scenario.faults.serverError = 0.3
      scenario.faults.dropMiddle = 0.3
      var state = SandboxState(scenario)
      return (0..<50).map { _ in state.chat() }
    }
    #expect(answers(seed: 7) == answers(seed: 7))
    #expect(answers(seed: 7) != answers(seed: 8))
  }

  @Test func `a stream ends with done`() {
    var state = SandboxState(.instant)
    let answer = state.chat(#"{"stream":true,"model":"m","messages":[{}]}"#)
    #expect(answer.content == .events)
    #expect(answer.text.hasPrefix("data: {"))
    #expect(answer.text.hasSuffix("data: [DONE]\n\n"))
  }
}
