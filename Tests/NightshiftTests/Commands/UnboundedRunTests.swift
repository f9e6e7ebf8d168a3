import BatchRunner
import Testing

@testable import nightshift

@Suite struct UnboundedRunTests {
  @Test func `what a cap does not know is said before anything is sent`() {
    let picture =
      #"{"model":"m","max_tokens":5,"messages":[{"role":"user","content":[{"type":"image_url","#
      + #""image_url":{"url":"https://example.com/a.png"}}]}]}"#
    var pricing = Pricing(.builtIn)
    var gaps = pricing.ceiling(of: Array(picture.utf8)).gaps.scaled(5)
    let pictures = UnboundedRun(options: ["--max-cost"], gaps: gaps)
    #expect(
      pictures.problem
        == "--max-cost may be exceeded: nothing limits 5 linked pictures. What they really took is "
        + "known only when they are answered.")
    #expect(pictures.remedy == nil)
    gaps.withoutLimit = 20
    let both = UnboundedRun(options: ["--max-cost", "--token-budget"], gaps: gaps)
    #expect(
      both.problem
        == "--max-cost and --token-budget may be exceeded: nothing limits 5 linked pictures, 20 "
        + "requests without max_tokens. What they really took is known only when they are answered. "
        + "An answer without max_tokens counts as 4,096 tokens until then.")
    #expect(both.remedy == "Set max_tokens in the jobs.")
  }
}
