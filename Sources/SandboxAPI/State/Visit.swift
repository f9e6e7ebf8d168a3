import Basics

/// One readable chat request on its way through the server. Lives for the call only, as the
/// pointers of its request do.
struct Visit {
  let request: SandboxRequest
  let chat: ChatRequest
  let bodyHash: UInt64
  let idempotencyHash: UInt64?
  let now: MonotonicInstant
  let unixSeconds: Double
  /// Of this body at this occurrence of it; the text's does not change between occurrences.
  let seed: UInt64
  let textSeed: UInt64
  var dice: SplitMix64
  var outputTokens = 0
  var isCut = false
  /// `nil`: prose.
  var fixedText: FixedText?

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
    dice = SplitMix64(seed: self.seed)
  }

  var model: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: request.body[chat.model])
  }

  /// The answer in the format that the request asks for; `nil`: for none.
  var formattedAnswer: FixedText? {
    guard !chat.responseFormat.isEmpty else { return nil }
    return FormattedAnswer.text(
      UnsafeRawBufferPointer(rebasing: request.body[chat.responseFormat]),
      messages: UnsafeRawBufferPointer(rebasing: request.body[chat.messages]), prompt: prompt,
      seed: textSeed
    ).map { FixedText($0) }
  }

  var prompt: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: request.body[chat.lastContent])
  }
}
