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
      ("openrouter/anthropic/claude-sonnet-4.5", "claude-sonnet-4-5"),
      ("openrouter/anthropic/claude-sonnet-4.5:beta", "claude-sonnet-4-5"),
      ("anthropic/claude-sonnet-4.5:thinking", "claude-sonnet-4-5"),
      ("models/gemini-2.5-pro", "gemini-2.5-pro"), ("gemini/gemini-2.5-pro", "gemini-2.5-pro"),
      ("publishers/google/models/gemini-2.5-pro", "gemini-2.5-pro"),
      ("vertex_ai/gemini-2.5-pro", "gemini-2.5-pro"), ("google/gemini-2.5-pro", "gemini-2.5-pro"),
      ("amazon.nova-lite-v1:0", "nova-lite"),
      ("mistral/mistral-large-latest", "mistral-large"), ("xai/grok-4.3", "grok-4.3"),
      ("x-ai/grok-4.3", "grok-4.3"), ("~x-ai/grok-4.3", "grok-4.3"),
      ("deepseek/deepseek-chat", "deepseek-chat"), ("command-a", "command-a"),
      ("command-a-03-2025", "command-a"), ("cohere/command-a-2025-03", "command-a"),
      ("gpt-5-08-07-2025", "gpt-5"), ("gpt-5-07-08-2025", "gpt-5"), ("gpt-5-28-08-2025", "gpt-5"),
    ])
  func `all spellings of a model lead to the same name and price`(text: String, plain: String) {
    #expect(ModelName(text).plain == plain)
    let (price, other) = (PriceList.builtIn.price(of: text), PriceList.builtIn.price(of: plain))
    #expect(price?.input == other?.input && price?.output == other?.output)
    #expect(price != nil)
  }

  @Test(
    arguments: [
      ("bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0", "bedrock", "claude-sonnet-4-5", false),
      (
        "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0", "bedrock", "claude-sonnet-4-5", true
      ),
      (
        "bedrock/converse/eu.anthropic.claude-sonnet-4-5-20250929-v1:0", "bedrock",
        "claude-sonnet-4-5", true
      ),
      ("bedrock/us-gov-west-1/anthropic.claude-sonnet-5", "bedrock", "claude-sonnet-5", true),
      ("us-gov.anthropic.claude-haiku-4-5-20251001-v1:0", "bedrock", "claude-haiku-4-5", true),
      ("anthropic.claude-opus-4-6-v1", "bedrock", "claude-opus-4-6", false),
      ("openai.gpt-oss-120b-1:0", "bedrock", "gpt-oss-120b", false),
      ("us.meta.llama3-3-70b-instruct-v1:0", "bedrock", "llama3-3-70b-instruct", true),
      ("vertex_ai/claude-sonnet-4-5@20250929", "vertex", "claude-sonnet-4-5", false),
      ("azure/eu/gpt-5-2025-08-07", "azure", "gpt-5", true),
      ("fireworks_ai/accounts/fireworks/models/kimi-k3", "fireworks", "kimi-k3", false),
      ("accounts/fireworks/models/kimi-k3", "fireworks", "kimi-k3", false),
      ("together_ai/moonshotai/Kimi-K3", "together", "kimi-k3", false),
      ("groq/openai/gpt-oss-20b", "groq", "gpt-oss-20b", false),
      (
        "@cf/meta/llama-3.3-70b-instruct-fp8-fast", "cloudflare", "llama-3.3-70b-instruct-fp8-fast",
        false
      ),
      ("oci/meta.llama-3.3-70b-instruct", "oci", "llama-3.3-70b-instruct", false),
    ])
  func `a name says which service sells the model`(
    text: String, owner: String, plain: String, isRegional: Bool
  ) {
    let name = ModelName(text)
    #expect(name.owner == owner)
    #expect(name.plain == plain)
    #expect(name.isRegional == isRegional)
    #expect(name.isFromHost)
  }

  @Test(
    arguments: [
      ("gpt-5-mini", "gpt-5"), ("gpt-5-nano", "gpt-5"), ("gpt-5-pro", "gpt-5"),
      ("gpt-4o", "gpt-4"), ("gpt-4.1", "gpt-4"), ("gpt-4-32k", "gpt-4"), ("gpt-4-turbo", "gpt-4"),
      ("gpt-4o-mini", "gpt-4o"), ("gpt-4o:free", "gpt-4o"), ("gpt-4o-audio-preview", "gpt-4o"),
      ("gpt-4o-search-preview-2025-01-01", "gpt-4o-mini-search-preview"),
      ("ft:gpt-4o-2024-08-06", "gpt-4o"), ("o3-mini", "o3"), ("o3-pro", "o3"), ("o10", "o1"),
      ("o11", "o1"), ("gpt-4o-2024-05-13", "gpt-4o"), ("claude-opus-4-5", "claude-opus-4-1"),
      ("claude-sonnet-5", "claude-sonnet-4-5"), ("claude-sonnet-4-5-thinking", "claude-sonnet-4-5"),
      ("claude-sonnet-4-50", "claude-sonnet-4-5"), ("gemini-2.5-flash-lite", "gemini-2.5-flash"),
      ("gemini-2.5-pro-preview-tts", "gemini-2.5-pro"), ("gemini-3", "gemini-3-flash-preview"),
      ("deepseek/deepseek-chat:free", "deepseek-chat"), ("gpt-4o-2024", "gpt-4o"),
      ("qwen3-max-preview-2", "dashscope/qwen3-max-preview"), ("qwen3-max-13-2025", "qwen3-max"),
      ("qwen3-235b-a22b-2507", "qwen3-235b-a22b"), ("mistral-large-2402", "mistral-large"),
      ("llama-3.1-8b-instruct", "llama-3.1-70b-instruct"),
      ("kimi-k3.1-pro-highspeed", "kimi-k3.1-pro"),
      ("unknown-gateway/gpt-4o", "gpt-4o"), ("mistral/gpt-4o", "gpt-4o"), ("groq/gpt-4o", "gpt-4o"),
      ("together_ai/claude-sonnet-4-5", "claude-sonnet-4-5"), ("groq/kimi-k3", "kimi-k3"),
      ("openrouter/meta-llama/llama-3.3-70b-instruct", "llama-3.3-70b-instruct"),
      ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5"),
      ("global.amazon.nova-lite-v1:0", "nova-lite"),
      ("gemini/gemma-3-27b-it", "deepinfra/google/gemma-3-27b-it"),
      ("gpt-4o-1", "gpt-4o"), ("gpt-4o-v2", "gpt-4o"), ("gpt", "gpt-4"), ("-2025-08-07", "gpt-5"),
    ])
  func `a different model never gets its price`(text: String, other: String) {
    let price = PriceList.builtIn.price(of: other)
    #expect(price != nil)
    #expect(PriceList.builtIn.price(of: text) != price)
  }

  @Test(arguments: [
    "", "/", "//", "@", ".", "-", "claude-", "openai/", "us.", "a@", "bedrock/.", ":0", "ft:", "~",
    "us.anthropic.", "-20250101", "@cf/", "/gpt-5/", "gpt-5 ", "\u{0}",
    String(repeating: "a/", count: 32_768), String(repeating: "gpt-5-", count: 11_000),
  ])
  func `a text that is not a model name has no price`(text: String) {
    #expect(PriceList.builtIn.price(of: text) == nil)
  }

  @Test func `a fine-tuned model has the price of its base`() {
    let base = PriceList.builtIn.price(of: "ft:gpt-4o-mini-2024-07-18")
    #expect(base != nil)
    for name in ["ft:gpt-4o-mini-2024-07-18:my-team::x1", "openai/ft:gpt-4o-mini-2024-07-18:a:b:c"]
    {
      #expect(PriceList.builtIn.price(of: name) == base)
    }
  }
}
