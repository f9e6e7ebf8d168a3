import Testing

@testable import BatchRunner

@Suite struct RateNoticeTests {
  private static let wall = RefusalSample.wall
  private static let month = 31 * 86_400

  /// Each header alone on a 429, and the wait in milliseconds; `nil`: no hint.
  @Test(
    arguments: [
      ("retry-after", "30", 30_000), ("retry-after", "0", 0), ("retry-after", "1.5", 1500),
      ("retry-after", "-5", nil), ("retry-after", "soon", nil), ("retry-after", "", nil),
      ("retry-after", "Fri, 15 Jan 2027 08:00:30 GMT", 30_000),
      ("retry-after", "Fri, 15 Jan 2027 07:59:00 GMT", nil),
      ("retry-after", "\(wall + 20)", 20_000), ("retry-after", "\(wall)500", 500),
      ("retry-after", "\(wall - 20)", nil), ("retry-after", "\(month)", month * 1000),
      ("retry-after", "\(month + 1)", nil), ("retry-after", "99999999999999999999999", nil),
      ("retry-after", String(repeating: "9", count: 500), nil), ("retry-after", "1e3", nil),
      ("retry-after", "nan", nil), ("retry-after", "inf", nil), ("retry-after", "0x10", nil),
      ("retry-after", "5s", 5000), ("retry-after-ms", "250", 250), ("retry-after-ms", "x", nil),
      ("llm_provider-retry-after", "7", 7000),
      ("x-ratelimit-reset", "\(wall + 9)", 9000), ("x-ratelimit-reset", "\(wall)900", 900),
      ("x-ratelimit-reset", "9", 9000), ("x-ratelimit-reset", "0.25", 250),
      ("x-ratelimit-reset", "2027-01-15T08:01:00Z", 60_000),
      ("x-ratelimit-reset", "2027-01-15T10:01:00.5+02:00", 60_000),
      ("x-ratelimit-reset", "2027-01-15", nil), ("x-ratelimit-reset", "-1", nil),
      ("x-ratelimit-reset", "0", nil), ("ratelimit-reset", "12", 12_000),
      ("x-ratelimit-reset-requests", "1s", 1000), ("x-ratelimit-reset-requests", "6m0s", 360_000),
      ("x-ratelimit-reset-tokens", "1m30.5s", 90_500), ("x-ratelimit-reset-tokens", "120ms", 120),
      ("x-ratelimit-reset-tokens", "2m59.56s", 179_560),
      ("x-ratelimit-reset-tokens-minute", "33.5", 33_500),
      ("x-ratelimit-reset-requests-day", "33011.38", 33_011_380),
      ("reset_at", "2027-01-15 08:02:00 UTC", 120_000),
      ("reset_at", "2031-01-01 00:00:00 UTC", nil),
    ] as [(String, String, Int?)])
  func `each header is read in all its units`(name: String, value: String, milliseconds: Int?) {
    let sample = RefusalSample(429, "", [name: value])
    #expect(sample.rate.wait == milliseconds.map { .milliseconds($0) })
  }

