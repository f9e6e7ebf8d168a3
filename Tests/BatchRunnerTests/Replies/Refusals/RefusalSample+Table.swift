// What services send, from their documentation and from bug reports of their users, and made-up
// variants of it. The texts are examples: names, numbers and ids are invented.
extension RefusalSample {
  static let table: [(meaning: String, samples: [RefusalSample])] = [
    ("balance", balance), ("too dear", tooDear), ("perhaps", perhaps), ("returns", returns),
    ("key", key), ("too large", tooLarge), ("rate", rates), ("overload", overloads),
    ("parallel", parallels), ("daily", dailies), ("ambiguous", perhapsCharged),
    ("refused", notCharged), ("failed", refusedForGood), ("unusable", unusable),
  ]

  private static func error(_ message: String, type: String? = nil, code: String? = nil) -> String {
    var members = [#""message":"\#(message)""#]
    if let type { members.append(#""type":"\#(type)""#) }
    if let code { members.append(#""code":\#(code)"#) }
    return #"{"error":{\#(members.joined(separator: ","))}}"#
  }

  private static let balance: [RefusalSample] = [
    .init(402, error("Insufficient credits", type: "insufficient_balance")),
    .init(402, ""), .init(402, "<html><title>402 Payment Required</title></html>"),
    .init(402, #"{"error":"no money"}"#), .init(402, #"{"detail":"Insufficient Balance"}"#),
    .init(402, #"{"detail":[{"msg":"credits","type":"x"}]}"#),
    .init(
      402, error("Insufficient Balance", type: "unknown_error", code: #""invalid_request_error""#)),
    // A known code or sentence says for good, whatever Retry-After says.
    .init(402, error("no", code: #""insufficient_credits""#), ["Retry-After": "5"]),
    .init(402, error("Insufficient credits. Add more at the console"), ["Retry-After": "5"]),
    .init(
      402,
      #"{"error":{"message":"x","code":402,"metadata":{"limit_source":"openrouter_key_limit"}}}"#,
      ["retry-after": "3"]),
    .init(429, error("x", type: "insufficient_quota", code: #""credit_balance_exhausted""#)),
    .init(429, error("x", code: #""organization_spend_limit_exceeded""#)),
    .init(429, error("x", type: "team_usage_limit_exceeded")),
    .init(429, error("x", code: #""workspace_spend_limit_reached""#)),
    .init(400, error("x", type: "invalid_request_error", code: #""spend_limit_blocked""#)),
    .init(400, error("Spending is blocked.", code: #""BLOCKED_API_ACCESS""#)),
    .init(
      429,
      error(
        "Your account is not active, please check your billing details on our website.",
        type: "billing_not_active")),
    .init(
      400, error("Billing hard limit has been reached", code: #""billing_hard_limit_reached""#)),
    .init(400, error("Billing hard limit has been reached")),
    .init(400, error("Access denied, please make sure your account is in good standing.")),
    .init(400, #"{"code":"Arrearage","message":"Access denied"}"#),
    .init(403, error("The free tier of the model has been exhausted. Disable the mode to go on.")),
    .init(403, error("x", code: #""AllocationQuota.FreeTierOnly""#)),
    .init(429, error("x", type: "exceeded_current_quota_error")),
    .init(403, error("Your account org-9 is suspended, please recharge your account.")),
    .init(429, #"{"error":{"code":"1113","message":"x"}}"#),
    .init(429, #"{"error":{"code":"9","message":"余额不足或无可用资源包,请充值。"}}"#),
    .init(
      403, #"{"code":30001,"message":"Sorry, your account balance is insufficient","data":null}"#),
    .init(403, #"{"code":30011,"message":"x"}"#),
    .init(403, error("user quota is not enough", code: #""insufficient_user_quota""#)),
    .init(403, error("token quota is not enough, remaining: 0.01, needed: 0.02")),
    .init(401, #"{"message":"Inactive subscription or usage limit reached"}"#),
    .init(403, #"{"message":"Inactive subscription or usage limit reached"}"#),
    .init(401, error("You exceeded your current quota.", type: "insufficient_quota")),
    .init(
      403, error("You exceeded your current quota, please check your plan and billing details.")),
    .init(
      412,
      error(
        "Account acme is suspended, possibly due to reaching the monthly spending limit "
          + "or failure to pay past invoices.")),
    .init(422, error("You have run out of credits.")),
    .init(422, #"{"message":"Not enough credits for this call"}"#),
    .init(
      429,
      #"{"code":"Some resource has been exhausted","error":"Your team 7f has either used all available credits or reached its monthly spending limit. To continue, purchase more."}"#
    ),
    .init(
      403,
      #"{"code":"permission-denied","error":"Your newly created team doesn't have any credits yet."}"#
    ),
    .init(403, #"{"error":"Your newly created team doesn’t have any credits yet."}"#),
    .init(
      429,
      #"[{"error":{"code":429,"message":"Your prepayment credits are depleted. Go to the console.","status":"RESOURCE_EXHAUSTED"}}]"#
    ),
    .init(
      429,
      #"{"error":{"code":429,"message":"Your project has exceeded its monthly spending cap.","status":"RESOURCE_EXHAUSTED"}}"#
    ),
    .init(
      429,
      #"{"type":"error","error":{"type":"rate_limit_error","message":"x","details":{"error_code":"enforced_spend_limit_reached"}}}"#
    ),
    .init(
      400,
      #"{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits."}}"#
    ),
    .init(
      400,
      error(
        "You have reached your specified API usage limits. You will regain access on 2027-03-01 at 00:00 UTC."
      )),
    .init(402, #"{"error":{"type":"billing_error","message":"x"}}"#),
    .init(
      400,
      error(
        "litellm.BadRequestError: AnthropicException - {\\\"type\\\":\\\"error\\\",\\\"error\\\":{\\\"type\\\":\\\"invalid_request_error\\\",\\\"message\\\":\\\"Your credit balance is too low to access the API.\\\"}}",
        type: "invalid_request_error", code: #""400""#)),
    .init(
      400,
      error(
        "Error code: 400 - {'error': {'message': 'Your credit balance is too low to go on.', 'type': 'invalid_request_error', 'param': None}}"
      )),
    .init(
      500,
      error(
        "Error code: 402 - {'error': {'message': 'no', 'type': 'insufficient_balance', 'param': None}}"
      )),
    .init(
      429,
      error(
        "No deployments available - crossed budget: Exceeded budget for deployment model_name: gpt-4o-mini: 0.0003 >= 1d\\n",
        type: "internal_server_error", code: #""429""#)),
    .init(
      400,
      error(
        "Budget has been exceeded! Current cost: 10.2, Max budget: 10.0", type: "budget_exceeded",
        code: #""400""#)),
    .init(429, error("ExceededBudget: User=u1 over budget. Spend=12.5, Budget=10.0")),
    .init(
      429,
      error("litellm.BudgetExceededError: Budget has been exceeded! Current cost: 1, Max budget: 1")
    ),
    .init(403, #"{"detail":"User 'u-3' has exceeded budget"}"#),
    .init(200, error("Insufficient credits. Add more using the settings page", code: "402")),
    .init(200, error("x", code: #""402""#)),
    .init(200, error("x", code: #""insufficient_balance""#)),
    .init(200, error("Your credit balance is too low to access the API")),
    .init(200, #"{"code":30001,"message":"x"}"#),
    .init(500, error("x", code: #""insufficient_user_quota""#)),
    .init(403, error("upstream error: \\\"Insufficient balance\\\"")),
    .init(400, "Insufficient balance, please top up your account"),
    .init(
      403, #"{"errors":[{"code":10,"message":"You have exceeded your monthly included credits"}]}"#),
    .init(403, error("Unpaid invoices: your access is paused.")),
  ]

  private static let tooDear: [RefusalSample] = [
    .init(
      402,
      error(
        "This request requires more credits, or fewer max_tokens. You requested up to 65536 tokens, but can only afford 1234.",
        code: "402")),
    .init(
      402,
      #"{"error":{"message":"x","code":402,"metadata":{"limit_source":"openrouter_in_flight_budget","reason":"weight_exceeds_budget"}}}"#,
      ["Retry-After": "9"]),
    .init(200, error("You can only afford 80 tokens", code: "402")),
  ]

  private static let perhaps: [RefusalSample] = [
    .init(
      429,
      error(
        "You exceeded your current quota, please check your plan and billing details.",
        type: "insufficient_quota", code: #""insufficient_quota""#)),
    .init(429, error("x", code: #""insufficient_quota""#)),
    .init(429, error("x", code: #""insufficient_quota""#), ["Retry-After": "20"]),
    .init(
      429,
      error(
        "litellm.RateLimitError: RateLimitError: OpenAIException - You exceeded your current quota, please check your plan and billing details.\\n\\nLiteLLM: model group 'm' failed with the error above.",
        type: "throttling_error", code: #""429""#)),
    .init(
      429,
      error(
        "Error code: 429 - {'error': {'message': 'You exceeded your current quota', 'type': 'insufficient_quota', 'code': 'insufficient_quota'}}"
      )),
    .init(
      429,
      #"{"error":{"code":429,"message":"Resource exhausted. Please try again later.","status":"RESOURCE_EXHAUSTED"}}"#
    ),
    .init(
      429,
      #"{"error":{"message":"Provider returned error","code":429,"metadata":{"raw":"{\"error\":{\"message\":\"You exceeded your current quota\",\"code\":\"insufficient_quota\"}}"}}}"#
    ),
    .init(200, error("x", code: #""insufficient_quota""#)),
  ]

  private static let returns: [RefusalSample] = [
    .init(
      402,
      #"{"error":{"message":"In-flight budget is used up","code":402,"metadata":{"limit_source":"openrouter_in_flight_budget"}}}"#,
      ["Retry-After": "4"]),
    .init(402, error("Your in-flight budget has been exceeded"), ["retry-after-ms": "1500"]),
    .init(402, error("come back later"), ["Retry-After": "60"]),
    .init(
      402, #"{"error":{"message":"x","metadata":{"limit_source":"openrouter_in_flight_budget"}}}"#),
  ]

  private static let key: [RefusalSample] = [
    .init(401, ""), .init(401, "<html>"),
    .init(401, error("Invalid API key", code: #""invalid_api_key""#)),
    .init(401, error("x", code: #""missing_authorization""#)),
    .init(
      400,
      #"{"code":"Client specified an invalid argument","error":"Incorrect API key provided: xa***. You can obtain an API key from the console."}"#
    ),
    .init(
      400,
      #"[{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}]"#
    ),
    .init(400, #"{"error":{"code":400,"message":"x","details":[{"reason":"API_KEY_INVALID"}]}}"#),
    .init(403, error("x", code: #""invalid_api_key""#)),
    .init(400, #"{"error":"Invalid API Key"}"#),
    .init(400, #"{"detail":"API key expired. Please renew the API key."}"#),
    .init(403, error("The API key is disabled.")),
    .init(
      401,
      error(
        "litellm.AuthenticationError: OpenAIException - Incorrect API key provided: sk-up.",
        code: #""401""#)),
    .init(200, error("User not found.", code: "401")),
    .init(200, error("x", type: "authentication_error")),
  ]

  private static let tooLarge: [RefusalSample] = [
    .init(
      429,
      error(
        "Request too large for gpt-4o in organization org-1 on tokens per min (TPM): Limit 30000, Requested 61337. The input must be reduced.",
        type: "tokens", code: #""rate_limit_exceeded""#), ["Retry-After": "1"]),
    .init(
      413,
      error(
        "Request too large for model `llama-9` in organization `org_1` service tier `on_demand` on tokens per minute (TPM): Limit 6000, Requested 9000, please reduce your message size",
        type: "tokens")),
    .init(
      429,
      error(
        "Rate limit exceeded for api_key: 0f0f. Limit type: tokens. Current limit: 150, Remaining: 150. Limit resets at: 2031-01-01 00:00:00 UTC"
      ), ["rate_limit_type": "tokens"]),
    .init(429, error("Tokens per minute: limit 6,000, requested 6,001")),
    .init(429, error("The token limit is 500 but this request needs 800 tokens")),
    .init(429, error("This request's max_tokens is larger than the rate limit of the deployment.")),
    .init(429, error("A single request cannot use more than the minute's tokens.")),
    .init(
      429, error("too many tokens"),
      ["x-ratelimit-limit-tokens": "9000", "x-ratelimit-remaining-tokens": "9000"]),
    .init(200, error("Request too large for gpt-4o: Limit 10, Requested 20", code: "429")),
  ]

  private static let rates: [RefusalSample] = [
    .init(429, ""), .init(429, "<html>"),
    .init(429, error("Rate limit reached", type: "rate_limit_error")),
    .init(
      429,
      error(
        "Rate limit reached for gpt-4o in organization org-1 on tokens per min (TPM): Limit 30000, Used 29000, Requested 5000. Please try again in 8s."
      )),
    .init(
      429,
      #"{"object":"error","message":"Requests rate limit exceeded","type":"rate_limited","param":null,"code":"1300"}"#
    ),
    .init(429, error("x", code: #""Throttling.AllocationQuota""#)),
    .init(
      429,
      error("You exceeded your current quota: tokens per minute", code: #""insufficient_quota""#)),
    .init(429, error("x", code: #""limit_burst_rate""#)),
    .init(
      429,
      #"[{"error":{"code":429,"message":"You exceeded your current quota","status":"RESOURCE_EXHAUSTED","details":[{"violations":[{"quotaId":"GenerateRequestsPerMinutePerProjectPerModel-FreeTier"}]},{"retryDelay":"3s"}]}}]"#
    ),
    .init(
      429,
      error(
        "You exceeded your current quota. * Quota exceeded for metric: g/free_requests, limit: 20, model: gemini-9. Please retry in 37.2s.",
        code: "429")),
    .init(
      429,
      error(
        "This request would exceed your organization's rate limit of 30,000 input tokens per minute. Please reduce the prompt length or the maximum tokens requested, or try again later.",
        type: "rate_limit_error")),
    .init(
      429,
      error(
        "Rate limit exceeded. Please retry after 37 seconds. Reduce your concurrency or contact support."
      )),
    .init(503, error("The service is busy"), ["Retry-After": "2"]),
    .init(200, error("Rate limited", code: "429")), .init(200, error("x", code: #""429""#)),
    .init(200, error("x", type: "rate_limit_error")),
    .init(
      429,
      error(
        "No deployments available for selected model, Try again in 60 seconds. Passed model=m-1.")),
    .init(429, error("Rate limit exceeded: usage limit reached for this minute, resets in 12s")),
    .init(
      429, error("Limit type: requests. Current limit: 5, Remaining: 5"),
      ["rate_limit_type": "requests"]),
  ]

  private static let overloads: [RefusalSample] = [
    .init(
      429,
      error(
        "The engine is currently overloaded, please try again later",
        type: "engine_overloaded_error")),
    .init(
      429,
      #"{"message":"x","type":"too_many_requests_error","param":"queue","code":"queue_exceeded"}"#),
    .init(429, error("System is experiencing high demand. Please retry.")),
    .init(503, error("The request queue is full."), ["Retry-After": "3"]),
    .init(429, error("x", code: #""1305""#)),
  ]

  private static let parallels: [RefusalSample] = [
    .init(
      429,
      error(
        "Rate limit exceeded for api_key: 0f0f. Limit type: max_parallel_requests. Current limit: 2, Remaining: 0.",
        type: "throttling_error", code: #""429""#),
      ["retry-after": "60", "rate_limit_type": "max_parallel_requests"]),
    .init(429, error("x"), ["rate_limit_type": "concurrent_requests"]),
    .init(429, error("Too many concurrent requests for this account")),
    .init(
      429,
      error(
        "Your account reached max organization concurrency: 1, please try again after 1 seconds",
        type: "rate_limit_reached_error")),
    .init(429, error("x", code: #""concurrency_limit_exceeded""#)),
    .init(429, error("High concurrency", code: #""1302""#)),
    .init(429, error("You sent too many requests at once.")),
    .init(429, error("Limit of 3 parallel requests reached.")),
    .init(429, error("Only 2 simultaneous calls are allowed: limit reached")),
  ]

  private static let dailies: [RefusalSample] = [
    .init(
      429,
      error(
        "Rate limit reached for model `m-1` on tokens per day (TPD): Limit 100000, Used 99800, Requested 500. Please try again in 4m19.2s.",
        type: "tokens")),
    .init(429, error("Tokens per day limit exceeded", code: #""token_quota_exceeded""#)),
    .init(
      429,
      error(
        "Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day",
        code: "429")),
    .init(
      429,
      #"[{"error":{"code":429,"message":"You exceeded your current quota","status":"RESOURCE_EXHAUSTED","details":[{"violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier","quotaDimensions":{"model":"m-1"}}]},{"retryDelay":"3s"}]}}]"#
    ),
    .init(429, error("slow down"), ["Retry-After": "7200"]),
    .init(
      429, error("slow down"),
      ["x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "2h3m0s"]),
    .init(
      429,
      error(
        "You exceeded your current quota. * Quota exceeded for metric: g/free_requests, limit: 20, model: gemini-9. Please retry in 10h17m5.7s.",
        code: "429")),
    .init(429, error("Your daily limit is reached.")),
  ]

  private static let perhapsCharged: [RefusalSample] = [
    .init(408, error("x")), .init(502, ""),
    .init(502, "<html><title>502 Bad Gateway</title></html>"),
    .init(504, #"{"detail":"upstream timed out"}"#), .init(524, "error code: 524"),
    .init(200, error("Upstream closed", code: "502")), .init(200, error("x", code: #""504""#)),
    .init(200, error("x", type: "internal_error", code: "504")),
    .init(200, #"[{"error":{"code":408,"message":"x"}}]"#),
    .init(200, error("x", type: "timeout_error")),
  ]

  private static let notCharged: [RefusalSample] = [
    .init(500, error("image input is not supported", code: "500")),
    .init(503, error("Loading model")),
    .init(409, ""), .init(425, ""), .init(498, error("Flex tier capacity exceeded")),
    .init(520, ""),
    .init(521, ""), .init(523, ""), .init(525, ""), .init(526, ""),
    .init(529, error("Overloaded", type: "overloaded_error")),
    .init(503, error("busy"), ["Retry-After": "-5"]),
    .init(503, error("x"), ["x-ratelimit-reset": "5"]),
    .init(403, "no json", ["CF-Mitigated": "challenge"]),
    .init(403, "<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>"),
    .init(200, error("x", code: "503")), .init(200, error("x", type: "overloaded_error")),
    .init(400, error("There are no healthy deployments for this model.", code: #""400""#)),
    // Words count at statuses of 400 to 499 only.
    .init(500, error("Your credit balance is too low")),
  ]

  private static let refusedForGood: [RefusalSample] = [
    .init(301, "", ["location": "https://elsewhere.example"]), .init(400, error("bad")),
    .init(403, error("no")),
    .init(404, error("The model `m` does not exist", code: #""model_not_found""#)),
    .init(413, error("Request exceeds the maximum size", type: "request_too_large")),
    .init(413, "<html>"),
    .init(
      422, #"{"detail":[{"type":"missing","loc":["body","messages"],"msg":"Field required"}]}"#),
    .init(403, "<html><title>403 Forbidden</title></html>"),
    .init(200, error("x", code: "400")), .init(200, error("x", type: "invalid_request_error")),
    .init(
      429,
      error(
        "You exceeded your current quota. * Quota exceeded for metric: g/free_requests, limit: 0, model: m. Please retry in 3s.",
        code: "429")),
    .init(429, error("no allowance"), ["x-ratelimit-limit-req-minute": "0"]),
  ]

  private static let unusable: [RefusalSample] = [
    .init(200, ""), .init(200, "{}"), .init(200, "<html>"), .init(200, "null"),
    .init(200, error("something", type: "server_error")), .init(200, #"{"error":"upstream"}"#),
    .init(200, #"{"error":{}}"#), .init(200, #"{"message":"no"}"#),
  ]
}
