import Testing
import Tokens

@Suite struct TokenFamilyTests {
  static let names: [(model: String, family: TokenFamily)] =
    [
      (
        .o200k,
        """
        gpt-4o gpt-4o-mini-2024-07-18 openai/gpt-4.1 azure/gpt-5-nano gpt-5 gpt-5.1 gpt-5.2-pro o1 o3-mini
        openrouter/openai/o4-mini:free chatgpt-4o-latest ft:gpt-4o-mini:acme::x GPT-4O gpt-4.5-preview
        gpt-5-codex gpt-5-2025-08-07 gpt-audio-mini gpt-4o-audio-preview codex-mini-latest
        computer-use-preview gpt-realtime o3-deep-research azure/eu/gpt-4o-2024-08-06
        """
      ),
      (
        .harmony,
        """
        gpt-oss-120b bedrock/openai.gpt-oss-20b-1:0 openai/gpt-oss-20b:free groq/openai/gpt-oss-120b
        gpt-oss:20b accounts/fireworks/models/gpt-oss-120b
        """
      ),
      (
        .cl100k,
        """
        gpt-4 gpt-4-turbo gpt-4-0613 openai/gpt-3.5-turbo azure/gpt-35-turbo gpt-4-1106-preview
        gpt-3.5-turbo-16k gpt-4-32k gpt-4-turbo-2024-04-09
        """
      ),
      (
        .claude2,
        """
        claude-2 claude-2.1 anthropic.claude-v2:1 bedrock/anthropic.claude-v2 claude-instant-1.2
        anthropic/claude-instant-1 anthropic.claude-instant-v1
        """
      ),
      (
        .claude3,
        """
        claude-3-haiku-20240307 anthropic/claude-3.5-sonnet claude-3-5-sonnet-20241022 claude-sonnet-4
        bedrock/us.anthropic.claude-3-5-sonnet-20241022-v2:0 claude-sonnet-4-5 claude-opus-4-1-20250805
        claude-opus-4.6 claude-4-sonnet claude-4.5-haiku vertex_ai/claude-3-7-sonnet@20250219
        anthropic/claude-3.7-sonnet:thinking claude-haiku-4-5@20251001 claude-opus-4-20250514
        global.anthropic.claude-sonnet-4-5-20250929-v1:0 claude-3p5-sonnet claude-3-opus-latest
        """
      ),
      (
        .claude47,
        "claude-opus-4.7 anthropic/claude-opus-4-7 us.anthropic.claude-opus-4-7-v1 claude-opus-4-7-20260416"
      ),
      (
        .claude48,
        "claude-opus-4.8 claude-sonnet-5 anthropic/claude-fable-5 claude-opus-5 claude-opus-5-20260901 claude-sonnet-latest"
      ),
      (
        .gemini,
        """
        google/gemini-2.5-pro gemini-2.0-flash-001 gemini/gemini-1.5-pro models/gemini-2.5-flash-lite
        gemini-3-pro-preview vertex_ai/gemini-3.1-flash-lite ~google/gemini-pro-latest gemini-flash-latest
        """
      ),
      (
        .gemma,
        """
        gemma-3-27b-it google/gemma-2-9b-it gemma2-9b-it google/gemma-3n-e4b-it gemma3:27b
        google.gemma-3-12b-it gemma-4-31b-it google/codegemma-7b medgemma-27b
        """
      ),
      (
        .llama3,
        """
        meta-llama/Llama-3.3-70B-Instruct llama-3.1-8b-instant llama3-70b-8192 meta-llama/Meta-Llama-3-8B
        us.meta.llama3-3-70b-instruct-v1:0 accounts/fireworks/models/llama-v3p1-405b-instruct
        deepseek-r1-distill-llama-70b deepseek-ai/DeepSeek-R1-Distill-Llama-8B llama3.2:1b
        nvidia/llama-3.1-nemotron-70b-instruct nousresearch/hermes-3-llama-3.1-405b llama-guard-3-8b
        meta-llama/Llama-3.2-11B-Vision-Instruct-Turbo llama-3.3-70b-versatile meta/llama-3.3-70b
        """
      ),
      (
        .llama4,
        """
        meta-llama/llama-4-scout-17b-16e-instruct Llama-4-Maverick-17B-128E-Instruct-FP8 llama4
        us.meta.llama4-scout-17b-instruct-v1:0 meta-llama/llama-guard-4-12b llama4-maverick-instruct-basic
        """
      ),
      (
        .qwen2,
        """
        Qwen/Qwen2.5-72B-Instruct-Turbo qwen2.5:7b qwen-2.5-coder-32b-instruct qwen2-72b-instruct qwen1.5-14b
        accounts/fireworks/models/qwen2p5-72b-instruct qwen2.5-vl-72b-instruct
        """
      ),
      (
        .qwen3,
        """
        qwen3-max Qwen/Qwen3-235B-A22B-Instruct-2507 qwen/qwen3-32b qwen-plus qwen-turbo qwen-max
        qwen3-coder-plus qwen-vl-max qwq-32b qwen.qwen3-32b-v1:0 qwen3-next-80b-a3b-thinking qwen3:8b
        deepseek-r1-distill-qwen-32b deepseek-r1-0528-qwen3-8b qwen3-vl-235b-a22b qvq-72b-preview
        """
      ),
      (
        .qwen35,
        """
        Qwen/Qwen3.5-397B-A17B qwen3.5-plus qwen3.6-plus qwen-3.5-27b qwen/qwen3.6-35b-a3b qwen3p5-27b
        qwen3.7-max qwen4-max
        """
      ),
      (
        .deepseek,
        """
        deepseek-chat deepseek-reasoner deepseek-ai/DeepSeek-V3.1 deepseek/deepseek-r1:free deepseek-v4-pro
        us.deepseek.r1-v1:0 deepseek-v3p2 deepseek-r1-0528 deepseek.v3-v1:0 deepseek-v3.2-exp
        """
      ),
      (
        .tekken,
        """
        mistral-large-2512 mistral-small-latest open-mistral-nemo mistralai/Mistral-Nemo-Instruct-2407
        ministral-8b-2410 magistral-medium-2509 devstral-small-2505 codestral-2501 mistral-medium-3
        mistral-medium-2505 mistralai/mistral-small-3.1-24b-instruct mistral-large-3 pixtral-12b-2409
        voxtral-small-24b-2507 mistral-saba-2502 codestral-latest mistral-large-latest mistral-nemo
        mistral-small-24b-instruct-2501
        """
      ),
      (
        .mistralSP,
        """
        mistral-large-2407 mistral-large-2411 open-mixtral-8x7b mistralai/Mixtral-8x22B-Instruct-v0.1
        open-mistral-7b mistralai/Mistral-7B-Instruct-v0.3 mistral-small-2409 mistral-medium-2312
        codestral-2405 codestral-22b pixtral-large-2411 mistral.mistral-large-2402-v1:0 mathstral-7b
        mistral.mistral-7b-instruct-v0:2 mistral.mixtral-8x7b-instruct-v0:1 mistral-large@2407
        open-codestral-mamba mistral-tiny
        """
      ),
      (
        .middle,
        """
        kimi-k2 moonshotai/kimi-k2-thinking z-ai/glm-4.6 glm-5 x-ai/grok-4 grok-3-mini minimax-m2
        amazon.nova-pro-v1:0 us.amazon.nova-lite-v1:0 command-r-plus cohere/command-a-03-2025 jamba-large
        o10 o1x / gpt-4x gpt-6x llama-2-70b-chat codellama-70b-instruct tinyllama llamaindex-7b
        qwenx gemmata mistralx deepseek-coder deepseek-llm-67b deepseek-v2 phi-4 yi-large claudex
        my-gpt-4o-deployment hermes-4 olmo-3 sonar-pro gpt4 llama
        """
      ),
    ].flatMap { family, names in
      names.split(whereSeparator: \.isWhitespace).map { (String($0), family) }
    }

  @Test func `a model's name gives its tokenizer family`() {
    for (model, family) in Self.names {
      #expect(TokenFamily(model: model) == family, "\(model)")
    }
    #expect(Self.names.count >= 150)
    #expect(Set(Self.names.map(\.family)) == Set(TokenFamily.allCases))
    print("model names with a token family: \(Self.names.count)")
  }

  @Test func `a name without letters, and one of 64 kB, is in the middle`() {
    for name in ["", " ", "...", "claude-" + String(repeating: "4-", count: 32_000)] {
      #expect(TokenFamily(model: name) == .middle)
    }
  }
}