  @Test(
    arguments: [
      ("Please try again in 5.289s.", 5289), ("Please retry in 10h17m5.7s", 37_025_700),
      ("please retry after 37 seconds.", 37_000), ("try again in 120ms", 120),
      ("Try again in 60 seconds. Passed model=m", 60_000), ("try again after 1 minute", 60_000),
      ("retry after 12", 12_000), ("Please wait 1 minute 30 seconds", 90_000),
      ("your limit resets in 2h", 7_200_000), ("try again in about 3 minutes", 180_000),
      ("Limit resets at: 2027-01-15 08:00:40 UTC", 40_000),
      ("Limit resets at: 2031-01-01 00:00:00 UTC", nil),
      ("regain access on 2027-01-16 at 00:00 UTC.", 57_600_000), ("try again in a while", nil),
      ("try again later", nil), ("retry in 99999999999999999999999s", nil),
      ("retry in 3 parts", nil), ("5 requests in 10 seconds", nil),
    ] as [(String, Int?)])
  func `a sentence that says how long to wait is read`(message: String, milliseconds: Int?) {
    let sample = RefusalSample(429, #"{"error":{"message":"\#(message)"}}"#)
    #expect(sample.rate.wait == milliseconds.map { .milliseconds($0) })
  }

  @Test(arguments: [
    (#"{"error":{"details":[{"retryDelay":"3s"}]}}"#, 3000),
    (#"{"error":{"details":[{"retryDelay":"3.5s"}],"message":"retry in 9s"}}"#, 3500),
    (#"{"error":{"message":"x","metadata":{"headers":{"X-RateLimit-Reset":"\#(wall)700"}}}}"#, 700),
    (#"{"error":{"message":"x","retry_after":2.5}}"#, 2500),
    (#"{"error":{"message":"x"},"retry_after_ms":80}"#, 80),
    (#"{"error":{"message":"x","resets_at":\#(wall + 40)}}"#, 40_000),
  ])
  func `values of the body are read`(body: String, milliseconds: Int) {
    #expect(RefusalSample(429, body).rate.wait == .milliseconds(milliseconds))
  }

  @Test(arguments: [
    (["retry-after-ms": "300", "retry-after": "4"], 300),
    (["retry-after": "4", "llm_provider-retry-after": "9"], 4000),
    (["retry-after": "-1", "llm_provider-retry-after": "9"], 9000),
    (["retry-after": "4", "x-ratelimit-reset": "60"], 4000),
    (["retry-after": "0", "x-ratelimit-reset": "60"], 0),
    // The reset of the limit that has nothing left counts.
    (
      [
        "x-ratelimit-remaining-requests": "9", "x-ratelimit-reset-requests": "1h",
        "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "7s",
      ], 7000
    ),
    (
      [
        "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1h",
        "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "7s",
      ], 3_600_000
    ),
    // Too few tokens are left for this request.
    (
      [
        "x-ratelimit-remaining-requests": "9", "x-ratelimit-reset-requests": "1s",
        "x-ratelimit-remaining-tokens": "20", "x-ratelimit-reset-tokens": "7s",
      ], 7000
    ),
    (["x-ratelimit-reset-requests": "1h", "x-ratelimit-reset-tokens": "7s"], 7000),
  ])
  func `hints have an order`(headers: [String: String], milliseconds: Int) {
    #expect(RefusalSample(429, "", headers).rate.wait == .milliseconds(milliseconds))
  }

  @Test func `a reset is no wait unless the response is a 429`() {
    let headers = ["x-ratelimit-reset-requests": "1h", "x-ratelimit-remaining-requests": "5"]
    #expect(RefusalSample(500, "", headers).rate.wait == nil)
    #expect(RefusalSample(200, "{}", headers).rate == RateNotice(ResponseHeaders(), wall: 0))
  }

  @Test func `a limit with nothing left says when it resets, on a success too`() {
    let notice = RefusalSample(
      200, "{}", ["x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "7s"]
    ).rate
    #expect(notice.remaining == 0 && notice.resetIn == .seconds(7) && notice.limit == nil)
  }

  /// Limit, remaining and reset, and what is read of them.
  @Test(
    arguments: [
      ("60", "45", "\(wall + 20)", 60, 45, 20), ("60", "1", "\(wall - 77)", nil, 1, nil),
      ("0", "5", "\(wall + 5)", nil, 5, 5), ("-1", "-1", "x", nil, nil, nil),
      // A second, a day, and a limit that does not say.
      ("10", "9", "1", nil, 9, 1), ("50", "9", "\(wall + 40_000)", nil, 9, 40_000),
      ("50", "9", nil, nil, 9, nil), ("20", "0", "\(wall + 30)000", 20, 0, 30),
      ("99999999999999999999", "99999999999999999999", "\(wall + 9)", nil, nil, 9),
    ] as [(String, String, String?, Int?, Int?, Int?)])
  func `a limit is one per minute only beside a reset that fits`(
    limit: String, remaining: String, reset: String?, l: Int?, r: Int?, wait: Int?
  ) {
    var headers = ResponseHeaders()
    (headers.rateLimit, headers.rateRemaining, headers.rateReset) = (limit, remaining, reset)
    headers.date = "Fri, 15 Jan 2027 08:00:00 GMT"
    let notice = RateNotice(headers, wall: 0)
    #expect(notice.limit == l && notice.remaining == r)
    #expect(notice.resetIn == wait.map { .seconds($0) })
  }
}
