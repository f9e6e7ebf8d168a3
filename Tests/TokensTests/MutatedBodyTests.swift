import Basics
import Testing

@testable import Tokens

@Suite struct MutatedBodyTests {
  private static let seeds = [
    #"{"model":"gpt-4o","messages":[{"role":"user","name":"a","content":"caf\u00e9 \ud83d\ude00 你好"}],"#
      + #""max_tokens":99,"n":2,"tools":[{"a":"\\\"é"}]}"#,
    #"{"model":"gpt-4","messages":[{"role":"user","content":[{"type":"text","text":"123 a\n"},"#
      + #"{"type":"image_url","image_url":{"url":"data:image/jpeg;base64,/9j/4AAQSkZJRgABAQ==","detail":"low"}},{"type":"input_audio","#
      + #""input_audio":{"data":"AA","format":"mp3"}}]},{"tool_calls":[{"function":{"name":"f","#
      + #""arguments":"{}"}}]}],"response_format":{"json_schema":{"b":[1, 2 ]}}}"#,
  ]
  /// Fragments that often break parsers.
  private static let fragments = [
    "\"", "\\", "\\u", "\\ud83d", "{", "}", "[", "]", ":", ",", "null", "-1", "1e999", "0.5",
    "99999999999999999999", "é", "漢", "\u{0}", "  ", "\"messages\":", "\"content\":",
  ]

  @Test func `ten thousand damaged bodies are measured without a crash`() {
    var generator = SplitMix64(seed: 2026)
    var meter = RequestMeter()
    var readable = 0
    for _ in 0..<10_000 {
      var body = Array(Self.seeds.randomElement(using: &generator)!.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &generator) { Self.damage(&body, &generator) }
      let size = body.withUnsafeBytes { meter.measure($0) }
      #expect(size.tokensIn >= 0)
      #expect((0...OutputCeiling.highest).contains(size.ceilingOut ?? 0))
      #expect(size.mostIn >= size.tokensIn)
      // A body that cannot be read has at most the 4 tokens of the chat.
      if size.tokensIn > 4 { readable += 1 }
    }
    print("damaged bodies measured: 10000, of them still readable: \(readable)")
    #expect(readable > 500)
  }

  /// Replaces, removes or inserts something at a random position.
  private static func damage(_ body: inout [UInt8], _ generator: inout SplitMix64) {
    let at = Int.random(in: 0..<max(1, body.count), using: &generator)
    guard at < body.count else { return }
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: body[at] = UInt8.random(in: 0...255, using: &generator)
    case 1: body.remove(at: at)
    case 2: body.insert(contentsOf: fragments.randomElement(using: &generator)!.utf8, at: at)
    case 3: body[at] = UInt8.random(in: 0x20...0x7E, using: &generator)
    default:
      let end = min(body.count, at + Int.random(in: 1...12, using: &generator))
      body.replaceSubrange(at..<end, with: fragments.randomElement(using: &generator)!.utf8)
    }
  }
}
