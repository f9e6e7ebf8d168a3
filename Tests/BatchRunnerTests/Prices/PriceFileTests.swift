import Basics
import Foundation
import TestTools
import Testing

@testable import BatchRunner

@Suite struct PriceFileTests {
  private static let root = ProjectFolder.path

  private static func sample(_ name: String) throws -> PriceList {
    try PriceFile.read("\(root)/Samples/prices/\(name).json")
  }

  private static func parse(_ text: String) throws(PriceFileError) -> PriceList {
    try PriceFile.parse(Array(text.utf8), path: "p.json")
  }

  @Test func `every sample file is used in a test`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.root + "/Samples/prices")
    #expect(names.sorted() == ["catalog.json", "litellm.json", "plain.json"])
  }

  @Test func `a plain map has dollars per million tokens, or per request`() throws {
    let list = try Self.sample("plain")
    #expect(list.count == 3)
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
    #expect(list.count == 2)
    #expect(list.price(of: "openai/gpt-4o-mini") == Price(input: 0.15, output: 0.6))
    #expect(
      list.price(of: "us.anthropic.claude-sonnet-4-5-20250929-v1:0")
        == Price(
          TierPrice(
            TokenRates(input: 3.3, output: 16.5),
            steps: [.init(above: 200_000, TokenRates(input: 6.6, output: 24.75))])))
    #expect(list.price(of: "volcengine/secret") == nil)
    #expect(list.price(of: "text-embedding-3-small") == nil)
  }

  @Test func `a price file comes before the built-in list, which has the other models`() throws {
    let list = try Self.parse(#"{"gpt-4o": {"input_per_1m": 7, "output_per_1m": 8}}"#)
      .over(.builtIn)
    let own = Price(input: 7, output: 8)
    #expect(list.price(of: "openai/gpt-4o") == own)
    #expect(list.price(of: "gpt-4o-2024-05-13") == own)
    #expect(list.price(of: "gpt-4o-mini") == Price(input: 0.15, output: 0.6))
    #expect(list.source == "p.json, else the built-in list of 2026-11-23 (LiteLLM 1.109.1)")
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
    let dated = try Self.parse(#"{"m-20250101": \#(price(7)), "m-20260101": \#(price(8))}"#)
    #expect(dated.price(of: "m")?.input == 8)
  }

  @Test(
    arguments: [
      ("", "it ends in the middle of a value, at byte 1"), ("[]", "it is not a JSON object"),
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
      (#"{"a": {"input_per_1m": 3}}"#, "it contains no price of a model"),
    ])
  func `a text that is not a price file is refused with the reason`(text: String, reason: String) {
    #expect(throws: PriceFileError.malformed(path: "p.json", reason: reason)) {
      try Self.parse(text)
    }
  }

  @Test func `the message about a price file that cannot be used`() {
    let error = PriceFileError.malformed(path: "p.json", reason: "it is not a JSON object")
    #expect(error.problem == "p.json: not a price file: it is not a JSON object.")
    #expect(
      error.remedy
        == "Give a saved catalog (products with pricing), LiteLLM's price map, or an object such "
        + #"as {"MODEL": {"input_per_1m": 3.0, "output_per_1m": 15.0}}, in dollars."#)
    let missing = PriceFileError.file(FileError(path: "p.json", operation: .open, code: ENOENT))
    #expect(missing.problem == "cannot open 'p.json': No such file or directory.")
    #expect(missing.remedy == "Check the path.")
  }

  @Test func `damaged files are refused or read, and no price is impossible`() throws {
    var random = SplitMix64(seed: 7)
    var (read, refused) = (0, 0)
    for name in ["plain", "catalog", "litellm"] {
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
          let list = try PriceFile.parse(garbled, path: "p")
          for model in ["house/writer", "claude-4-5-sonnet", "gpt-4o-mini"] {
            guard let price = list.price(of: model) else { continue }
            let cost = price.ceiling(tokensIn: 1_000_000, tokensOut: 1_000_000)
            #expect(cost >= 0 && cost <= 210_000)
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
