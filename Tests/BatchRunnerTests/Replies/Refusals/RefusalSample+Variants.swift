// More wordings, one after the other: what they mean, status and body.
extension RefusalSample {
  static let variants: [(meaning: String, sample: RefusalSample)] = [
    (
      "perhaps",
      .init(429, "data: {\"error\":{\"code\":\"insufficient_quota\"}}\n\ndata: [DONE]\n\n")
    ),
    ("balance", .init(400, "{'error': {'message': 'no', 'code': 'Arrearage'}}")),
    ("balance", .init(403, ": PROCESSING\n\n{\"error\":\"Insufficient\ncredits\"}")),
    ("failed", .init(400, "<html><script>var a = {\"b\": 1}</script></html>")),
    (
      "balance",
      .init(402, #"{"error":{"code":"402","message":"Your account has insufficient funds"}}"#)
    ),
    (
      "balance",
      .init(
        429,
        #"{"error":{"message":"Your organization has reached its monthly spend limit","type":"rate_limit_error"}}"#
      )
    ),
    (
      "balance",
      .init(
        403,
        #"{"error":{"message":"Your credits have been exhausted. Please top up.","type":"forbidden"}}"#
      )
    ),
    (
      "balance",
      .init(
        400,
        #"{"error":{"message":"You have no credits remaining.","type":"invalid_request_error"}}"#)
    ),
    ("balance", .init(403, #"{"detail":"Key budget exceeded"}"#)),
    ("balance", .init(429, #"{"detail":"Monthly budget has been exceeded for key sk-..1"}"#)),
    (
      "balance",
      .init(
        400,
        #"{"error":{"message":"Authentication Error, ExceededTokenBudget: Current spend for token: 10.1; Max Budget for Token: 10.0","type":"auth_error","code":"400"}}"#
      )
    ),
    (
      "balance",
      .init(
        400,
        #"{"error":{"message":"Authentication Error, Budget has been exceeded! Current cost: 0.0002, Max budget: 0.0001","type":"auth_error","param":"None","code":"400"}}"#
      )
    ),
    (
      "balance",
      .init(
        429,
        #"{"error":{"message":"Team=x over budget. Spend=3, Budget=2","type":"budget_exceeded","code":"429"}}"#
      )
    ),
    (
      "balance",
      .init(403, #"{"error":{"message":"This account has an overdue balance","code":"x"}}"#)
    ),
    (
      "balance",
      .init(
        429,
        #"{"error":{"message":"Insufficient balance or no resource package. Please recharge.","code":"1113"}}"#
      )
    ),
    (
      "balance",
      .init(
        429,
        #"{"error":{"message":"Insufficient balance or no resource package. Please recharge.","code":1113}}"#
      )
    ),
    (
      "balance",
      .init(
        403,
        #"{"error":{"type":"exceeded_current_quota_error","message":"You exceeded your current token quota: 0, please check your account balance"}}"#
      )
    ),
    (
      "balance",
      .init(
        429,
        #"{"error":{"type":"exceeded_current_quota_error","message":"Your account is suspended, please check your plan and billing details"}}"#
      )
    ),
    (
      "balance",
      .init(
        400,
        #"{"error":{"message":"Your project has hit its spend limit for this month","code":"spend_alert_blocked","type":"invalid_request_error"}}"#
      )
    ),
    ("balance", .init(429, #"{"error":"You have used all available credits"}"#)),
    (
      "balance",
      .init(
        403,
        #"{"code":"The caller does not have permission to execute the specified operation","error":"Your newly created team doesn't have any credits or licenses yet. You can purchase those on https://console.x.ai/team/1."}"#
      )
    ),
    (
      "balance",
      .init(
        402,
        #"{"detail":"You have depleted your monthly included credits. Purchase pre-paid credits to continue."}"#
      )
    ),
    ("balance", .init(422, #"{"error":{"message":"insufficient credits to run this request"}}"#)),
    ("balance", .init(412, #"{"message":"Account suspended: monthly spending limit reached"}"#)),
    (
      "balance",
      .init(
        429,
        #"{"error":{"message":"litellm.RateLimitError: XAIException - {\"code\":\"Some resource has been exhausted\",\"error\":\"Your team has either used all available credits or reached its monthly spending limit\"}","type":"throttling_error","code":"429"}}"#
      )
    ),
    ("balance", .init(500, #"{"error":{"message":"x","type":"billing_error"}}"#)),
    (
      "balance",
      .init(
        429,
        #"{"error":{"message":"Billing soft limit has been reached","type":"invalid_request_error"}}"#
      )
    ),
    (
      "balance",
      .init(
        403, #"{"error":{"message":"Insufficient account balance","code":"InsufficientBalance"}}"#)
    ),
    ("balance", .init(400, #"{"error":{"message":"x","code":"InsufficientBalance"}}"#)),
    (
      "balance",
      .init(
        403, #"{"error":{"message":"Your account has been disabled due to outstanding invoices"}}"#)
    ),
    ("balance", .init(429, #"{"error":{"message":"API key credit limit exceeded"}}"#)),
    (
      "balance",
      .init(
        403,
        #"{"error":{"message":"Key limit exceeded (total limit). Manage it using https://openrouter.ai/settings/keys","code":403}}"#
      )
    ),
    (
      "balance",
      .init(200, #"{"error":{"message":"Insufficient credits","code":"402"},"choices":[]}"#)
    ),
    ("balance", .init(200, #"{"error":{"code":"insufficient_credits"}}"#)),
    (
      "balance",
      .init(
        429,
        #"{"error":{"message":"You have reached your API usage limit for this billing period"}}"#)
    ),
    (
      "balance",
      .init(
        400,
        #"{"error":{"type":"invalid_request_error","message":"You have reached your specified workspace API usage limits. You will regain access on 2026-12-01 at 00:00 UTC."}}"#
      )
    ),
    ("balance", .init(403, #"{"message":"Usage limit reached. Upgrade your subscription."}"#)),
    ("balance", .init(429, #"{"error":{"message":"Your trial credits have expired"}}"#)),
    (
      "balance",
      .init(
        429,
        #"{"error":{"code":429,"message":"Your prepayment credits are depleted","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"30s"}]}}"#
      )
    ),
    (
      "too dear",
      .init(
        402,
        #"{"error":{"message":"Insufficient balance for this request: max_tokens 100000 needs $3.00 but you can only afford 2000 tokens"}}"#
      )
    ),
    (
      "too dear",
      .init(
        402,
        #"{"error":{"message":"This request requires more credits, or fewer max_tokens. You requested up to 4096 tokens, but can only afford 12.","code":402}}"#
      )
    ),
    (
      "perhaps",
      .init(
        429,
        #"{"error":{"message":"You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs.","type":"throttling_error","code":"429"}}"#
      )
    ),
    (
      "perhaps",
      .init(429, #"{"message":"You exceeded your current quota","code":"insufficient_quota"}"#)
    ),
    (
      "perhaps",
      .init(
        429,
        #"{"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota).","status":"RESOURCE_EXHAUSTED"}}"#
      )
    ),
    (
      "key",
      .init(
        400,
        #"{"error":{"code":400,"message":"API Key not found. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}"#
      )
    ),
    ("key", .init(403, #"{"error":{"message":"Your API key is invalid","type":"x"}}"#)),
    (
      "key",
      .init(
        400,
        #"{"code":"invalid-argument","error":"Incorrect API key provided: xa***Zz. You can obtain an API key from https://console.x.ai."}"#
      )
    ),
    ("key", .init(403, #"{"message":"Invalid API key"}"#)),
    ("key", .init(403, #"{"error":{"code":"invalid_api_key","message":"no"}}"#)),
    ("key", .init(400, #"[{"error":{"message":"x","details":[{"reason":"API_KEY_INVALID"}]}}]"#)),
    (
      "key",
      .init(
        400,
        #"{"error":{"message":"API key expired. Please renew the API key.","status":"INVALID_ARGUMENT"}}"#
      )
    ),
    ("key", .init(401, #"{"detail":"Not authenticated"}"#)),
    ("key", .init(200, #"{"error":{"message":"No auth credentials found","code":401}}"#)),
    (
      "failed",
      .init(403, #"{"error":{"message":"API key does not have permission to use model gpt-5"}}"#)
    ),
    (
      "failed",
      .init(
        403,
        #"{"error":{"message":"You are not allowed to sample from this model","type":"invalid_request_error"}}"#
      )
    ),
    (
      "failed",
      .init(
        400,
        #"{"error":{"message":"Your prompt was flagged: it says my account has insufficient funds"}}"#
      )
    ),
    (
      "failed",
      .init(
        400,
        #"{"error":{"message":"Invalid 'messages[0].content': string too long. You exceeded your current quota of characters","param":"messages[0].content","code":"string_above_max_length"}}"#
      )
    ),
    (
      "failed",
      .init(
        400,
        #"{"error":{"message":"This model's maximum context length is 8192 tokens. However, you requested 9000 tokens","code":"context_length_exceeded"}}"#
      )
    ),
    (
      "failed",
      .init(
        400,
        #"{"error":{"message":"The response was filtered due to the prompt triggering content management policy: 'my credit balance is too low'","code":"content_filter"}}"#
      )
    ),
    ("failed", .init(404, #"{"error":{"message":"Model insufficient_balance not found"}}"#)),
    (
      "failed",
      .init(
        403, #"{"error":{"message":"Content blocked: \"please add funds, insufficient balance\""}}"#
      )
    ),
    (
      "failed",
      .init(
        400, #"{"error":{"message":"could not parse message content near 'insufficient_quota'"}}"#)
    ),
    (
      "failed",
      .init(
        422,
        #"{"detail":[{"type":"value_error","loc":["body","messages",0],"msg":"Value error, credit balance is too low","input":"credit balance is too low"}]}"#
      )
    ),
    (
      "failed",
      .init(
        400,
        #"{"error":{"message":"Invalid JSON in tool call: {\"error\": {\"code\": \"insufficient_balance\"}}"}}"#
      )
    ),
    (
      "rate",
      .init(
        429,
        #"{"error":{"message":"Rate limit reached for requests","type":"requests","code":"rate_limit_exceeded"}}"#
      )
    ),
    ("rate", .init(429, #"{"error":{"message":"Too many tokens","code":"429"}}"#)),
    (
      "rate",
      .init(
        429,
        #"{"error":{"message":"Provider returned error","code":429,"metadata":{"raw":"google/gemma-3 is temporarily rate-limited upstream. Please retry shortly, or add your own key","provider_name":"Chutes"}}}"#
      )
    ),
    ("rate", .init(429, #"{"message":"API rate limit exceeded"}"#)),
    (
      "rate",
      .init(200, #"{"error":{"message":"Rate limit exceeded","code":"429"},"choices":null}"#)
    ),
    (
      "rate",
      .init(
        429,
        #"{"error":{"code":"429","message":"Requests to the ChatCompletions_Create Operation have exceeded token rate limit of your current AIServices S0 pricing tier. Please retry after 37 seconds."}}"#
      )
    ),
    (
      "rate",
      .init(
        429,
        #"{"error":{"message":"Allocated quota exceeded, please increase your quota limit.","code":"Throttling.AllocationQuota"}}"#
      )
    ),
    (
      "rate",
      .init(
        429,
        #"{"error":{"message":"Requests rate limit exceeded, please try again later.","code":"limit_requests"}}"#
      )
    ),
    (
      "rate",
      .init(
        429,
        #"{"error":{"message":"request reached max RPM: 20, please try again after 1 seconds","type":"rate_limit_reached_error"}}"#
      )
    ),
    (
      "daily",
      .init(
        429,
        #"{"error":{"message":"request reached TPD rate limit, current: 1500100, limit: 1500000","type":"rate_limit_reached_error"}}"#
      )
    ),
    (
      "rate",
      .init(
        429,
        #"{"error":{"type":"rate_limit_error","message":"This request would exceed your account's rate limit. Please try again later."}}"#
      )
    ),
    (
      "rate", .init(429, #"{"error":{"message":"dynamic limit","type":"dynamic_request_limited"}}"#)
    ),
    (
      "parallel",
      .init(429, #"{"error":{"message":"Concurrency limit reached for this model","type":"x"}}"#)
    ),
    ("parallel", .init(429, #"{"error":{"message":"You have too many requests in flight"}}"#)),
    ("parallel", .init(429, #"{"error":{"message":"Crossed max parallel requests: 2"}}"#)),
    (
      "parallel",
      .init(429, #"{"error":{"code":"1302","message":"Rate limit reached for requests"}}"#)
    ),
    (
      "parallel",
      .init(429, #"{"error":{"message":"Max simultaneous requests exceeded for this API key"}}"#)
    ),
    ("parallel", .init(429, #"{"detail":"maximum number of concurrent requests (4) reached"}"#)),
    (
      "daily",
      .init(
        429,
        #"{"error":{"message":"Rate limit exceeded: free-models-per-day","code":429,"metadata":{"headers":{"X-RateLimit-Limit":"50","X-RateLimit-Remaining":"0","X-RateLimit-Reset":"1800040000000"}}}}"#
      )
    ),
    (
      "rate",
      .init(
        429,
        #"{"error":{"message":"Rate limit exceeded: free-models-per-min. ","code":429,"metadata":{"headers":{"X-RateLimit-Limit":"20","X-RateLimit-Remaining":"0","X-RateLimit-Reset":"1800000030000"}}}}"#
      )
    ),
    (
      "too large",
      .init(
        429,
        #"{"error":{"message":"Request too large for gpt-4o-mini (for limit gpt-4o-mini) in organization org-x on tokens per min (TPM): Limit 200000, Requested 302000.","type":"tokens","code":"rate_limit_exceeded"}}"#
      )
    ),
    (
      "too large",
      .init(
        429,
        #"{"error":{"message":"Rate limit exceeded for team: abc. Limit type: tokens. Current limit: 9000, Remaining: 9000. Limit resets at: 2026-11-30 00:00:00 UTC"}}"#
      )
    ),
    (
      "too large",
      .init(
        413,
        #"{"error":{"message":"Request too large for model `x` in organization `o` service tier `on_demand` on tokens per minute (TPM): Limit 12000, Requested 12800, please reduce your message size and try again.","type":"tokens","code":"rate_limit_exceeded"}}"#
      )
    ),
    (
      "too large",
      .init(
        429,
        #"{"error":{"message":"max_completion_tokens of 50000 exceeds the tokens per minute limit of 40000"}}"#
      )
    ),
    (
      "too large",
      .init(
        429,
        #"{"error":{"message":"This request needs 5000 tokens, more than the limit of 4000 tokens per minute."}}"#
      )
    ),
    (
      "rate",
      .init(
        429,
        #"{"error":{"message":"Rate limit exceeded for user: 7. Limit type: tokens. Current limit: 9000, Remaining: 20."}}"#
      )
    ),
    (
      "ambiguous",
      .init(200, #"{"error":{"message":"Timed out","code":"504","type":"internal_error"}}"#)
    ),
    ("ambiguous", .init(200, #"{"error":{"message":"bad gateway","code":502}}"#)),
    ("refused", .init(200, #"{"object":"error","message":"queue full","code":503}"#)),
    (
      "refused",
      .init(503, #"{"error":"server busy, please try again.  maximum pending requests exceeded"}"#)
    ),
    (
      "failed",
      .init(
        429,
        #"{"error":{"message":"Quota exceeded for metric: generate_content_free_tier_requests, limit: 0, model: gemini-3-pro","code":429,"status":"RESOURCE_EXHAUSTED"}}"#
      )
    ),
    (
      "failed",
      .init(
        429,
        #"[{"error":{"code":429,"message":"You exceeded your current quota, please check your plan.\n* Quota exceeded for metric: g.com/x, limit: 0\n* Quota exceeded for metric: g.com/y, limit: 0\nPlease retry in 9.1s.","status":"RESOURCE_EXHAUSTED","details":[{"violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"},{"quotaId":"GenerateRequestsPerMinutePerProjectPerModel-FreeTier"}]}]}}]"#
      )
    ),
    (
      "balance",
      .init(
        403,
        #"{"error":{"message":"Your account doesn't have enough funds to complete this request"}}"#)
    ),
    (
      "balance",
      .init(
        429,
        #"{"error":{"message":"litellm.RateLimitError: AnthropicException - b'{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"x\",\"details\":{\"error_code\":\"enforced_spend_limit_reached\"}}}'","type":"throttling_error","code":"429"}}"#
      )
    ),
    (
      "balance",
      .init(
        400,
        #"{"error":{"message":"Error code: 400 - {\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Your credit balance is too low\"}}","type":"BadRequestError"}}"#
      )
    ),
    (
      "balance",
      .init(
        403,
        #"{"error":{"message":"litellm.PermissionDeniedError: the team's monthly budget is exhausted"}}"#
      )
    ),
    (
      "balance",
      .init(
        429,
        #"{"error":{"code":"429","message":"Max budget reached: your budget of $10.00 has been exceeded for key"}}"#
      )
    ),
    (
      "perhaps",
      .init(
        429,
        #"{"detail":"Upstream returned 429: You exceeded your current quota, please check your plan and billing details."}"#
      )
    ),
    (
      "perhaps",
      .init(
        429,
        #"{"error":{"message":"openai.RateLimitError: Error code: 429 - {'error': {'message': \"You exceeded your current quota, it's over\", 'type': 'insufficient_quota', 'param': None, 'code': 'insufficient_quota'}}"}}"#
      )
    ),
    (
      "key",
      .init(
        403,
        #"{"error":{"message":"upstream: Incorrect API key provided: sk-abc.","type":"upstream_error"}}"#
      )
    ),
    (
      "rate",
      .init(
        429,
        #"{"error":{"message":"litellm.RateLimitError: RateLimitError: OpenAIException - Rate limit reached for gpt-4o in organization org-1 on tokens per min (TPM): Limit 30000, Used 30000, Requested 900. Please try again in 1.8s.","type":"throttling_error","code":"429"}}"#
      )
    ),
    (
      "daily",
      .init(
        429,
        #"{"error":{"message":"Rate limit reached for gpt-4o-mini in organization org on requests per day (RPD): Limit 10000, Used 10000, Requested 1. Please try again in 8.64s.","type":"requests","code":"rate_limit_exceeded"}}"#
      )
    ),
    (
      "failed",
      .init(
        400,
        #"{"error":{"message":"Unsupported value: 'temperature' does not support 0 with this model.","param":"temperature","code":"unsupported_value"}}"#
      )
    ),
    (
      "failed",
      .init(
        403,
        #"{"error":{"message":"Project does not have access to model gpt-5","code":"model_not_found"}}"#
      )
    ),
    (
      "failed",
      .init(
        400,
        #"{"error":{"message":"Invalid schema for response_format 'budget exceeded': bad","param":"response_format"}}"#
      )
    ),
    (
      "failed",
      .init(
        400,
        #"{"error":{"message":"[{'type': 'string_type', 'loc': ('body', 'messages'), 'msg': 'Input should be a valid string', 'input': 'insufficient balance'}]","type":"BadRequestError","code":400}}"#
      )
    ),
    (
      "failed",
      .init(
        422,
        #"{"error":{"message":"1 validation error: messages.0.content Input should be valid [type=string_type, input_value={'text': 'my credit balance is too low'}, input_type=dict]"}}"#
      )
    ),
    (
      "failed",
      .init(403, #"{"error":{"message":"Error: user \"insufficient credits\" is not allowed"}}"#)
    ),
    ("perhaps", .init(200, #"{"error":{"message":"You exceeded your current quota","code":429}}"#)),
    ("rate", .init(200, #"{"error":{"message":"x","code":"rate_limit_exceeded"}}"#)),
    ("balance", .init(200, #"{"code":"insufficient_balance","message":"no"}"#)),
    (
      "refused",
      .init(
        403, #"<html><body><script src="/cdn-cgi/challenge-platform/x"></script></body></html>"#)
    ),
    ("failed", .init(403, #"<html><body>nginx</body></html>"#)),
    (
      "daily",
      .init(429, #"{"error":{"message":"Monthly token limit reached (tokens per month)"}}"#)
    ),
    (
      "rate",
      .init(429, #"{"error":{"message":"Server says: \"insufficient_quota\" is only a word"}}"#)
    ),
  ]
}
