import Basics

/// One valid chat request and what is decided about its answer. Valid only during the call, like
/// the pointers of its request.
struct ChatExchange {
  let request: SandboxRequest
  let chat: ChatRequest
  /// ``XXHash64`` of the body.
  let bodyHash: UInt64
  /// ``XXHash64`` of the idempotency key; `nil`: none was sent.
  let idempotencyHash: UInt64?
  /// When the request was received.
  let now: MonotonicInstant
  let unixSeconds: Double
  /// Differs each time that the same body is received, so that a retry can get another result.
  let seed: UInt64
  /// The same each time that the same body is received, so that the answer's text is the same.
  let textSeed: UInt64
  /// Decides about the fault, the length and the latency.
  var random: SplitMix64
  var outputTokens = 0
  /// The output limit cut the answer.
  var isCut = false
  /// The answer's text; `nil`: words from a ``WordGenerator``.
  var fixedText: FixedText?

  /// `stats` says how often the body was received before; `seed` is the scenario's.
  init(
    _ request: SandboxRequest, _ chat: ChatRequest, _ stats: SandboxStats, seed: UInt64,
    _ now: MonotonicInstant, _ unixSeconds: Double
  ) {
    self.request = request
    self.chat = chat
    self.now = now
    self.unixSeconds = unixSeconds
    bodyHash = XXHash64.hash(request.body)
    idempotencyHash = request.idempotencyKey.map { XXHash64.hash($0) }
    textSeed = SplitMix64.mix(bodyHash ^ SplitMix64.mix(seed))
    self.seed = SplitMix64.mix(textSeed &+ UInt64(stats.byBody[bodyHash]?.received ?? 0))
    random = SplitMix64(seed: self.seed)
  }

  /// The model's name, with its quotes.
  var model: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: request.body[chat.model])
  }

  /// The answer in the format that the request asks for; `nil` if it asks for none.
  var formattedAnswer: FixedText? {
    guard !chat.responseFormat.isEmpty else { return nil }
    return FormattedAnswer.text(
      UnsafeRawBufferPointer(rebasing: request.body[chat.responseFormat]),
      messages: UnsafeRawBufferPointer(rebasing: request.body[chat.messages]), prompt: prompt,
      seed: textSeed
    ).map { FixedText($0) }
  }

  /// The last message, as the inside of a JSON string.
  var prompt: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: request.body[chat.lastContent])
  }
}
