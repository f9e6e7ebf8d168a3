extension PriceList {
  /// Public prices of widely used models, from the price map of LiteLLM 1.109.1
  /// (`model_prices_and_context_window_backup.json`) as of 2026-11-23.
  ///
  /// A gateway may charge other prices, and some regions of a cloud cost ten percent more.
  package static let builtIn = PriceList(
    source: "built-in list of 2026-11-23 (LiteLLM 1.109.1)", prices: publicPrices)

  private static let publicPrices: [String: Price] = [
    "claude-fable-5": Price(input: 10, output: 50),
    "claude-opus-5-5": Price(input: 4, output: 20),
    "claude-opus-5": Price(input: 5, output: 25),
    "claude-opus-4-8": Price(input: 5, output: 25),
    "claude-opus-4-7": Price(input: 5, output: 25),
    "claude-opus-4-6": Price(input: 5, output: 25),
    "claude-opus-4-5": Price(input: 5, output: 25),
    "claude-opus-4-1": Price(input: 15, output: 75),
    "claude-opus-4": Price(input: 15, output: 75),
    "claude-sonnet-5-5": Price(input: 2, output: 10),
    "claude-sonnet-5": Price(input: 2, output: 10),
    "claude-sonnet-4-6": Price(input: 3, output: 15),
    "claude-sonnet-4-5": Price(input: 3, output: 15),
    "claude-sonnet-4": Price(
      input: 3, output: 15, above: 200_000, TokenRates(input: 6, output: 22.5)),
    "claude-sonnet-3-7": Price(input: 3, output: 15),
    "claude-sonnet-3-5": Price(input: 3, output: 15),
    "claude-haiku-5-5": Price(
      input: 0.1, output: 0.5, above: 100_000, TokenRates(input: 0.5, output: 2.5)),
    "claude-haiku-4-5": Price(input: 1, output: 5),
    "claude-haiku-3-5": Price(input: 0.8, output: 4),
    "claude-opus-3": Price(input: 15, output: 75),
    "gpt-6.1-sol": Price(input: 2, output: 10, above: 272_000, TokenRates(input: 4, output: 15)),
    "gpt-6.1-terra": Price(input: 1, output: 5, above: 272_000, TokenRates(input: 2, output: 7.5)),
    "gpt-6-sol": Price(input: 2, output: 10, above: 272_000, TokenRates(input: 4, output: 15)),
    "gpt-6-luna": Price(
      input: 0.1, output: 0.5, above: 272_000, TokenRates(input: 0.2, output: 0.75)),
    "gpt-5.5": Price(input: 5, output: 30, above: 272_000, TokenRates(input: 10, output: 45)),
    "gpt-5.4": Price(input: 2.5, output: 15, above: 272_000, TokenRates(input: 5, output: 22.5)),
    "gpt-5.2": Price(input: 1.75, output: 14),
    "gpt-5.1": Price(input: 1.25, output: 10),
    "gpt-5": Price(input: 1.25, output: 10),
    "gpt-5-mini": Price(input: 0.25, output: 2),
    "gpt-5-nano": Price(input: 0.05, output: 0.4),
    "gpt-5-pro": Price(input: 15, output: 120),
    "gpt-4.1": Price(input: 2, output: 8),
    "gpt-4.1-mini": Price(input: 0.4, output: 1.6),
    "gpt-4.1-nano": Price(input: 0.1, output: 0.4),
    "gpt-4o": Price(input: 2.5, output: 10),
    "gpt-4o-2024-05-13": Price(input: 5, output: 15),
    "gpt-4o-mini": Price(input: 0.15, output: 0.6),
    "gpt-4-turbo": Price(input: 10, output: 30),
    "gpt-4": Price(input: 30, output: 60),
    "gpt-3.5-turbo": Price(input: 0.5, output: 1.5),
    "o1": Price(input: 15, output: 60),
    "o1-pro": Price(input: 150, output: 600),
    "o3": Price(input: 2, output: 8),
    "o3-mini": Price(input: 1.1, output: 4.4),
    "o3-pro": Price(input: 20, output: 80),
    "o4-mini": Price(input: 1.1, output: 4.4),
    "gemini-3.1-pro-preview": Price(
      input: 2, output: 12, above: 200_000, TokenRates(input: 4, output: 18)),
    "gemini-3-flash-preview": Price(input: 0.5, output: 3),
    "gemini-3.5-flash": Price(input: 1.5, output: 9),
    "gemini-3.6-flash": Price(input: 0.75, output: 3.75),
    "gemini-2.5-pro": Price(
      input: 1.25, output: 10, above: 200_000, TokenRates(input: 2.5, output: 15)),
    "gemini-2.5-flash": Price(input: 0.3, output: 2.5),
    "gemini-2.5-flash-lite": Price(input: 0.1, output: 0.4),
    "gemini-2.0-flash": Price(input: 0.15, output: 0.6),
    "gemini-2.0-flash-lite": Price(input: 0.075, output: 0.3),
    "deepseek-chat": Price(input: 0.28, output: 0.42),
    "deepseek-reasoner": Price(input: 0.28, output: 0.42),
    "deepseek-v4-pro": Price(input: 1.32, output: 3.96),
    "deepseek-v4-flash": Price(input: 0.3, output: 1.2),
    "deepseek-r1": Price(input: 0.55, output: 2.19),
    "llama-3.3-70b-instruct": Price(input: 0.72, output: 0.72),
    "llama3-3-70b-instruct": Price(input: 0.72, output: 0.72),
    "llama3-1-8b-instruct": Price(input: 0.22, output: 0.22),
    "llama4-maverick-17b-instruct": Price(input: 0.24, output: 0.97),
    "llama4-scout-17b-instruct": Price(input: 0.17, output: 0.66),
    "mistral-large": Price(input: 0.5, output: 1.5),
    "mistral-medium": Price(input: 1.5, output: 7.5),
    "mistral-small": Price(input: 0.15, output: 0.6),
    "codestral": Price(input: 0.3, output: 0.9),
    "magistral-medium": Price(input: 1.5, output: 7.5),
    "ministral-8b": Price(input: 0.15, output: 0.15),
    "qwen-max": Price(input: 1.6, output: 6.4),
    "qwen-plus": Price(input: 0.4, output: 1.2),
    "qwen-turbo": Price(input: 0.05, output: 0.2),
    "qwen3-32b": Price(input: 0.15, output: 0.6),
    "qwen3-coder-30b-a3b": Price(input: 0.15, output: 0.6),
    "qwen3-235b-a22b-2507": Price(input: 0.22, output: 0.88),
    "grok-4": Price(input: 3, output: 15),
    "grok-4-fast-non-reasoning": Price(input: 0.2, output: 0.5),
    "grok-4-fast-reasoning": Price(input: 0.2, output: 0.5),
    "grok-3": Price(input: 3, output: 15),
    "grok-3-mini": Price(input: 0.25, output: 1.27),
    "grok-code-fast-1": Price(
      input: 1, output: 2, above: 200_000, TokenRates(input: 2, output: 4)),
    "gpt-oss-120b": Price(input: 0.15, output: 0.6),
    "gpt-oss-20b": Price(input: 0.07, output: 0.3),
    "nova-pro": Price(input: 0.8, output: 3.2),
    "nova-lite": Price(input: 0.06, output: 0.24),
    "nova-micro": Price(input: 0.035, output: 0.14),
    "command-a": Price(input: 2.5, output: 10),
    "command-r-plus": Price(input: 2.5, output: 10),
  ]
}

extension Price {
  /// A price with other rates for prompts above a bound.
  fileprivate init(input: Double, output: Double, above bound: Int, _ long: TokenRates) {
    self.init(
      TierPrice(
        TokenRates(input: input, output: output), steps: [TierPrice.Step(above: bound, long)]))
  }
}
