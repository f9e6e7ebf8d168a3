import Basics
import BatchRunner
import Testing

@Suite struct DiagnosisTests {
  static let good =
    #"{"choices":[{"finish_reason":"stop","message":{"content":"hi"}}],"usage":{"prompt_tokens":3,"completion_tokens":5}}"#

  /// The meaning of a status if the body says nothing more.
  @Test(arguments: [
    (301, "failed"), (400, "failed"), (401, "key"), (402, "balance"), (403, "failed"),
    (404, "failed"),
    (405, "failed"), (408, "again"), (409, "again"), (410, "failed"), (413, "failed"),
    (415, "failed"),
    (418, "failed"), (422, "failed"), (425, "again"), (429, "limit"), (451, "failed"),
    (500, "again"),
    (501, "again"), (502, "again"), (503, "again"), (504, "again"), (520, "again"), (529, "again"),
  ])
  func `each status has its meaning`(status: Int, meaning: String) {
    let body = #"{"error":{"message":"no","type":"some_error","code":"some_code"}}"#
    #expect(Self.meaning(Self.diagnosis(status, body)) == meaning)
    #expect(Self.meaning(Self.diagnosis(status, "<html>no</html>")) == meaning)
    #expect(Self.meaning(Self.diagnosis(status, "")) == meaning)
  }

