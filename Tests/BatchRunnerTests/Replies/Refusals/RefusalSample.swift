import Basics
import Testing

@testable import BatchRunner

/// A response that is no answer, and what it means.
struct RefusalSample: Sendable {
  /// The time of the wall clock in all samples, in Unix seconds.
  static let wall = 1_800_000_000

  let status: Int
  let body: String
  var headers: [String: String] = [:]

  init(_ status: Int, _ body: String, _ headers: [String: String] = [:]) {
    self.status = status
    self.body = body
    self.headers = headers
  }

  var response: Response {
    var fields = ResponseHeaders()
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
      fields.add(name: name, value: value)
    }
    return Response(status: status, headers: fields, body: Array(body.utf8))
  }

  var rate: RateNotice {
    RateNotice(response, ResponseBody(response.body), wall: Self.wall)
  }

  var diagnosis: Diagnosis {
    let reply = Reply(
      attempt: AttemptID(1), result: .success(response), leftAt: MonotonicInstant(nanoseconds: 1),
      endedAt: MonotonicInstant(nanoseconds: 2))
    return Diagnosis(on: reply, nil, rate)
  }

  var meaning: String { Self.meaning(diagnosis) }

  /// One word or two for the diagnosis and its facts.
  static func meaning(_ diagnosis: Diagnosis) -> String {
    switch diagnosis {
    case .succeeded: "answer"
    case .insufficientBalance(let shortfall): shortfall.isForOneRequest ? "too dear" : "balance"
    case .perhapsInsufficientBalance: "perhaps"
    case .balanceReturns: "returns"
    case .keyRefused: "key"
    case .tooLarge: "too large"
    case .slowDown(let slow):
      switch slow.limit {
      case .rate: slow.isOverload ? "overload" : "rate"
      case .parallel: "parallel"
      case .daily: "daily"
      }
    case .unanswered(_, let trouble): "\(trouble)"
    case .failed: "failed"
    case .unexpected, .held, .dropped: "impossible"
    }
  }
}

extension RefusalSample: CustomTestStringConvertible {
  var testDescription: String { "\(status) \(headers) \(body.prefix(200))" }
}
