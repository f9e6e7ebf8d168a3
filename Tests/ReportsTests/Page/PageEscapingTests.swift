import Foundation
import Testing

@testable import BatchRunner
@testable import Reports

struct PageEscapingTests {
  static let naughty = [
    "</script><img src=x onerror=alert(1)>", "\" onload=\"alert(1)", "' x='", "a & b &lt; c",
    "</title></style><svg onload=1>", "\u{202E}gnp.exe\u{2066}", "bell\u{7}\u{1B}[31m\u{0}\u{9B}",
    "line\nbreak\rand\ttab", "<!--", "]]>", "\u{FEFF}\u{200F}\u{E0041}",
    String(repeating: "<b>\"", count: 25_000),
  ]

  @Test(arguments: naughty.indices)
  func `text from outside stays text everywhere in the page`(index: Int) throws {
    let text = Self.naughty[index]
    var sample = try PageSample()
    var plan = Plan.starter
    plan.concurrency = 3
    sample.begin(plan: plan)
    sample.succeed(text, from: 0, to: 1, model: text, finish: "length")
    sample.fail("x" + text, status: 500, message: text)
    sample.journal.append(.event(kind: text, text: text, at: PageSample.time(2)))
    sample.stop(at: 3, status: .stoppedEarly, .halted, text)
    try sample.write(jobFile: text)
    let html = try sample.page().html
    let tags = try StrictTags(html)
    #expect(!tags.elements.contains { ["script", "img", "b", "iframe", "a", "link"].contains($0) })
    #expect(!tags.attributes.contains { $0.name.hasPrefix("on") })
    #expect(!html.contains(text) || Markup.escape(text) == text)
    // The size of the page does not grow with the texts from outside.
    #expect(html.utf8.count < 200_000)
  }

  @Test(arguments: [
    ("<&>\"'", "&lt;&amp;&gt;&quot;&#39;"), ("a\u{202E}b", "a\\u{202e}b"),
    ("\u{1B}[0m", "\\x1b[0m"),
    ("\n", "\\n"), ("né 🙂", "né 🙂"),
  ])
  func `control characters are escaped visibly`(text: String, escaped: String) {
    #expect(Markup.escape(text) == escaped)
  }

  @Test func `the page loads nothing and has no script`() throws {
    var sample = try PageSample()
    sample.begin()
    sample.succeed("a", from: 0, to: 1)
    try sample.write()
    let html = try sample.page().html
    let tags = try StrictTags(html)
    let loading = ["src", "href", "xlink:href", "srcset", "action", "data", "style", "background"]
    #expect(!tags.attributes.contains { loading.contains($0.name) })
    #expect(!html.contains("url(") && !html.contains("@import"))
    // The only address on the page is that of the API, as text.
    #expect(html.components(separatedBy: "https://").count == 2)
    #expect(!tags.attributes.contains { $0.value.contains("://") })
    #expect(
      tags.attributes.contains {
        $0.value == "default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;"
      })
  }

  @Test func `every chart has a role, a name and axes with units`() throws {
    var sample = try PageSample()
    sample.begin()
    for index in 0..<30 {
      sample.succeed("j\(index)", from: Double(index), to: Double(index) + 0.7)
    }
    try sample.write(jobs: 30)
    let html = try sample.page().html
    _ = try StrictTags(html)
    let charts = html.components(separatedBy: "<svg class=\"chart").dropFirst()
    // Five charts in two widths each. There was no trouble, so its chart is missing.
    #expect(charts.count == 10)
    for chart in charts {
      #expect(chart.contains("role=\"img\"") && chart.contains("<title>"))
      #expect(chart.contains("class=\"unit\"") && chart.contains("class=\"tick\""))
    }
    #expect(html.contains("None: no 429, no retry, no failure, no outage, no halt."))
  }
}
