import Basics
import BatchRunner
import SandboxAPI
import Testing

/// How a test reaches the simulated API.
enum Medium: CaseIterable {
  /// A ``SandboxState`` in the test's process.
  case memory
  /// A ``SandboxServer`` over a socket.
  case wire
}

/// A simulated API that answers one request after another, with the same calls in memory and over a
/// socket.
final class TestedSandbox {
  private enum Backend {
    case memory(SandboxState, now: MonotonicInstant)
    case wire(SandboxServer, WireClient)
  }

  private var backend: Backend

  init(_ scenario: Scenario, in medium: Medium) throws {
    switch medium {
    case .memory:
      let now = MonotonicInstant(nanoseconds: 5_000_000_000)
      backend = .memory(SandboxState(scenario, startedAt: now), now: now)
    case .wire:
      let server = SandboxServer(scenario: scenario)
      try server.start()
      backend = .wire(server, try WireClient(port: server.port))
    }
  }

  /// Sends a POST; `nil`: the connection ended without a whole answer.
  func post(
    _ body: String = Chat.body(), to path: String = "/v1/chat/completions",
    key: String? = "sk-test", idempotencyKey: String? = nil
  ) throws -> Response? {
    try send(.post, path, key: key, body: body, idempotencyKey: idempotencyKey)
  }

  func get(_ path: String, key: String? = "sk-test") throws -> Response? {
    try send(.get, path, key: key, body: "", idempotencyKey: nil)
  }

  var stats: SandboxStats {
    switch backend {
    case .memory(let state, _): state.stats
    case .wire(let server, _): server.stats
    }
  }

  private func send(
    _ method: SandboxRequest.Method, _ path: String, key: String?, body: String,
    idempotencyKey: String?
  ) throws -> Response? {
    switch backend {
    case .memory(var state, let now):
      let answer = state.receive(
        method, path, key: key.flatMap(APIKey.init), body: Array(body.utf8),
        idempotencyKey: idempotencyKey, at: now, unixSeconds: 1_800_000_000)
      state.finish(answer)
      backend = .memory(state, now: now)
      guard answer.ending == .whole else { return nil }
      return Response(status: answer.status, headers: answer.headers, body: answer.body)
    case .wire(let server, var client):
      if client.isClosed { client = try WireClient(port: server.port) }
      var headers = ["Content-Type: application/json"]
      if let key { headers.append("Authorization: Bearer \(key)") }
      if let idempotencyKey { headers.append("Idempotency-Key: \(idempotencyKey)") }
      backend = .wire(server, client)
      client.send(method == .get ? "GET" : "POST", path, headers, body)
      return client.receive()
    }
  }
}

/// Bodies of chat requests.
enum Chat {
  /// `more` is JSON that is appended to the object's members, such as `,"max_tokens":7`.
  static func body(_ prompt: String = "What is the capital of France?", _ more: String = "")
    -> String
  {
    #"{"model":"gpt-4o-mini","messages":[{"role":"user","content":"\#(prompt)"}]\#(more)}"#
  }
}

extension Response {
  var text: String { String(decoding: body, as: UTF8.self) }

  var isJSON: Bool {
    var outline = JSONOutline()
    return body.withUnsafeBytes { (try? outline.read($0, depth: 1)) != nil }
  }

  /// The model's answer: the text between the quotes of `"content":"…"`, still escaped.
  var content: String? {
    text.split(separator: #""content":""#, maxSplits: 1).dropFirst().first?
      .split(separator: #"","refusal""#, maxSplits: 1).first.map(String.init)
  }
}
