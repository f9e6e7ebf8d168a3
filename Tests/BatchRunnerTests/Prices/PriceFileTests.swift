import Basics
import Foundation
import TestTools
import Testing
import Tokens

@testable import BatchRunner

@Suite struct PriceFileTests {
  private static let root = ProjectFolder.path

  private static let day = CivilDate(year: 2026, month: 11, day: 24)

  private static func sample(_ name: String) throws -> PriceList {
    try PriceFile.read("\(root)/Samples/prices/\(name).json")
  }

  private static func parse(_ text: String) throws(PriceFileError) -> PriceList {
    try PriceFile.parse(Array(text.utf8), path: "p.json", on: day)
  }

  @Test func `every sample file is used in a test`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.root + "/Samples/prices")
    #expect(
      names.sorted() == [
        "catalog.json", "genai-prices.json", "litellm.json", "openrouter.json", "plain.json",
      ])
  }

  @Test func `a plain map has dollars per million tokens, or per request`() throws {
    let list = try Self.sample("plain")
    #expect(list.entries.count == 3)
    #expect(list.price(of: "house/writer") == Price(input: 3, output: 15))
    #expect(list.price(of: "house/painter") == Price(input: 0, output: 0, request: 0.04))
    #expect(
      list.price(of: "anthropic/claude-4-5-sonnet")
        == Price(input: 3.3, output: 16.5, request: 0.001))
  }

  @Test func `a catalog has prices by id and by slug, and other products are left out`()
    throws
  {
    let list = try Self.sample("catalog")
    #expect(list.price(of: "claude-4-5-sonnet") == Price(input: 3.15, output: 15.75))
    #expect(list.price(of: "anthropic/claude-4-5-sonnet") == Price(input: 3.15, output: 15.75))
    #expect(list.price(of: "lookup") == Price(input: 0, output: 0, request: 0.005))
    #expect(list.price(of: "film") == nil)
  }

  @Test func `LiteLLM's map has dollars per token, and a price of zero there means unknown`() throws
  {
    let list = try Self.sample("litellm")
    #expect(list.entries.filter { $0.price != nil }.count == 5)
    #expect(
      list.price(of: "openai/gpt-4o-mini")
        == Price(
          TierPrice(TokenRates(input: 0.15, output: 0.6, cached: 0.075)),
          tiers: [
            .priority: TierPrice(TokenRates(input: 0.25, output: 1, cached: 0.125)),
            .batch: TierPrice(TokenRates(input: 0.075, output: 0.3, cached: 0.075)),
          ]))
    #expect(
      list.price(of: "us.anthropic.claude-sonnet-4-5-20250929-v1:0")
        == Price(
          TierPrice(
            TokenRates(input: 3.3, output: 16.5),
            steps: [.init(above: 200_000, TokenRates(input: 6.6, output: 24.75))])))
    // Only long prompts have a price of their own in the priority tier's list.
    let long = list.price(of: "gemini/gemini-9-pro")
    #expect(long?.cost(tokensIn: 1_000_000, tokensOut: 0) == 2.5)
    #expect(
      long?.cost(of: BilledUsage(tokensIn: 1_000_000, tokensOut: 0, tier: .priority)) == 4.5)
    #expect(long?.cost(of: BilledUsage(tokensIn: 1_000_000, tokensOut: 0, tier: .flex)) == 2.5)
    #expect(list.match("gemini-9-pro")?.retirement == CivilDate(year: 2026, month: 12, day: 1))
    #expect(list.price(of: "volcengine/secret") == nil)
    #expect(list.price(of: "text-embedding-3-small") == nil)
  }

  /// LiteLLM 1.110.2 says 0.0011 for the 560 tokens of a picture at $2 a million.
  @Test func `LiteLLM's price of a picture beside prices of tokens is no fee`() throws {
    let list = try Self.parse(
      #"{"painter": {"input_cost_per_token": 2e-6, "output_cost_per_token": 1.2e-5, "#
        + #""input_cost_per_image": 0.0011, "litellm_provider": "house", "mode": "chat"}, "#
        + #""looker": {"input_cost_per_request": 0.01, "input_cost_per_image": 0.002, "#
        + #""litellm_provider": "house", "mode": "chat"}}"#)
    #expect(list.price(of: "painter") == Price(input: 2, output: 12))
    #expect(list.price(of: "looker")?.picture == 0.002)
  }

  @Test func `LiteLLM's entries with tiers only have the price of the first tier`() throws {
    let price = try #require(try Self.sample("litellm").price(of: "qwen/qwen-flash"))
    #expect(price.input == 0.05 && price.output == 0.4)
    #expect(price.standard.steps.map(\.above) == [256_000])
    #expect(price.cost(tokensIn: 256_001, tokensOut: 0) == 256_001 * 0.25 / 1e6)
  }

  @Test func `OpenRouter's list has texts with dollars per token, and -1 means that they vary`()
    throws
  {
    let list = try Self.sample("openrouter")
    #expect(
      list.price(of: "anthropic/claude-sonnet-4-5")
        == Price(TierPrice(TokenRates(input: 3, output: 15, cached: 0.3, written: 3.75))))
    #expect(list.price(of: "openrouter/anthropic/claude-sonnet-4.5")?.output == 15)
    let gemini = list.price(of: "google/gemini-9-pro")
    #expect(gemini?.picture == 0.001)
    #expect(gemini?.cost(tokensIn: 200_000, tokensOut: 0) == 0.8)
    #expect(gemini?.cost(tokensIn: 199_999, tokensOut: 0) == 199_999 * 2 / 1e6)
    #expect(
      list.match("google/gemini-9-pro")?.retirement == CivilDate(year: 2026, month: 12, day: 24))
    #expect(list.price(of: "house/writer:free")?.isFree == true)
    #expect(list.price(of: "house/writer") == nil)
    #expect(list.price(of: "openrouter/auto") == nil)
    // Other words cannot be asked for either, because the list says that it does not know.
    let varying = try Self.parse(
      #"{"data": [{"id": "z-ai/m", "pricing": {"prompt": "-1", "completion": "-1"}}, "#
        + #"{"id": "groq/m", "pricing": {"prompt": "1e-6", "completion": "1e-6"}}]}"#)
    #expect(varying.price(of: "z-ai/m") == nil && varying.price(of: "groq/m")?.input == 1)
    #expect(list.price(of: "house/searcher") == Price(input: 1, output: 1, request: 0.005))
  }

  @Test func `the data of genai-prices has the prices of the day`() throws {
    let list = try Self.sample("genai-prices")
    let claude = try #require(list.price(of: "claude-sonnet-4-6"))
    #expect(claude.input == 3 && claude.standard.steps.isEmpty)
    #expect(claude.tiers[.batch]?.short == TokenRates(input: 1.5, output: 7.5, cached: 0.15))
    let haiku = try #require(list.price(of: "anthropic/claude-haiku-5-5"))
    #expect(haiku.cost(tokensIn: 100_001, tokensOut: 0) == 100_001 * 0.5 / 1e6)
    #expect(haiku.cost(tokensIn: 100_000, tokensOut: 0) == 0.01)
    #expect(list.price(of: "groq/llama-9-70b")?.input == 0.59)
    #expect(list.price(of: "llama-9-70b-versatile")?.input == 0.59)
    #expect(list.price(of: "perplexity/sonar")?.request == 0.012)
    #expect(list.price(of: "perplexity/sonar-2") == nil)
    // A day on which the new prices do not hold yet.
    let text = try String(
      contentsOfFile: "\(Self.root)/Samples/prices/genai-prices.json", encoding: .utf8)
    let early = try PriceFile.parse(
      Array(text.utf8), path: "p", on: CivilDate(year: 2026, month: 3, day: 12))
    #expect(early.price(of: "claude-sonnet-4-6")?.cost(tokensIn: 300_000, tokensOut: 0) == 1.8)
  }

  @Test func `a plain map may use short names`() throws {
    let list = try Self.parse(
      #"{"m": {"input": 2, "output": 4, "cached_input": 0.5, "request": 0.1, "picture": 0.01}}"#)
    #expect(
      list.price(of: "m")
        == Price(
          TierPrice(TokenRates(input: 2, output: 4, cached: 0.5)), request: 0.1, picture: 0.01))
  }

  @Test func `a plain map with prices of 0 is a free model`() throws {
    let list = try Self.parse(#"{"m": {"input_per_1m": 0, "output_per_1m": 0}}"#)
    #expect(list.price(of: "m")?.isFree == true)
  }

  @Test func `a price file comes before the built-in list, which has the other models`() throws {
    let list = try Self.parse(#"{"gpt-4o": {"input_per_1m": 7, "output_per_1m": 8}}"#)
      .over(.builtIn)
    let own = Price(input: 7, output: 8)
    #expect(list.price(of: "openai/gpt-4o") == own)
    #expect(list.price(of: "gpt-4o-2024-05-13") == own)
    #expect(list.price(of: "gpt-4o-mini") == PriceList.builtIn.price(of: "gpt-4o-mini"))
    #expect(list.source == "p.json, else the \(PriceList.builtIn.source)")
  }

  @Test func `a service never gets the price of another one`() throws {
    let text =
      #"{"together/house-writer": {"input": 9, "output": 1}, "#
      + #""anthropic/claude-9": {"input": 5, "output": 1}}"#
    let list = try Self.parse(text)
    #expect(list.price(of: "house-writer")?.input == 9)
    #expect(list.price(of: "together_ai/house-writer")?.input == 9)
    for name in ["groq/house-writer", "openrouter/house-writer", "groq/claude-9", "azure/claude-9"]
    {
      #expect(list.price(of: name) == nil)
    }
    #expect(list.price(of: "openrouter/anthropic/claude-9")?.input == 5)
  }

  @Test func `of several spellings of a model the plain one counts, else the most expensive`()
    throws
  {
    func price(_ input: Int) -> String { #"{"input_per_1m": \#(input), "output_per_1m": 1}"# }
    let text = #"{"azure/m": \#(price(9)), "M": \#(price(5)), "m-20250101": \#(price(7))}"#
    let list = try Self.parse(text)
    #expect(list.price(of: "openai/m")?.input == 5)
    #expect(list.price(of: "m-20250101")?.input == 7)
    #expect(list.price(of: "azure/m")?.input == 9)
    #expect(list.price(of: "groq/m")?.input == 5)
    let hosts = try Self.parse(#"{"azure/m": \#(price(9)), "together/m": \#(price(10))}"#)
    #expect(hosts.price(of: "m")?.input == 10 && hosts.match("m")?.offers == 2)
    #expect(hosts.price(of: "azure_ai/m")?.input == 9 && hosts.match("azure/m")?.offers == 1)
    #expect(hosts.price(of: "groq/m") == nil)
    let dated = try Self.parse(#"{"m-20250101": \#(price(7)), "m-20260101": \#(price(8))}"#)
    #expect(dated.price(of: "m")?.input == 8)
  }

  @Test(
    arguments: [
      ("", "it ends in the middle of a value, at byte 1"),
      ("[]", "it is not a JSON object"),
      ("{}", "it contains no price of a model"), ("7", "it is not a JSON object"),
      ("{\"a\": 1", "it ends in the middle of a value, at byte 8"),
      (#"{"a": 1}"#, "'a' is not an object with prices"),
      (#"{"a": {}}"#, "it contains no price of a model"),
      (#"{"products": [{"id": "a"}]}"#, "it contains no price of a model"),
      (#"{"products": [1]}"#, "'products' contains something that is not an object"),
      (
        #"{"a": {"input_per_1m": -3, "output_per_1m": 1}}"#,
        "'input_per_1m' of 'a' is negative"
      ),
      (
        #"{"a": {"input_per_1m": "3", "output_per_1m": 1}}"#,
        "'input_per_1m' of 'a' is not a number"
      ),
      (
        #"{"a": {"input_per_1m": 3, "output_per_1m": 1e6}}"#,
        "'output_per_1m' of 'a' is too high: above 100000.0 dollars"
      ),
      (
        #"{"a": {"input_cost_per_token": 3, "output_cost_per_token": 15}}"#,
        "'input_cost_per_token' of 'a' is too high: above 0.1 dollars"
      ),
      (
        #"{"a": {"input_per_1m": 1e999, "output_per_1m": 1}}"#,
        "'input_per_1m' of 'a' is too high: above 100000.0 dollars"
      ),
      (
        #"{"a": {"input_per_1m": -1e999, "output_per_1m": 1}}"#,
        "'input_per_1m' of 'a' is negative"
      ),
      (
        #"{"products": [{"id": "a", "pricing": {"per_request_usd": true}}]}"#,
        "'per_request_usd' of 'a' is not a number"
      ),
      (
        #"{"a": {"per_request": 1}, "a": {"per_request": 2}}"#, "'a' appears twice"
      ),
      (#"{"a": {"input_per_1m": 3}}"#, "'a' has no price for its output"),
      (#"{"a": {"output": 3, "per_request": 1}}"#, "'a' has no price for its input"),
      (#"{"a": {"input_cost_per_token": 3e-6}}"#, "it contains no price of a model"),
      (
        #"{"a": {"input_cost_per_token": 3e-6, "output_cost_per_token": 0}}"#,
        "it contains no price of a model"
      ),
      (
        #"{"a": {"input": 3, "input": 2, "output": 1}}"#, "'input' of 'a' appears twice"
      ),
      (
        #"{"a": {"input_cost_per_token": 3e-6, "output_cost_per_token_flex": -1e300}}"#,
        "'output_cost_per_token_flex' of 'a' is negative"
      ),
      (
        #"{"a": {"input_per_1m": 1e300, "output_per_1m": 1}}"#,
        "'input_per_1m' of 'a' is too high: above 100000.0 dollars"
      ),
      (#"{"a": {"input_per_1m": NaN, "output_per_1m": 1}}"#, "unexpected 'N', at byte 24"),
      (#"{"data": [7]}"#, "'data' contains something that is not an object"),
      (
        #"{"data": [{"id": "a", "pricing": {"prompt": "-0.1", "completion": "1"}}]}"#,
        "'prompt' of 'a' is negative"
      ),
      (
        #"{"data": [{"id": "a", "pricing": {"prompt": "nan", "completion": "1"}}]}"#,
        "'prompt' of 'a' is not a number"
      ),
      (
        #"{"data": [{"id": "a", "pricing": {"prompt": "1e300", "completion": "1"}}]}"#,
        "'prompt' of 'a' is too high: above 0.1 dollars"
      ),
      (
        #"{"data": [{"id": "a", "pricing": {"prompt": "", "completion": "1"}}]}"#,
        "'prompt' of 'a' is not a number"
      ),
      (
        #"{"data": [{"id": "a", "pricing": {"prompt": "-1", "completion": "-1"}}]}"#,
        "it contains no price of a model"
      ),
      (
        #"{"data": [{"id": "a", "pricing": {"prompt": "0.000001"}}, {"id": "b", "pricing": [1]}]}"#,
        "it contains no price of a model"
      ),
      ("[7]", "it is a list, but not one of providers with 'models'"),
      (
        #"[{"id": "p", "models": [{"id": "a", "prices": {"input_mtok": "1"}}]}]"#,
        "'input_mtok' of 'a' is not a number"
      ),
      (
        #"[{"id": "p", "models": [{"id": "a", "prices": {"input_mtok": {"base": -1}}}]}]"#,
        "'input_mtok' of 'a' is negative"
      ),
      (
        String(repeating: "[", count: 100_000), "nested deeper than 512, at byte 513"
      ),
    ])
  func `a text that is not a price file is refused with the reason`(text: String, reason: String) {
    #expect(throws: PriceFileError.malformed(path: "p.json", reason: reason)) {
      try Self.parse(text)
    }
  }

  @Test func `a file that is too large is refused unread`() {
    let reason = "it is larger than 16 MiB"
    #expect(throws: PriceFileError.malformed(path: "p", reason: reason)) {
      try PriceFile.parse([UInt8](repeating: 0x20, count: 17 << 20), path: "p", on: Self.day)
    }
  }

  @Test func `the message about a price file that cannot be used`() {
    let error = PriceFileError.malformed(path: "p.json", reason: "it is not a JSON object")
    #expect(error.problem == "p.json: not a price file: it is not a JSON object.")
    #expect(
      error.remedy
        == "Give a saved catalog (products with pricing), OpenRouter's list of models, LiteLLM's "
        + "price map, the data of genai-prices, or an object such as "
        + #"{"MODEL": {"input_per_1m": 3.0, "output_per_1m": 15.0}}, in dollars."#)
    let missing = PriceFileError.file(FileError(path: "p.json", operation: .open, code: ENOENT))
    #expect(missing.problem == "cannot open 'p.json': No such file or directory.")
    #expect(missing.remedy == "Check the path.")
  }

  @Test func `damaged files are refused or read, and no price is impossible`() throws {
    var random = SplitMix64(seed: 7)
    var (read, refused) = (0, 0)
    for name in ["plain", "catalog", "litellm", "openrouter", "genai-prices"] {
      let bytes = Array(
        try Data(contentsOf: URL(fileURLWithPath: "\(Self.root)/Samples/prices/\(name).json")))
      for _ in 0..<3000 {
        var garbled = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          let at = Int.random(in: 0..<garbled.count, using: &random)
          switch Int.random(in: 0..<4, using: &random) {
          case 0: garbled[at] = UInt8.random(in: 0...255, using: &random)
          case 1: garbled.remove(at: at)
          case 2: garbled.insert(contentsOf: garbled[at..<min(at + 9, garbled.count)], at: at)
          default:
            garbled[at] = UInt8(ascii: "0123456789-eE.{}[]\",:".randomElement(using: &random)!)
          }
        }
        do throws(PriceFileError) {
          let list = try PriceFile.parse(garbled, path: "p", on: Self.day)
          for model in ["house/writer", "claude-4-5-sonnet", "gpt-4o-mini"] {
            guard let price = list.price(of: model) else { continue }
            let cost = price.ceiling(
              tokensIn: 1_000_000, tokensOut: 1_000_000, BillingTerms())
            #expect(cost >= 0 && cost <= 220_000)
          }
          read += 1
        } catch {
          refused += 1
        }
      }
    }
    print("prices: \(read) garbled files read, \(refused) refused")
    #expect(read > 100 && refused > 100)
  }
}

extension UInt8 {
  fileprivate init(ascii character: Character) {
    self = character.asciiValue ?? 0
  }
}