  /// Every form in which servers report an empty balance.
  @Test(arguments: [
    (
      402,
      #"{"error":{"message":"Insufficient credits","type":"insufficient_balance","code":"insufficient_balance"}}"#
    ),
    (
      402,
      #"{"error":{"message":"x","code":"insufficient_balance","required_credits":5,"available_credits":1.5}}"#
    ),
    (402, ""), (402, "<html>"), (402, #"{"error":"no money"}"#),
    (429, #"{"error":{"code":"credit_balance_exhausted"}}"#),
    (429, #"{"error":{"code":"organization_spend_limit_exceeded"}}"#),
    (429, #"{"error":{"code":"project_spend_limit_exceeded"}}"#),
    (429, #"{"error":{"type":"organization_usage_limit_exceeded"}}"#),
    (
      400,
      #"{"error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the API"}}"#
    ),
    (403, #"{"error":{"type":"insufficient_balance","message":"no"}}"#),
    (200, #"{"error":{"code":"insufficient_balance","message":"no"}}"#),
    (200, #"{"choices":[],"error":{"code":"credit_balance_exhausted","message":"no"}}"#),
    (500, #"{"error":{"code":"insufficient_balance","message":"no"}}"#),
    (429, #"{"message":"no","code":"insufficient_balance"}"#),
  ])
  func `an empty balance is recognised in every form`(status: Int, body: String) {
    #expect(Self.meaning(Self.diagnosis(status, body)) == "balance")
  }

  @Test(arguments: [
    (
      200,
      #"{"choices":[{"message":{"content":"{\"error\":{\"code\":\"insufficient_balance\"}}"}}]}"#,
      "succeeded"
    ),
    (
      200, #"{"choices":[{"message":{"content":"insufficient_balance"}}],"error":null}"#,
      "succeeded"
    ),
    (
      200,
      #"{"choices":[{"message":{"content":"x"}}],"code":"insufficient_balance","message":"m"}"#,
      "succeeded"
    ),
    (
      200,
      #"{"choices":[{"message":{"content":"x"}}],"error":{"code":"insufficient_balance"}}"#,
      "succeeded"
    ),
    (
      400, #"{"error":{"message":"the text 'insufficient_balance' is too long","code":"bad"}}"#,
      "failed"
    ),
    (
      429,
      #"{"error":{"message":"Rate limit reached","type":"rate_limit_error","code":"rate_limit_exceeded"}}"#,
      "limit"
    ),
    (
      404, #"{"error":{"message":"your credit balance is too low for this model","code":"x"}}"#,
      "failed"
    ),
  ])
  func `a text that only looks like an empty balance is not one`(
    status: Int, body: String, meaning: String
  ) {
    #expect(Self.meaning(Self.diagnosis(status, body)) == meaning)
  }

  @Test(arguments: [
    ("", "it is empty"), ("<html>", "it is not JSON: unexpected '<'"),
    (String(good.dropLast()), "it is not JSON: it ends in the middle of a value"),
    ("{}", "it has no choices"), (#"{"choices":[]}"#, "it has no choices"),
    ("[]", "it has no choices"),
    (#"{"choices":{"a":1}}"#, "it has no choices"), ("null", "it has no choices"),
    (#"{"choices":null}"#, "it has no choices"),
    (#"{"error":{"message":"upstream"}}"#, "a success status with an error: upstream"),
    (good + good, "it is not JSON: text after the end of the value"),
  ])
  func `a success without an answer is retried, and may have been paid for`(
    body: String, message: String
  ) {
    let failure = Failure(kind: .invalidResponse, message: message)
    #expect(Self.diagnosis(200, body) == .unanswered(failure, .unusable))
  }

  @Test func `token counts and a cut-off are read from the answer`() {
    #expect(Self.diagnosis(200, Self.good) == .succeeded(AnswerFacts(tokensIn: 3, tokensOut: 5)))
    let cut = Self.good.replacing("stop", with: "length")
    #expect(
      Self.diagnosis(201, cut)
        == .succeeded(AnswerFacts(tokensIn: 3, tokensOut: 5, flags: .truncated)))
  }

  @Test(arguments: [
    (TransportError.Kind.connectionFailed, Failure.Kind.connectionFailed), (.tls, .tls),
    (.timeout, .timeout),
    (.malformed, .invalidResponse),
  ])
  func `a transport error is ambiguous if the request had left`(
    error: TransportError.Kind, kind: Failure.Kind
  ) {
    let failure = Failure(kind: kind, message: "m")
    #expect(Self.diagnosis(error, left: true) == .unanswered(failure, .ambiguous))
    #expect(Self.diagnosis(error, left: false) == .unanswered(failure, .unreachable))
  }

  @Test func `an attempt that the run itself stopped is not a failure of the service`() {
    #expect(Self.diagnosis(.held, left: false) == .held)
    #expect(Self.diagnosis(.cancelled, left: false) == .dropped(mayBePaid: false))
    #expect(Self.diagnosis(.cancelled, left: true) == .dropped(mayBePaid: true))
    #expect(
      Self.diagnosis(.tooLarge, left: true)
        == .unanswered(Failure(kind: .responseTooLarge, message: "m"), .unusable))
  }

  @Test func `credits needed and left are read`() {
    let body =
      #"{"error":{"message":"m","code":"insufficient_balance","required_credits":5,"available_credits":1.5}}"#
    #expect(
      Self.diagnosis(402, body)
        == .insufficientBalance(
          BalanceShortfall(message: "m", requiredCredits: 5, availableCredits: 1.5)))
  }

  @Test(
    arguments: [
      (
        #"{"_balance_warning":true,"_remaining_credits":7.23}"#,
        BalanceNotice(creditsLeft: 7.23, isWarning: true)
      ),
      (#"{"_balance_warning":"low!"}"#, BalanceNotice(message: "low!", isWarning: true)),
      (
        #"{"_balance_warning":{"message":"low","remaining_credits":3}}"#,
        BalanceNotice(creditsLeft: 3, message: "low", isWarning: true)
      ),
      (
        #"{"_balance_warning":false,"_remaining_credits":70}"#,
        BalanceNotice(creditsLeft: 70, isWarning: false)
      ),
      (#"{"_remaining_credits":70}"#, BalanceNotice(creditsLeft: 70, isWarning: false)),
      (#"{"_balance_warning":false}"#, nil), (#"{"balance_warning":true}"#, nil),
      (#"{"choices":[{"_balance_warning":true}]}"#, nil), (#"{"_tip":"write a file"}"#, nil),
    ] as [(String, BalanceNotice?)])
  func `a balance notice is read in all its forms`(body: String, notice: BalanceNotice?) {
    #expect(ResponseBody(Array(body.utf8)).balance == notice)
  }

  static func diagnosis(_ status: Int, _ body: String) -> Diagnosis {
    let response = Response(status: status, body: Array(body.utf8))
    let reply = Reply(
      attempt: AttemptID(1), result: .success(response), leftAt: MonotonicInstant(nanoseconds: 1),
      endedAt: MonotonicInstant(nanoseconds: 2))
    return Diagnosis(on: reply, nil)
  }

  static func diagnosis(_ kind: TransportError.Kind, left: Bool) -> Diagnosis {
    let reply = Reply(
      attempt: AttemptID(1), result: .failure(TransportError(kind: kind, message: "m")),
      leftAt: left ? MonotonicInstant(nanoseconds: 1) : nil,
      endedAt: MonotonicInstant(nanoseconds: 2))
    return Diagnosis(on: reply, nil)
  }

  static func meaning(_ diagnosis: Diagnosis) -> String {
    switch diagnosis {
    case .succeeded: "succeeded"
    case .unexpected: "unexpected"
    case .insufficientBalance: "balance"
    case .keyRefused: "key"
    case .slowDown: "limit"
    case .tooLarge: "too large"
    case .perhapsInsufficientBalance: "perhaps balance"
    case .balanceReturns: "balance returns"
    case .unanswered: "again"
    case .failed: "failed"
    case .held: "held"
    case .dropped: "dropped"
    }
  }
}
