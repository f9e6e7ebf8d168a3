import Basics
import Foundation
import Testing

@testable import BatchRunner
@testable import RunSamples

@Suite struct OutcomeLineRepairTests {
  private let sample: CheckpointSample

  init() throws {
    sample = try CheckpointSample(jobs: 2)
  }

  private static let answer =
    #"{"choices":[{"message":{"content":"a/b caf\u00e9 <i>"},"finish_reason":"stop"}],"cost":1.50}"#

  /// A line as it is stored, without its newline.
  private func line(_ body: String = answer, _ set: (inout OutcomeRecord) -> Void = { _ in }) throws
    -> String
  {
    var record = try sample.record(1, body: body)
    set(&record)
    var line = OutcomeLine(runID: "run", redactor: Redactor([]))
    var bytes: [UInt8] = []
    line.append(record, to: &bytes)
    return String(decoding: bytes.dropLast(), as: UTF8.self)
  }

  private func repair(
    _ line: String, _ content: OutcomeLineRepair.Content = .results
  ) throws -> (finding: LineFinding, line: String) {
    var repair = OutcomeLineRepair(content)
    let finding = try Array(line.utf8).withUnsafeBytes { try repair.read($0) }
    return (finding, String(decoding: repair.bytes, as: UTF8.self))
  }

