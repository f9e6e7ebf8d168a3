import Testing
import Tokens

@Suite struct TokenFamilyTests {
  @Test(arguments: [
    ("gpt-4o", TokenFamily.o200k), ("gpt-4o-mini-2024-07-18", .o200k), ("openai/gpt-4.1", .o200k),
    ("azure/gpt-5-nano", .o200k), ("gpt-5", .o200k), ("gpt-5.1", .o200k), ("o1", .o200k),
    ("o3-mini", .o200k), ("openrouter/openai/o4-mini:free", .o200k), ("chatgpt-4o-latest", .o200k),
    ("gpt-oss-120b", .o200k), ("bedrock/openai.gpt-oss-20b-1:0", .o200k),
    ("ft:gpt-4o-mini:acme::x", .o200k), ("GPT-4O", .o200k),
    ("gpt-4", .cl100k), ("gpt-4-turbo", .cl100k), ("gpt-4-0613", .cl100k),
    ("openai/gpt-3.5-turbo", .cl100k), ("azure/gpt-35-turbo", .cl100k),
    ("claude-sonnet-4-5", .middle), ("bedrock/us.anthropic.claude-3-haiku", .middle),
    ("google/gemini-2.5-pro", .middle), ("qwen/qwen3-32b", .middle), ("deepseek-chat", .middle),
    ("o10", .middle), ("o1x", .middle), ("", .middle), ("/", .middle), ("gpt-4x", .middle),
  ])
  func `a model's name gives its tokenizer family`(model: String, family: TokenFamily) {
    #expect(TokenFamily(model: model) == family)
  }
}
