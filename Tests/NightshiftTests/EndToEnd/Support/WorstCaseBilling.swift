import Basics
import Foundation
import Synchronization

/// A server that bills as much as its published rules allow: it reads the requests by itself, and has a
/// token for each byte that its model sees.
final class WorstCaseBilling: Sendable {
  private struct State {
    var random: SplitMix64
    var nanodollars = 0
  }

  private let state: Mutex<State>

  init(seed: UInt64) {
    state = Mutex(State(random: SplitMix64(seed: seed)))
  }

  /// Dollars.
  var billed: Double { Double(state.withLock { $0.nanodollars }) / 1e9 }

  // MARK: Prices

  /// Billionths of a dollar for a token.
  private struct Rates {
    var input = 2_500
    var cached = 1_250
    var output = 10_000
    var audioOut = 10_000
    var request = 0
    var picture = 0
  }

  static let prices = #"""
    {"gpt-4o": {"input_cost_per_token": 2.5e-6, "output_cost_per_token": 1e-5,
      "cache_read_input_token_cost": 1.25e-6, "input_cost_per_token_priority": 5e-6,
      "output_cost_per_token_priority": 2e-5, "cache_read_input_token_cost_priority": 2.5e-6,
      "input_cost_per_token_flex": 1.25e-6, "output_cost_per_token_flex": 5e-6,
      "input_cost_per_request": 0.001},
     "gpt-audio": {"input_cost_per_token": 2.5e-6, "output_cost_per_token": 1e-5,
      "input_cost_per_audio_token": 4e-5, "output_cost_per_audio_token": 8e-5},
     "gpt-4.1": {"input_per_1m": 2.5, "output_per_1m": 10, "cached_input_per_1m": 1.25,
      "per_request": 0.002, "per_picture": 0.006}}
    """#

  private static func rates(_ model: String) -> Rates {
    switch model {
    case "gpt-audio": Rates(audioOut: 80_000)
    case "gpt-4.1": Rates(request: 2_000_000, picture: 6_000_000)
    default: Rates(request: 1_000_000)
    }
  }

  // MARK: Requests

  /// Ten kinds of requests, all of which have a bound.
  static func request(_ index: Int) -> String {
    let picture =
      #"{"type":"image_url","image_url":{"url":"data:image/png;base64,"#
      + #"iVBORw0KGgoAAAANSUhEUgAABAAAAAQACAYAAAA="}}"#
    let schema = #"{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}"#
    let (model, members, content): (String, String, String) =
      switch index % 10 {
      case 0: ("gpt-4o", #","service_tier":"priority""#, #""Grüße 你好""#)
      case 1: ("gpt-4o", "", #"[{"type":"text","text":"What is it?"},\#(picture)]"#)
      case 2: ("gpt-4.1", "", "[\(picture),\(picture)]")
      case 3: ("gpt-4o", #","n":3,"service_tier":"default""#, #""three of them""#)
      case 4:
        (
          "gpt-4o",
          #","tools":[{"type":"function","function":{"name":"f","parameters":\#(schema)}}]"#,
          #""call it""#
        )
      case 5:
        (
          "gpt-4o",
          #","response_format":{"type":"json_schema","json_schema":{"name":"s","schema":"#
            + "\(schema)}}", #""as JSON""#
        )
      case 6: ("gpt-audio", #","modalities":["text","audio"],"audio":{"voice":"a"}"#, #""sing""#)
      case 7: ("gpt-4o", #","service_tier":"flex""#, #""cheap, please""#)
      case 8: ("gpt-4o", #","service_tier":"auto""#, #""as you like""#)
      default: ("gpt-4.1", "", #""plain""#)
      }
    let history =
      index % 20 < 10
      ? ""
      : #"{"role":"assistant","content":"","reasoning_content":"I thought about it for long","#
        + #""tool_calls":[{"id":"call_0123456789","type":"function","function":{"name":"f","#
        + #""arguments":"{\"a\":\"b\"}"}}]},"#
        + #"{"role":"tool","tool_call_id":"call_0123456789","content":"found it"},"#
    return #"{"model":"\#(model)","max_tokens":\#(50 + index % 7 * 100)\#(members),"messages":["#
      + #"\#(history){"role":"user","content":\#(content)}]}"#
  }

  // MARK: Answers

  /// Of one request: what it is billed at most, and what it was billed.
  func answer(_ body: String) -> (status: Int, body: String) {
    guard let request = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
    else { return (400, "{}") }
    let model = request["model"] as? String ?? ""
    let (text, pictures) = Self.seen(request)
    // OpenAI's tiles: 85, and 170 for each of the four squares of a picture of 1024 x 1024.
    let mostIn = text + pictures * 765
    let mostOut =
      (request["max_tokens"] as? Int ?? 0) * (request["n"] as? Int ?? 1)
    let speaks = (request["modalities"] as? [String])?.contains("audio") ?? false
    return state.withLock { state in
      let isFull = Int.random(in: 0..<4, using: &state.random) > 0
      let tokensIn = isFull ? mostIn : Int.random(in: 1...mostIn, using: &state.random)
      let tokensOut = isFull ? mostOut : Int.random(in: 1...mostOut, using: &state.random)
      let cached = Bool.random(using: &state.random) ? 0 : tokensIn / 2
      let audio = speaks ? tokensOut : 0
      let tier = Self.tier(request, model, &state.random)
      let rates = Self.rates(model)
      let tokens =
        (tokensIn - cached) * rates.input + cached * (speaks ? rates.input : rates.cached)
        + (tokensOut - audio) * rates.output + audio * rates.audioOut
      state.nanodollars +=
        tokens * tier.hundredths / 100 + rates.request + rates.picture * pictures
      let usage =
        #""usage":{"prompt_tokens":\#(tokensIn),"completion_tokens":\#(tokensOut),"#
        + #""prompt_tokens_details":{"cached_tokens":\#(cached)},"#
        + #""completion_tokens_details":{"audio_tokens":\#(audio)}}"#
      // Some answers do not say what they took.
      let isSilent = Int.random(in: 0..<20, using: &state.random) == 0
      return (
        200,
        #"{"model":"\#(model)","service_tier":"\#(tier.name)","choices":[{"index":0,"#
          + #""finish_reason":"stop","message":{"role":"assistant","content":"x"}}]"#
          + (isSilent ? "}" : ",\(usage)}")
      )
    }
  }

  /// The tier that a request is served in: the one that it asks for, unless the service is short of it.
  private static func tier(
    _ request: [String: Any], _ model: String, _ random: inout SplitMix64
  ) -> (name: String, hundredths: Int) {
    let standard = ("default", 100)
    guard model == "gpt-4o", Int.random(in: 0..<5, using: &random) > 0 else { return standard }
    return switch request["service_tier"] as? String ?? "auto" {
    case "priority": ("priority", 200)
    case "flex": ("flex", 50)
    case "auto": Bool.random(using: &random) ? ("priority", 200) : standard
    default: standard
    }
  }

  /// The bytes that the model sees, with 3 tokens around each message and 3 for the answer, and the
  /// pictures.
  private static func seen(_ request: [String: Any]) -> (text: Int, pictures: Int) {
    var (text, pictures) = (3, 0)
    func bytes(_ value: Any?) -> Int {
      guard let value else { return 0 }
      if let string = value as? String { return string.utf8.count }
      return (try? JSONSerialization.data(withJSONObject: value))?.count ?? 0
    }
    for message in request["messages"] as? [[String: Any]] ?? [] {
      text += 3 + bytes(message["reasoning_content"]) + bytes(message["tool_call_id"])
      for part in message["content"] as? [[String: Any]] ?? [] {
        text += bytes(part["text"])
        if part["image_url"] != nil { pictures += 1 }
      }
      text += bytes(message["content"] as? String)
      for call in message["tool_calls"] as? [[String: Any]] ?? [] {
        let function = call["function"] as? [String: Any]
        text += bytes(call["id"]) + bytes(function?["name"]) + bytes(function?["arguments"])
      }
    }
    let format = request["response_format"] as? [String: Any]
    return (text + bytes(request["tools"]) + bytes(format?["json_schema"]), pictures)
  }
}
