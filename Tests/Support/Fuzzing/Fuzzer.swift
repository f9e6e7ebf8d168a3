import Basics
import BatchRunner

/// Feeds texts that are nearly right to the readers of job files and of run directories.
package struct Fuzzer {
  /// What a reader did that it must not do.
  package struct Finding: Sendable, CustomStringConvertible {
    package let reader: String
    package let text: [UInt8]
    package let problem: String

    package var description: String {
      "\(reader) \(problem): \(text.map { $0 < 0x20 || $0 > 0x7E ? "\\x\(String($0, radix: 16))" : String(UnicodeScalar($0)) }.joined())"
    }
  }

  package private(set) var findings: [Finding] = []
  package private(set) var tried = 0
  /// Of those, texts that were JSON after all.
  package private(set) var accepted = 0
  private var dice: SplitMix64
  private var outline = JSONOutline()
  private var parser = JobLineParser()
  private var journal = JournalSummary()

  package init(seed: UInt64) {
    dice = SplitMix64(seed: seed)
  }

  package mutating func run(_ count: Int) {
    for _ in 0..<count {
      switch tried % 4 {
      case 0: tryOutcome()
      case 1: tryJournal()
      default: tryJSON()
      }
      tried += 1
    }
  }

  private mutating func mutated(_ texts: [[UInt8]]) -> [UInt8] {
    var bytes = texts.randomElement(using: &dice)!
    Mutation.apply(to: &bytes, using: &dice)
    return bytes
  }

  /// Accepted exactly where the grammar says so; a job line is never more than that.
  private mutating func tryJSON() {
    let text = mutated(Seeds.json)
    let isRight = StrictJSON.accepts(text)
    if isRight { accepted += 1 }
    let depth = Int.random(in: 0...3, using: &dice)
    let isRead = text.withUnsafeBytes { (try? outline.read($0, depth: depth)) != nil }
    if isRead != isRight {
      find("JSONOutline", text, isRead ? "accepts what is no JSON" : "rejects JSON")
    }
    if isRead, outline.nodes.contains(where: { $0.range.upperBound > text.count }) {
      find("JSONOutline", text, "points behind the text")
    }
    guard let line = text.withUnsafeBytes({ try? parser.parse($0) }) else { return }
    if !isRight { find("JobLineParser", text, "accepts what is no JSON") }
    if line.body.upperBound > text.count
      || !text.withUnsafeBytes({ StrictJSON.accepts(line.bodyBytes(of: $0)) })
    {
      find("JobLineParser", text, "would send what is no JSON")
    }
  }

  /// A line that was changed is never taken for one of ours.
  private mutating func tryOutcome() {
    let text = mutated(Seeds.outcomes)
    let isTaken = text.withUnsafeBytes { OutcomeHead($0) != nil }
    if isTaken, !Seeds.outcomes.contains(text) {
      find("OutcomeHead", text, "accepts a changed line")
    }
  }

  /// Whatever stands in a journal, its sums stay in range. One summary reads it all.
  private mutating func tryJournal() {
    let text = mutated(Seeds.journal)
    if tried % 4096 == 1 { journal = JournalSummary() }
    let isTaken = text.withUnsafeBytes { journal.add($0, offset: 0) != nil }
    if isTaken, text.last != UInt8(ascii: "}"), !StrictJSON.accepts(text) {
      find("JournalSummary", text, "accepts a torn line")
    }
    if journal.tokensIn < 0 || journal.tokensOut < 0 {
      find("JournalSummary", text, "counts below 0")
    }
  }

  private mutating func find(_ reader: String, _ text: [UInt8], _ problem: String) {
    if findings.count < 20 {
      findings.append(Finding(reader: reader, text: text, problem: problem))
    }
  }
}
