import Basics
import Foundation
import Testing

@testable import BatchRunner
@testable import RunSamples

@Suite struct OutcomeLineTests {
  let sample: CheckpointSample

  init() throws {
    sample = try CheckpointSample(jobs: 3)
  }

  @Test func `a result is the batch output line with one more member`() throws {
    let line = try text(
      try sample.record(1, body: "{\"choices\": [1.50, \"\\u00e9\"],\n \"a\":1,\"a\":2}\r\n"))
    let fingerprint = try sample.job(1).fingerprint
    let check = line.components(separatedBy: "\"check\":\"")[1].prefix(16)
    #expect(
      line
        == #"{"id":"run-2","custom_id":"job-2","nightshift":{"line":2,"fingerprint":"\#(fingerprint)","#
        + #""attempts":1,"latency_ms":812,"ended_at":"2025-11-22T23:15:11.204Z","check":"\#(check)"},"#
        + #""response":{"status_code":200,"request_id":"req-1","body":"#
        + #"{"choices": [1.50, "\u00e9"], "a":1,"a":2}},"error":null}"# + "\n")
  }

  @Test func `every line is JSON, whatever the server sent`() throws {
    let bodies = [
      "", "<html>\u{1B}[31m\"x\"\\</html>\n", "{\"a\":", "null", "{}",
      String(repeating: "é", count: 9),
      "\u{0}\u{7F}\u{2028}",
    ]
    for body in bodies {
      let failure = Failure(kind: .invalidResponse, message: "not \"JSON\"\n")
      let line = try text(try sample.record(0, body: body, failure: failure))
      #expect(line.dropLast().allSatisfy { $0 != "\n" })
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
      let head = Array(line.dropLast().utf8).withUnsafeBytes { OutcomeHead($0) }
      #expect(head?.idHash == XXHash64.hash("job-1"))
    }
  }

  @Test func `flags, mends and the encoding stand behind the time, and are read back`() throws {
    var record = try sample.record(0, body: "\u{1}\u{FEFF}")
    record.response?.body.append(0xFF)
    record.flags = [.truncated, .filtered, .empty]
    let mended = try #require(MendedBody([0xEF, 0xBB, 0xBF] + Array(#"{"a":NaN}"#.utf8)))
    let line = try text(record)
    let marks = #""flags":["truncated","filtered","empty"],"body_encoding":"base64","check":""#
    #expect(line.contains("Z\"," + marks))
    #expect(line.contains(#","body":"Ae+7v/8="},"error":null}"#))
    record.response?.adopt(mended)
    record.flags = .filtered
    record.corrections = 2
    let other = try text(record)
    #expect(
      other.contains(
        #"Z","flags":["filtered"],"mended":["byte_order_mark","not_a_number"],"#
          + #""corrections":2,"check":""#))
    #expect(other.contains(#","body":{"a":null}},"error":null}"#))
    for (line, flags) in [(line, record.flags.union([.truncated, .empty])), (other, .filtered)] {
      let head = Array(line.dropLast().utf8).withUnsafeBytes { OutcomeHead($0) }
      #expect(head?.flags == flags)
    }
  }

  /// Lines of older versions have no flags.
  @Test func `without flags in the line, the body tells what is special about the answer`() throws {
    let choice = #"{"finish_reason":"MAX_TOKENS","message":{"content":[{"text":" "}]}}"#
    let line = Array(try text(try sample.record(0, body: #"{"choices":[\#(choice)]}"#)).utf8)
    line.dropLast().withUnsafeBytes { bytes in
      var reader = OutcomeReader(.answer)
      let outcome = reader.read(bytes)
      #expect(outcome?.head.flags == nil && outcome?.flags == [.truncated, .empty])
    }
  }

  @Test func `a failure that the response tells has no error of its own`() throws {
    let status = Failure(kind: .status(404), message: "no such model")
    let line = try text(try sample.record(0, body: #"{"error":{}}"#, failure: status, status: 404))
    #expect(line.hasSuffix(#""body":{"error":{}}},"error":null}"# + "\n"))
    var record = try sample.record(0, body: "", failure: Failure(kind: .timeout, message: "slow"))
    record.response = nil
    #expect(
      try text(record).hasSuffix(
        #""response":null,"error":{"code":"timeout","message":"slow"}}"# + "\n"))
  }

  @Test func `every flipped byte of a line is noticed`() throws {
    let body = #"{"choices":[{"message":{"content":"The quick brown fox"}}]}"#
    let line = Array(try text(try sample.record(0, body: body)).utf8.dropLast())
    var flips = 0
    for index in line.indices {
      for bit in 0..<8 {
        var damaged = line
        damaged[index] ^= 1 << UInt8(bit)
        flips += 1
        let head = damaged.withUnsafeBytes { OutcomeHead($0) }
        #expect(head == nil, "byte \(index), bit \(bit)")
      }
    }
    print("D3: \(flips) flipped bits in a line, all noticed")
  }

  @Test(arguments: [
    "sk-canary/0123+456", "SK-CANARY",
  ])
  func `the key is taken out of what a server sends back, in any spelling`(secret: String) throws {
    let key = try #require(APIKey(secret))
    let data = Data(secret.utf8)
    let hex = data.map { String(format: "%02x", $0) }.joined()
    let spellings = [
      secret, secret.replacing("/", with: "\\/"), hex, hex.uppercased(), data.base64EncodedString(),
      Data(("Bearer " + secret).utf8).base64EncodedString(),
      Data((" " + secret + " and more").utf8).base64EncodedString(),
      secret.addingPercentEncoding(
        withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~")))!,
      secret.utf8.map { String(format: "\\u%04x", $0) }.joined(),
    ]
    for spelling in spellings {
      let body = #"{"choices":[{"text":"you sent \#(spelling), thanks"}]}"#
      let line = try text(try sample.record(0, body: body), Redactor([key]))
      #expect(!line.contains(spelling), "\(spelling)")
      #expect(line.contains(#","redacted":true,"check""#), "\(spelling)")
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    }
    #expect(!(try text(try sample.record(0, body: "{}"), Redactor([key])).contains("redacted")))
  }

  private func text(_ record: OutcomeRecord, _ redactor: Redactor = Redactor([])) throws -> String {
    var line = OutcomeLine(runID: "run", redactor: redactor)
    var bytes: [UInt8] = []
    line.append(record, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