  private static func spell(
    _ line: String, _ layout: JSONSpelling.Layout, _ escapes: JSONSpelling.Escapes
  ) -> String {
    var bytes: [UInt8] = []
    Array(line.utf8).withUnsafeBytes { JSONSpelling(layout, escapes).append($0, to: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `a line as it was written stays`() throws {
    #expect(try repair(try line()).finding == .intact)
  }

  @Test func `what an editor adds around a line is removed, and the check fits`() throws {
    for edited in ["\u{FEFF}\(try line())", "\(try line())\r", "\u{FEFF}\(try line())\r"] {
      let (finding, text) = try repair(edited)
      #expect(try finding == .restored && text == line())
    }
    #expect(try repair(" \t\r").finding == .blank)
  }

  /// Bodies as servers spell them, each passed through programs that spell JSON in another way.
  @Test(
    arguments: [
      (JSONSpelling.Layout.compact, JSONSpelling.Escapes.none), (.compact, .ascii),
      (.compact, .slashes), (.compact, .asciiAndSlashes), (.compact, .html), (.spaced, .ascii),
      (.spaced, .none), (.indented, .none), (.indented, .html),
    ])
  func `the spelling of the usual servers is found again, byte by byte`(
    layout: JSONSpelling.Layout, escapes: JSONSpelling.Escapes
  ) throws {
    let stored = try line(Self.spell(Self.answer, layout, escapes))
    var tried = 0
    for other in JSONSpelling.Layout.allCases {
      for spelling in JSONSpelling.Escapes.allCases {
        let changed = Self.spell(stored, other, spelling)
        guard changed != stored else { continue }
        let (finding, text) = try repair(changed)
        #expect(finding == .restored, "\(other), \(spelling)")
        #expect(text == stored)
        tried += 1
      }
    }
    #expect(tried > 12)
  }

  @Test func `members in another order are put in theirs`() throws {
    let stored = try line { record in
      record.flags = [.truncated]
      record.corrections = 2
    }
    let object = try JSONSerialization.jsonObject(with: Data(stored.utf8))
    let sorted = try JSONSerialization.data(
      withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
    let (finding, text) = try repair(String(decoding: sorted, as: UTF8.self))
    // The body's own order is the server's, and cannot be known.
    #expect(finding == .rebuilt)
    #expect(text.hasPrefix(String(stored.prefix { $0 != "}" }.prefix(150))))
    #expect(text.contains(#""flags":["truncated"],"corrections":2,"check":""#))
    #expect(try repair(text).finding == .intact)
  }

  @Test(arguments: [
    ("1.50", "1.5"), ("1.50", "15e-1"), ("a/b", "a / b"), (#"\u00e9"#, #"\u00c9"#),
    (#""line":2"#, #""line":2.0"#), (#""check":""#, #""check":"0"#),
  ])
  func `a line that is whole gets a new check`(old: String, new: String) throws {
    let changed = try line().replacing(old, with: new)
    #expect(try changed != line())
    let (finding, text) = try repair(changed)
    // A head in another spelling can be restored; a text or number that was changed cannot.
    #expect(finding == (new.contains("line") ? .restored : .rebuilt))
    if old == "1.50" { #expect(text.contains("\"cost\":\(new)}")) }
    #expect(Array(text.utf8).withUnsafeBytes { OutcomeHead($0) } != nil)
    #expect(try repair(text).finding == .intact)
  }

  @Test(
    arguments: [
      ("}", "", "it is not JSON: it ends in the middle of a value"),
      (#""custom_id":"job-2","#, "", "'custom_id' is missing"),
      (#""fingerprint":"#, #""finger":"#, "'fingerprint' is missing"),
      (#""check":"#, #""chk":"#, "'check' is missing"),
      (#""attempts":1"#, #""attempts":1.5"#, "'attempts' is not a whole number"),
      (#""attempts":1"#, #""attempts":"1""#, "its members are not what nightshift writes"),
      (
        #""error":null"#, #""error":null,"label":"a""#,
        "'label' is not a member that nightshift writes"
      ),
      (#""error":null"#, #""error":null,"id":"x""#, "'id' occurs twice"),
      (#""status_code":200"#, #""status_code":500"#, "'status_code' is not one of a success"),
      (#""choices":["#, #""choice":["#, "its body is no answer: it has no choices"),
      (#""fingerprint":""#, #""fingerprint":"x"#, "its members are not what nightshift writes"),
      (#""id":"run-2""#, #""id":"run""#, "its members are not what nightshift writes"),
      (#"{"id""#, #"[{"id""#, "it is not JSON: it ends in the middle of a value"),
    ])
  func `a line of which more was changed is refused`(
    old: String, new: String, clause: String
  ) throws {
    let stored = try line()
    guard let place = stored.range(of: old, options: old == "}" ? .backwards : []) else {
      Issue.record("\(old) is not in the line")
      return
    }
    let changed = stored.replacingCharacters(in: place, with: new)
    let defect = #expect(throws: LineDefect.self) { _ = try repair(changed) }
    #expect(defect?.clause == clause)
  }

  @Test func `failures need no answer, but what went wrong`() throws {
    let timeout = try line { record in
      record.response = nil
      record.failure = Failure(kind: .timeout, message: "no answer / \"none\"")
    }
    #expect(try repair(Self.spell(timeout, .spaced, .slashes), .failures).finding == .restored)
    let status = try line("{\"error\":{\"n\":1.0}}") { record in
      record.response?.status = 400
      record.failure = Failure(kind: .status(400), message: "No")
    }
    #expect(try repair(status.replacing("1.0", with: "1"), .failures).finding == .rebuilt)
    let nothing = timeout.replacing(/"error":.*/, with: "\"error\":null}")
    let defect = #expect(throws: LineDefect.self) { _ = try repair(nothing, .failures) }
    #expect(defect?.clause == "'error' is not an object")
  }

  @Test func `a body that is no JSON is spelled as it was stored`() throws {
    let stored = try line("<html>\u{8}caf\u{e9}\n</html>") { record in
      record.failure = Failure(kind: .invalidResponse, message: "no JSON")
    }
    for spelling in JSONSpelling.Escapes.allCases {
      let (finding, text) = try repair(Self.spell(stored, .spaced, spelling), .unusable)
      #expect(finding == .restored && text == stored, "\(spelling)")
    }
  }

  @Test func `random changes of one byte are never taken for the original`() throws {
    let stored = Array(try line().utf8)
    var (refused, rebuilt) = (0, 0)
    for index in stored.indices {
      for bit in 0..<8 {
        var changed = stored
        changed[index] ^= 1 << UInt8(bit)
        var repair = OutcomeLineRepair(.results)
        let finding = changed.withUnsafeBytes { try? repair.read($0) }
        switch finding {
        case nil: refused += 1
        case .rebuilt: rebuilt += 1
        // White space for white space, a letter case of the check: the original again.
        case .restored: #expect(repair.bytes == stored)
        default: Issue.record("byte \(index), bit \(bit)")
        }
      }
    }
    #expect(refused > 1000)
    print("flipped bits: \(refused) refused, \(rebuilt) with a new check, 0 taken for the original")
  }
}
