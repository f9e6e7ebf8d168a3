import Testing

@testable import BatchRunner

@Suite struct LabelSetTests {
  /// What the answer names: the label, or why there is none.
  private static func found(_ text: String, _ labels: [String]) throws -> String {
    let set = try LabelSet(labels)
    return Array(text.utf8).withUnsafeBytes { bytes in
      do throws(LabelSet.Absence) {
        return try set.label(in: bytes)
      } catch {
        return "- " + set.clause(of: error)
      }
    }
  }

  @Test(
    arguments: [
      "positive", "Positive", "POSITIVE", " positive\n", "positive.", "Positive .", "\"positive\"",
      "'Positive'.", "“positive”", "«positive»", "„positive“", "**positive**", "__Positive__",
      "*positive.*", "_positive_", "`positive`", "```\npositive\n```", "```text\npositive\n```",
      "# Positive", "- positive", "> **Positive.**", "Label: positive", "label=positive",
      "The sentiment is **positive**.", "positive, clearly: it praises the lamp",
      "Positive. I say positive because it is positive.", #"{"sentiment":"positive"}"#,
      "<think>negative or neutral?</think>\npositive", "It's positive!", "a (positive) one",
      "\u{FEFF}positive\u{200B}", "positive\u{A0}", "positive — I think", "l'positive",
    ])
  func `an answer names a label whatever surrounds it`(text: String) throws {
    #expect(try Self.found(text, ["positive", "negative", "neutral"]) == "positive")
  }

  @Test(
    arguments: [
      "good", "positively", "unpositive", "non-positive", "positive-leaning", "positive_words",
      "sentiment_positive", "positive1", "posítive", "positive\u{301}", "positive's", "pos itive",
      "**pos**itive",
    ])
  func `a part of a word is no label`(text: String) throws {
    #expect(
      try Self.found(text, ["positive", "negative"])
        == "- the answer names none of the labels 'positive', 'negative'")
  }

  @Test(
    arguments: [
      ("positive or negative", "- the answer names 2 labels: 'positive', 'negative'"),
      ("Negative, not Positive.", "- the answer names 2 labels: 'negative', 'positive'"),
      (
        #"{"positive":0,"negative":1,"neutral":0}"#,
        "- the answer names 3 labels: "
          + "'positive', 'negative', 'neutral'"
      ),
      ("", "- the answer is empty"), (" \n\"\" ", "- the answer is empty"),
      ("<think>positive</think> ", "- the answer is empty"),
      ("<think>It may be positive", "- the answer has thoughts only"),
      (" [THINK] positive", "- the answer has thoughts only"),
    ])
  func `several labels, or none, are a misfit`(text: String, clause: String) throws {
    #expect(try Self.found(text, ["positive", "negative", "neutral"]) == clause)
  }

  @Test(
    arguments: [
      ("not positive", ["positive", "not positive"], "not positive"),
      ("It is NOT\n  positive.", ["positive", "not positive"], "not positive"),
      ("**not** positive", ["positive", "not positive"], "not positive"),
      ("positive", ["positive", "not positive"], "positive"),
      ("not  sure", ["positive", "not sure"], "not sure"),
      ("not\\_relevant", ["relevant", "not_relevant"], "not_relevant"),
      ("A*", ["A*", "A", "B"], "A*"), ("**A**", ["A*", "A", "B"], "A"),
      ("Grade: **A**.", ["A*", "A", "B"], "A"), ("It earns an A*.", ["A*", "A", "B"], "A*"),
      ("C++", ["C", "C++"], "C++"), ("It is C++, I think", ["C", "C++"], "C++"),
      ("4", ["1", "2", "4"], "4"), ("4/5", ["4", "3"], "4"),
      ("4.7", ["4", "5"], "- the answer names none of the labels '4', '5'"),
      ("4,5", ["4", "3"], "- the answer names none of the labels '4', '3'"),
      ("14", ["4"], "- the answer names none of the labels '4'"),
      ("-1", ["1", "0"], "- the answer names none of the labels '1', '0'"),
      ("-1", ["-1", "0", "1"], "-1"), ("- 1", ["-1", "0", "1"], "1"),
      ("can't", ["can"], "- the answer names none of the labels 'can'"),
      ("C'est l'économie", ["économie", "sport"], "économie"),
      (
        "ΘΕΤΙΚΟΣ", ["θετικός", "αρνητικός"],
        "- the answer names none of the labels "
          + "'θετικός', 'αρνητικός'"
      ),
      ("ΘΕΤΙΚΌΣ", ["θετικός"], "θετικός"), ("GROSS", ["groß"], "groß"),
      ("e\u{301}conomie", ["économie"], "économie"),
      ("这条评论是正面的。", ["正面", "负面"], "正面"), ("「正面」", ["正面", "负面"], "正面"),
      ("ポジティブです", ["ポジティブ"], "ポジティブ"), ("答案是positive的", ["positive"], "positive"),
      ("great👍", ["👍", "👎"], "👍"), ("N/A.", ["N/A", "x"], "N/A"), ("e.g.", ["e.g.", "x"], "e.g."),
    ] as [(String, [String], String)])
  func `labels may be parts of each other, numbers, or in any script`(
    text: String, labels: [String], expected: String
  ) throws {
    #expect(try Self.found(text, labels) == expected)
  }

  @Test func `a longer answer is no label, and a long list of labels is cut off`() throws {
    let long = "positive" + String(repeating: " very", count: 300_000)
    #expect(try Self.found(long, ["positive"]) == "- the answer is longer than 1 MiB")
    let many = (1...14).map { "label \($0)" }
    #expect(try Self.found("no", many).hasSuffix("'label 12' and 2 more"))
    #expect(try LabelSet(many).wanted.hasSuffix("'label 13', 'label 14'"))
  }

  @Test(
    arguments: [
      ([], .empty), ([""], .empty), (["a", " "], .empty), (["a", "\""], .empty),
      (["**"], .empty), (["."], .empty), (["a", "A"], .twice("a", "A")),
      (["not  a", "b", "Not a"], .twice("not  a", "Not a")),
      (["a", "\"a\""], .twice("a", "\"a\"")),
      (["a.", "A"], .twice("a.", "A")),
    ] as [([String], LabelProblem)])
  func `labels that cannot be told apart are refused`(labels: [String], problem: LabelProblem) {
    #expect(throws: problem) { try LabelSet(labels) }
  }

  @Test func `every label names itself, in any case and with a full stop`() throws {
    let labels = ["yes", "no", "not sure", "A*", "C++", "4", "-1", "N/A", "正面", "👍", "a_b", "x-y"]
    for label in labels {
      for text in [label, label.uppercased(), label + ".", "\"\(label)\"", "Answer: \(label)"] {
        #expect(try Self.found(text, labels) == label, "\(text)")
      }
    }
  }
}
