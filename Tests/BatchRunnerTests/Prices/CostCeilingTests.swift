import Basics
import Testing
import Tokens

@testable import BatchRunner

@Suite struct CostCeilingTests {
  private static func ceiling(_ body: String, standardOut: Int?) -> CostCeiling {
    var meter = RequestMeter()
    return CostCeiling(
      Array(body.utf8).withUnsafeBytes { meter.measure($0) }, standardOut: standardOut)
  }

  private static func body(_ members: String, _ content: String = #""hi""#) -> String {
    #"{"model":"gpt-5"\#(members),"messages":[{"role":"user","content":\#(content)}]}"#
  }

  @Test func `the API's own limit counts where a request sets none`() {
    let documented = Self.ceiling(Self.body(#","n":2"#), standardOut: 4096)
    #expect(documented.tokensOut == 8192 && documented.gaps.isEmpty)
    let unknown = Self.ceiling(Self.body(#","n":2"#), standardOut: nil)
    #expect(unknown.tokensOut == 8192 && unknown.gaps.withoutLimit == 1)
    #expect(unknown.gaps.words == "1 request without max_tokens")
    let own = Self.ceiling(Self.body(#","max_tokens":7,"n":2"#), standardOut: nil)
    #expect(own.tokensOut == 14 && own.gaps.isEmpty)
  }

  @Test func `linked pictures and files by their id have no bound`() {
    let parts =
      #"[{"type":"image_url","image_url":{"url":"https://example.com/a.png"}},"#
      + #"{"type":"file","file":{"file_id":"f-1"}}]"#
    var gaps = CeilingGaps()
    for _ in 0..<2 {
      gaps += Self.ceiling(Self.body(#","max_tokens":7"#, parts), standardOut: nil).gaps
    }
    gaps.withoutLimit = 3
    #expect(
      gaps.words == "2 linked pictures, 2 uploaded or linked files, 3 requests without max_tokens")
    #expect(
      gaps.counts
        == ["linked_pictures": 2, "files": 2, "requests_without_max_tokens": 3])
    #expect(gaps.scaled(3).counts["files"] == 6)
  }

  @Test func `the ceiling is that of the most expensive tier`() {
    let price = Price(
      TierPrice(TokenRates(input: 1, output: 2)),
      tiers: [.priority: TierPrice(TokenRates(input: 10, output: 20))])
    let ceiling = CostCeiling(tokensIn: 1_000_000, tokensOut: 500_000)
    #expect(ceiling.cost(at: price) == Money(dollars: 20))
    #expect(ceiling.tokens == 1_500_000)
    #expect(CostCeiling(tokensIn: .max, tokensOut: .max).tokens == .max)
    #expect(CostCeiling(tokensIn: .max, tokensOut: -5).cost(at: price) == .most)
  }
}
