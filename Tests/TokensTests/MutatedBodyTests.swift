import Basics
import Testing

@testable import Tokens

@Suite struct MutatedBodyTests {
  private static let seeds = [
    #"{"model":"gpt-4o","messages":[{"role":"user","name":"a","content":"caf\u00e9 \ud83d\ude00 你好"}],"#
      + #""max_tokens":99,"n":2,"tools":[{"a":"\\\"é"}]}"#,
    #"{"model":"gpt-4","messages":[{"role":"user","content":[{"type":"text","text":"123 a\n"},"#
      + #"{"type":"image_url","image_url":{"url":"x","detail":"low"}},{"type":"input_audio","#
      + #""input_audio":{"data":"AA","format":"mp3"}}]},{"tool_calls":[{"function":{"name":"f","#
      + #""arguments":"{}"}}]}],"response_format":{"json_schema":{"b":[1, 2 ]}}}"#,
  ]
  /// What breaks readers: quotes, brackets, halves of pairs, numbers without end.
  private static let splinters = [
    "\"", "\\", "\\u", "\\ud83d", "{", "}", "[", "]", ":", ",", "null", "-1", "1e999", "0.5",
    "99999999999999999999", "é", "漢", "\u{0}", "  ", "\"messages\":", "\"content\":",
  ]

  @Test func `ten thousand damaged bodies are measured without a crash`() {
    var dice = SplitMix64(seed: 2026)
    var meter = RequestMeter()
    var readable = 0
    for _ in 0..<10_000 {
      var body = Array(Self.seeds.randomElement(using: &dice)!.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &dice) { Self.damage(&body, &dice) }
      let size = body.withUnsafeBytes { meter.measure($0) }
      #expect(size.tokensIn >= 0)
      #expect((0...OutputCeiling.highest).contains(size.ceilingOut))
      if size.tokensIn > 3 { readable += 1 }
    }
    print("damaged bodies measured: 10000, of them still readable: \(readable)")
    #expect(readable > 500)
  }

  private static func damage(_ body: inout [UInt8], _ dice: inout SplitMix64) {
    let at = Int.random(in: 0..<max(1, body.count), using: &dice)
    guard at < body.count else { return }
    switch Int.random(in: 0..<5, using: &dice) {
    case 0: body[at] = UInt8.random(in: 0...255, using: &dice)
    case 1: body.remove(at: at)
    case 2: body.insert(contentsOf: splinters.randomElement(using: &dice)!.utf8, at: at)
    case 3: body[at] = UInt8.random(in: 0x20...0x7E, using: &dice)
    default:
      let end = min(body.count, at + Int.random(in: 1...12, using: &dice))
      body.replaceSubrange(at..<end, with: splinters.randomElement(using: &dice)!.utf8)
    }
  }
}
