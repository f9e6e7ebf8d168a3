import Basics
import BatchRunner
import Foundation
import Synchronization
import Testing

@testable import nightshift

@Suite(.timeLimit(.minutes(5))) struct KeyCommandTests {
  static let canary = "sk-canary7f3a9QZ"

  struct Outcome {
    var status: BatchRunner.ExitStatus
    var printed: String
    var complained: String
    var transport: FakeTransport
  }

  func run(
    _ options: KeyOptions, list: Int? = nil, chat: Int? = nil, body: String? = nil,
    environment: [String: String] = ["SKILLBOSS_KEY": canary]
  ) async -> Outcome {
    let transport = FakeTransport(list: list, chat: chat, body: body)
    var printed: [String] = []
    var complained: [String] = []
    let status = await KeyCommand.run(
      options, environment: environment, directory: "/nowhere", transport: { _, _ in transport },
      print: { printed.append($0) }, complain: { complained.append($0) })
    let outcome = Outcome(
      status: status, printed: printed.joined(separator: "\n"),
      complained: complained.joined(separator: "\n"), transport: transport)
    #expect(!(outcome.printed + outcome.complained).contains("canary"))
    return outcome
  }

  @Test func `without check, nothing is sent`() async {
    let outcome = await run(KeyOptions())
    #expect(outcome.status == .finished)
    #expect(outcome.printed == "The key comes from the environment variable SKILLBOSS_KEY.")
    #expect(outcome.transport.asked.isEmpty)
  }

  @Test(
    arguments: [
      (200, .finished, "works at"), (401, .keyRefused, "refused"),
      (402, .insufficientBalance, "balance is not enough"),
      (403, .finished, "no access to the list"),
      (404, .couldNotRun, "has no list of models"), (405, .couldNotRun, "no list"),
      (501, .couldNotRun, "no list"), (429, .finished, "recognised"),
      (500, .couldNotRun, "HTTP status 500"), (nil, .unreachable, "was not reached"),
    ] as [(Int?, BatchRunner.ExitStatus, String)])
  func `the answer to the list of models decides`(
    list: Int?, status: BatchRunner.ExitStatus, words: String
  ) async {
    let outcome = await run(KeyOptions(checks: true), list: list)
    #expect(outcome.status == status)
    #expect(outcome.printed.contains(words))
    #expect(outcome.transport.asked == ["/models"])
  }

  @Test(
    arguments: [
      (200, .finished), (401, .keyRefused), (402, .insufficientBalance), (429, .finished),
      (400, .couldNotRun), (nil, .unreachable),
    ] as [(Int?, BatchRunner.ExitStatus)])
  func `with --spend, the answer to one chat request decides`(
    chat: Int?, status: BatchRunner.ExitStatus
  ) async {
    let outcome = await run(KeyOptions(checks: true, spends: true), list: 404, chat: chat)
    #expect(outcome.status == status)
    #expect(outcome.printed.contains(KeyCommand.standardModel))
    let body =
      #"{"model":"openai/gpt-5-mini","messages":[{"role":"user","content":"."}],"max_tokens":1}"#
    #expect(outcome.transport.asked == ["/models", body])
  }

  @Test(
    arguments: [
      (401, .finished, "revoked: yes"), (200, .couldNotRun, "revoked: NO"),
      (403, .couldNotRun, "revoked: NO"), (429, .couldNotRun, "revoked: NO"),
      (402, .couldNotRun, "revoked: NO"), (404, .couldNotRun, "revoked: not known"),
      (nil, .unreachable, "revoked: not known"),
    ] as [(Int?, BatchRunner.ExitStatus, String)])
  func `an old key must be refused`(list: Int?, status: BatchRunner.ExitStatus, words: String) async
  {
    let outcome = await run(KeyOptions(checks: true, expectsRevoked: true), list: list)
    #expect(outcome.status == status)
    #expect(outcome.printed.contains(words))
  }

  @Test(
    arguments: [
      (#"{"data":[]}"#, .finished, "works at"), (#"{"models":[{}]}"#, .finished, "works at"),
      (#"{"data":[],"error":null}"#, .finished, "works at"),
      ("<html>Sign in to this network</html>", .couldNotRun, "with no list of models"),
      ("", .couldNotRun, "with no list of models"), ("[]", .couldNotRun, "with no list of models"),
      (#"{"data":"soon"}"#, .couldNotRun, "with no list of models"),
      (#"{"error":{"code":"invalid_api_key"}}"#, .keyRefused, "was refused"),
      (#"{"error":{"code":"missing_authorization"}}"#, .keyRefused, "was refused"),
      (#"{"error":{"message":"down"},"data":[]}"#, .couldNotRun, "an error inside"),
    ] as [(String, BatchRunner.ExitStatus, String)])
  func `a success is judged by its body`(
    body: String, status: BatchRunner.ExitStatus, words: String
  ) async {
    let outcome = await run(KeyOptions(checks: true), list: 200, body: body)
    #expect(outcome.status == status)
    #expect(outcome.printed.contains(words))
  }

  @Test func `a success whose body refuses the key counts as a refusal`() async {
    let outcome = await run(
      KeyOptions(checks: true, spends: true), list: 404, chat: 200,
      body: #"{"error":{"code":"invalid_api_key"}}"#)
    #expect(outcome.status == .keyRefused)
  }

  @Test func `a model's name is escaped as JSON, and the default one is named in help`() {
    let body = String(decoding: KeyCommand.chatBody("a\"b\\c\u{1}\nü"), as: UTF8.self)
    #expect(
      body
        == #"{"model":"a\"b\\c\u0001\nü","messages":[{"role":"user","content":"."}],"max_tokens":1}"#
    )
    #expect(Help(.key).description.contains("Default: openai/gpt-5-mini."))
  }

  @Test func `a key in place of a file or a host is not printed`() async {
    for options in [
      KeyOptions(checks: true, keyFile: Self.canary), KeyOptions(keyFile: "./\(Self.canary)"),
      KeyOptions(checks: true, baseURL: "https://\(Self.canary).example"),
      KeyOptions(checks: true, spends: true, model: Self.canary),
    ] {
      let outcome = await run(options, list: 404)
      #expect(!(outcome.printed + outcome.complained).lowercased().contains("canary"))
    }
  }

  @Test func `without a key nothing is sent, except to this machine`() async {
    let none = await run(KeyOptions(checks: true), environment: [:])
    #expect(none.status == .keyRefused && none.transport.asked.isEmpty)
    let local = KeyOptions(checks: true, baseURL: "http://127.0.0.1:8787/v1")
    let loopback = await run(local, list: 200, environment: [:])
    #expect(loopback.status == .finished)
    #expect(
      loopback.printed == """
        No key was found. http://127.0.0.1:8787 is this machine and needs none.
        http://127.0.0.1:8787 answers without a key.
        """)
    let refused = await run(local, list: 401, environment: [:])
    #expect(refused.status == .keyRefused)
    #expect(refused.printed.hasSuffix("\nhttp://127.0.0.1:8787 wants a key, and none was sent."))
    #expect(refused.complained == " help: Name one with --key-file.")
    let plain = await run(KeyOptions(checks: true, baseURL: "http://example.com"))
    #expect(plain.status == .usage && plain.transport.asked.isEmpty)
  }

  @Test func `over plain http the key of a variable is not sent, and the output says so`() async {
    var options = KeyOptions(checks: true, baseURL: "http://gpu.example:8000/v1")
    options.allowsInsecureHTTP = true
    let outcome = await run(options, list: 200)
    #expect(outcome.status == .finished)
    #expect(outcome.printed == "http://gpu.example:8000 answers without a key.")
    #expect(
      outcome.complained == """
        warning: http://gpu.example:8000 is not encrypted: everybody on the way can read prompts and \
        answers. No key is sent.
         help: Use https:// where the server has it. To send a key anyway, name it with --key-file.
        """)
    options.expectsRevoked = true
    let revoked = await run(options, list: 401)
    #expect(revoked.status == .usage && revoked.transport.asked.isEmpty)
    #expect(
      revoked.complained == """
        error: No key is sent to http://gpu.example:8000, because it is not encrypted.
         help: Name a key with --key-file to send it anyway, or use https://.
        """)
  }
}

/// Answers with the given statuses; `nil` is a network error. Error bodies repeat the key.
final class FakeTransport: Transport {
  let news: AsyncStream<[TransportNews]>
  private let outlet: AsyncStream<[TransportNews]>.Continuation
  private let list: Int?
  private let chat: Int?
  /// The body of every answer; `nil` is a body that fits the status.
  private let body: String?
  private let log = Mutex<[String]>([])

  init(list: Int?, chat: Int?, body: String?) {
    (news, outlet) = AsyncStream.makeStream()
    self.list = list
    self.chat = chat
    self.body = body
  }

  /// The paths and bodies of the requests so far, in order.
  var asked: [String] { log.withLock { $0 } }

  func send(_ requests: [Request]) {
    for request in requests {
      log.withLock { $0.append(String(decoding: request.body, as: UTF8.self)) }
      let now = MonotonicInstant(nanoseconds: 0)
      let reply = Reply(
        attempt: request.attempt, result: result(chat), leftAt: now, endedAt: now)
      outlet.yield([.left(request.attempt, at: now), .ended(reply)])
    }
  }

  func cancelAll() {}

  func get(_ path: String, from base: GetBase) async -> Result<Response, TransportError> {
    precondition(base == .baseURL, "the list of models belongs to the base URL")
    log.withLock { $0.append(path) }
    return result(list)
  }

  func close() { outlet.finish() }

  private func result(_ status: Int?) -> Result<Response, TransportError> {
    guard let status else {
      return .failure(TransportError(kind: .connectionFailed, message: "no route"))
    }
    let body =
      status == 200
      ? #"{"data":[],"choices":[{"message":{"content":"."}}]}"#
      : #"{"error":{"message":"the key \#(KeyCommandTests.canary) is odd"}}"#
    return .success(Response(status: status, body: Array((self.body ?? body).utf8)))
  }
}
