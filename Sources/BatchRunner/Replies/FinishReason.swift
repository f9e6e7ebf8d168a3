/// What a choice's `finish_reason` means.
///
/// Letter case, and `-` or `_` between words, do not count. Of a reason with a colon the part before
/// it and the part behind it are looked at too, as in Gemini's `content_filter: SAFETY`.
enum FinishReason: Sendable {
  /// The answer ended by itself, or the reason is not known.
  case whole
  case truncated
  case filtered
  /// The server gave up: the answer is no whole one.
  case broken

  init(_ text: String) {
    let words = [text] + text.split(separator: ":").map(String.init)
    let meanings = words.compactMap { Self.table[Self.normal($0)] }
    self = meanings.first ?? .whole
  }

  private static func normal(_ text: String) -> String {
    text.lowercased().split { $0 == "_" || $0 == "-" || $0 == " " }.joined(separator: "_")
  }

  /// From the documentation of OpenAI, Azure, Anthropic, Gemini, Mistral, DeepSeek, Z.ai, vLLM,
  /// SGLang and OpenRouter.
  private static let table: [String: FinishReason] = {
    var table: [String: FinishReason] = [:]
    for reason in [
      "length", "max_tokens", "max_output_tokens", "max_completion_tokens", "model_length",
      "model_context_window_exceeded", "context_length_exceeded", "max_length", "token_limit",
    ] { table[reason] = .truncated }
    for reason in [
      "content_filter", "content_filtered", "content_filter_results", "sensitive", "safety",
      "recitation", "blocklist", "prohibited_content", "spii", "image_safety",
      "image_prohibited_content", "image_recitation", "guardrail", "guardrail_intervened",
      "moderation", "blocked", "risk",
    ] { table[reason] = .filtered }
    for reason in [
      "error", "network_error", "insufficient_system_resource", "abort", "aborted", "cancelled",
      "canceled", "timeout", "server_error", "internal_error", "failed",
      "malformed_function_call", "unexpected_tool_call", "function_call_filter",
    ] { table[reason] = .broken }
    return table
  }()
}
