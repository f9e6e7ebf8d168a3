// Texts and codes that look like an empty balance, a refused key or a limit, and are none.
extension RefusalSample {
  static let lookAlikes: [(RefusalSample, String)] =
    ofModels + ofPrompts + ofFields + ofOtherMeanings

  private static func answer(_ content: String, _ more: String = "") -> RefusalSample {
    .init(200, #"{"choices":[{"message":{"content":"\#(content)"}}]\#(more)}"#)
  }

  /// A model wrote it.
  private static let ofModels: [(RefusalSample, String)] = [
    (
      answer(
        #"{\"error\":{\"code\":\"insufficient_balance\",\"message\":\"Insufficient credits\"}}"#),
      "answer"
    ),
    (answer("Your credit balance is too low", #","error":null"#), "answer"),
    (answer("x", #","code":"insufficient_balance","message":"m""#), "answer"),
    (answer("x", #","service_tier":"insufficient_quota""#), "answer"),
    (.init(200, #"{"message":"Your credit balance is too low to go on"}"#), "unusable"),
  ]

  /// The message repeats the prompt.
  private static let ofPrompts: [(RefusalSample, String)] =
    [
      "Invalid prompt: 'my credit balance is too low to access the API'",
      "Invalid prompt: my credit balance is too low, what can I do?",
      #"The prompt was: \"You have run out of credits\""#,
      "Your prompt `insufficient balance` was rejected",
      "Your input (we have used all available credits) is not allowed",
      "messages[0].content: “usage limit reached” is not allowed",
      "Rejected input - budget has been exceeded",
      "Could not process input_text='Incorrect API key provided'",
      "Invalid user message: 'API key not valid. Please pass a valid API key.'",
      "Could not parse content: {'error': {'message': 'no', 'code': 'insufficient_balance'}}",
      #"Bad messages: {\"error\":{\"code\":\"invalid_api_key\",\"message\":\"x\"}}"#,
      "Invalid prompt: 'your budget has been exceeded and your team",
      #"Error: user \"insufficient credits\" is not allowed"#,
      #"Invalid JSON in tool call: {\"error\": {\"code\": \"insufficient_balance\"}}"#,
      "Your prompt was flagged: it says that my account has insufficient funds",
      "Bad tool arguments: {'type': 'insufficient_balance', 'message': 'x'}",
      "Not understood: {'name': 'a', 'message': 'my credit balance is too low'}",
      "The text «insufficient credits» violates the rules",
      "Insufficient balance between the arguments of this debate was flagged by the content filter",
    ].flatMap { message in
      [
        (
          .init(400, #"{"error":{"message":"\#(message)","type":"invalid_request_error"}}"#),
          "failed"
        ),
        (.init(403, #"{"detail":"\#(message)"}"#), "failed"),
        (.init(422, #"[{"error":"\#(message)"}]"#), "failed"),
      ]
    } as [(RefusalSample, String)]

  /// A member of another name holds it.
  private static let ofFields: [(RefusalSample, String)] = [
    (
      .init(400, #"{"error":{"message":"bad","param":"insufficient_balance","code":"x"}}"#),
      "failed"
    ),
    (
      .init(
        400, #"{"error":{"message":"bad","metadata":{"flagged_input":"insufficient_balance"}}}"#),
      "failed"
    ),
    (
      .init(400, #"{"error":{"message":"bad"},"request":{"code":"insufficient_balance"}}"#),
      "failed"
    ),
    (
      .init(
        422,
        #"{"detail":[{"type":"string_type","loc":["body"],"msg":"Input should be a string","input":"insufficient balance"}]}"#
      ), "failed"
    ),
    (
      .init(
        400,
        #"{"error":{"message":"Your credit balance is too low","param":"messages[0].content"}}"#),
      "failed"
    ),
    (
      .init(
        400,
        #"{"error":{"message":"my credit balance is too low","code":"content_policy_violation"}}"#),
      "failed"
    ),
    (
      .init(422, #"{"detail":[{"loc":["body","messages"],"msg":"my credit balance is too low"}]}"#),
      "failed"
    ),
    (
      .init(
        403,
        #"{"error":{"message":"no","code":"model_not_allowed","account":{"credits":"insufficient_credits"}}}"#
      ), "failed"
    ),
  ]

  /// The words mean something else here.
  private static let ofOtherMeanings: [(RefusalSample, String)] = [
    (
      .init(
        403,
        #"{"error":{"message":"Your key has no access to this model.","type":"permission_error"}}"#),
      "failed"
    ),
    (
      .init(403, #"{"error":{"message":"This API key is not valid for the model gpt-9"}}"#),
      "failed"
    ),
    (.init(403, #"{"detail":"User 'u-3' is blocked"}"#), "failed"),
    (
      .init(
        401,
        #"{"error":{"message":"key not allowed to access model","type":"key_model_access_denied"}}"#
      ), "failed"
    ),
    (
      .init(
        404, #"{"error":{"message":"your credit balance is too low for this model","code":"x"}}"#),
      "failed"
    ),
    (
      .init(
        400, #"{"error":{"message":"the text 'insufficient_balance' is too long","code":"bad"}}"#),
      "failed"
    ),
    (.init(400, #"{"error":{"message":"The thinking budget has been exceeded"}}"#), "failed"),
    (
      .init(400, #"{"error":{"message":"max_tokens must be greater than the token budget"}}"#),
      "failed"
    ),
    (.init(400, #"{"error":{"message":"Limit 10, Requested 20 choices"}}"#), "failed"),
    (.init(413, #"{"error":{"message":"Request too large"}}"#), "failed"),
    (
      .init(
        400, #"{"error":{"message":"Field 'n': Value must be between 1 <= value <= 2, but got 3"}}"#
      ), "failed"
    ),
    (
      .init(
        400, #"{"error":{"message":"Unexpected token in JSON, key 'api key' missing a value"}}"#),
      "failed"
    ),
    (
      .init(200, #"{"id":"x","object":"error","choices":[{"message":{"content":"hi"}}]}"#), "answer"
    ),
    (.init(429, #"{"error":{"message":"Add credits to raise your limits."}}"#), "rate"),
    (
      .init(
        429, #"{"error":{"message":"Rate limit exceeded, please reduce your concurrent requests"}}"#
      ), "rate"
    ),
    (.init(429, #"{"error":{"message":"Limit 10, Used 10, Requested 1"}}"#), "rate"),
    (
      .init(429, #"{"error":{"message":"slow down"}}"#, ["x-ratelimit-reset-requests": "1s"]),
      "rate"
    ),
    (.init(500, #"{"error":{"message":"Incorrect API key provided"}}"#), "refused"),
    (.init(403, "<html><title>Forbidden</title>insufficient balance</html>"), "failed"),
  ]
}
