import Testing

@testable import BatchRunner

@Suite struct ModelNameTests {
  @Test(
    arguments: [
      ("gpt-5", "gpt-5"), ("openai/gpt-5", "gpt-5"), ("azure/gpt-5", "gpt-5"),
      ("openrouter/openai/gpt-5", "gpt-5"), ("GPT-5", "gpt-5"), ("gpt-5-2025-08-07", "gpt-5"),
      ("openai/gpt-5-latest", "gpt-5"), ("openai/gpt-5-mini-2025-08-07", "gpt-5-mini"),
      ("claude-4-5-sonnet", "claude-sonnet-4-5"), ("claude-4.5-sonnet", "claude-sonnet-4-5"),
      ("claude-sonnet-4-5", "claude-sonnet-4-5"), ("claude-sonnet-4.5", "claude-sonnet-4-5"),
      ("anthropic/claude-sonnet-4-5-20250929", "claude-sonnet-4-5"),
      ("bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5"),
      ("bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5"),
      ("bedrock/converse/eu.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5"),
      ("vertex_ai/claude-sonnet-4-5@20250929", "claude-sonnet-4-5"),
      ("openrouter/anthropic/claude-sonnet-4.5", "claude-sonnet-4-5"),
      ("claude-3-5-sonnet-20241022", "claude-sonnet-3-5"),
      ("claude-3-5-haiku-latest", "claude-haiku-3-5"), ("claude-4-opus", "claude-opus-4"),
      ("claude-opus-4-20250514", "claude-opus-4"), ("claude-opus-4-1", "claude-opus-4-1"),
      ("us-gov.anthropic.claude-haiku-4-5-20251001-v1:0", "claude-haiku-4-5"),
      ("amazon.nova-lite-v1:0", "nova-lite"), ("global.amazon.nova-lite-v1:0", "nova-lite"),
      ("models/gemini-2.5-pro", "gemini-2.5-pro"), ("gemini/gemini-2.5-pro", "gemini-2.5-pro"),
      ("us.meta.llama3-3-70b-instruct-v1:0", "llama3-3-70b-instruct"),
      ("openrouter/meta-llama/llama-3.3-70b-instruct", "llama-3.3-70b-instruct"),
      ("mistral/mistral-large-latest", "mistral-large"), ("xai/grok-4", "grok-4"),
      ("x-ai/grok-4", "grok-4"), ("deepseek/deepseek-chat", "deepseek-chat"),
    ])
  func `all spellings of a model lead to the same name`(text: String, plain: String) {
    #expect(ModelName(text).plain == plain)
    #expect(PriceList.builtIn.price(of: text) == PriceList.builtIn.price(of: plain))
    #expect(PriceList.builtIn.price(of: text) != nil)
  }

  @Test(
    arguments: [
      ("gpt-5-mini", "gpt-5"), ("gpt-5-nano", "gpt-5"), ("gpt-5-pro", "gpt-5"),
      ("gpt-4o-mini", "gpt-4o"), ("gpt-4o-audio-preview", "gpt-4o"), ("gpt-4o:free", "gpt-4o"),
      ("gpt-4o-audio-preview-2024-12-17", "gpt-4o"), ("gpt-4o-search-preview", "gpt-4o"),
      ("ft:gpt-4o-2024-08-06", "gpt-4o"), ("o3-mini", "o3"), ("o3-pro", "o3"),
      ("gpt-4o-2024-05-13", "gpt-4o"), ("claude-opus-4-5", "claude-opus-4"),
      ("claude-sonnet-4-5-thinking", "claude-sonnet-4-5"), ("claude-sonnet-4", "claude-sonnet-4-5"),
      ("gemini-2.5-flash-lite", "gemini-2.5-flash"),
      ("gemini-2.5-pro-preview-tts", "gemini-2.5-pro"),
      ("deepseek/deepseek-chat:free", "deepseek-chat"), ("gpt-4o-2024", "gpt-4o"),
      ("unknown-gateway/gpt-4o", "gpt-4o"),
      ("groq/llama-3.3-70b-instruct", "llama-3.3-70b-instruct"),
      ("gpt-4o-1", "gpt-4o"), ("gpt-4o-v2", "gpt-4o"), ("gpt", "gpt-4"), ("-2025-08-07", "gpt-5"),
    ])
  func `a different model never gets its price`(text: String, other: String) {
    let price = PriceList.builtIn.price(of: other)
    #expect(price != nil)
    #expect(PriceList.builtIn.price(of: text) != price)
  }

  @Test(arguments: [
    "", "/", "//", "@", ".", "-", "claude-", "openai/", "us.", "a@", "bedrock/.", ":0",
  ])
  func `a text that is not a model name has no price`(text: String) {
    #expect(PriceList.builtIn.price(of: text) == nil)
  }

  @Test func `no two models of the built-in list share a name at different prices`() {
    #expect(PriceList.builtIn.count == 91)
    print("prices: \(PriceList.builtIn.count) models in the \(PriceList.builtIn.source)")
    #expect(PriceList.builtIn.source == "built-in list of 2026-11-23 (LiteLLM 1.109.1)")
  }
}
