import Basics

/// The spelling of a line in `results.jsonl`, `failures.jsonl` and `unusable.jsonl`.
///
/// The body stands in it as it came. Its `check` is ``XXHash64`` over what precedes the check's
/// digits, and, seeded with that, over what follows them.
package struct OutcomeLine: Sendable {
  private let runID: String
  private var redactor: Redactor
  private var tail: [UInt8] = []
  /// Whether the body in ``tail`` is in base64.
  private var isEncoded = false
  private var outline = JSONOutline()

  package init(runID: String, redactor: Redactor) {
    self.runID = runID
    self.redactor = redactor
  }

  package mutating func renew(_ redactor: Redactor) {
    self.redactor = redactor
  }

  /// Appends the line with its newline. `bodyLimit`: how much of the body to keep.
  package mutating func append(
    _ record: OutcomeRecord, bodyLimit: Int = .max, to bytes: inout [UInt8]
  ) {
    tail.removeAll(keepingCapacity: true)
    isEncoded = false
    appendResponse(record.response, bodyLimit: bodyLimit)
    appendError(record)
    let isRedacted = redactor.redact(&tail)

    let start = bytes.count
    bytes.append(contentsOf: "{\"id\":\"".utf8)
    bytes.append(contentsOf: runID.utf8)
    bytes.append(UInt8(ascii: "-"))
    bytes.append(decimal: Int(record.attempt.number))
    bytes.append(contentsOf: "\",\"custom_id\":".utf8)
    JSONString.append(record.job.id, to: &bytes)
    bytes.append(contentsOf: ",\"nightshift\":{\"line\":".utf8)
    bytes.append(decimal: record.job.line)
    bytes.append(contentsOf: ",\"fingerprint\":\"".utf8)
    bytes.append(hex: record.job.fingerprint.value)
    bytes.append(contentsOf: "\",\"attempts\":".utf8)
    bytes.append(decimal: record.attempts)
    bytes.append(contentsOf: ",\"latency_ms\":".utf8)
    bytes.append(decimal: record.latencyMilliseconds)
    bytes.append(contentsOf: ",\"ended_at\":\"".utf8)
    bytes.append(contentsOf: record.endedAt.rfc3339)
    bytes.append(UInt8(ascii: "\""))
    appendMarks(of: record, isRedacted: isRedacted, to: &bytes)
    bytes.append(contentsOf: ",\"check\":\"".utf8)
    let check = Self.check(bytes[start...], tail)
    bytes.append(hex: check)
    bytes.append(contentsOf: tail)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// The members that stand only where they apply, in the order in which ``OutcomeHead`` reads them.
  private func appendMarks(
    of record: OutcomeRecord, isRedacted: Bool, to bytes: inout [UInt8]
  ) {
    let flags = AnswerFlags.names.filter { record.flags.contains($0.flag) }
    appendList("flags", flags.map(\.name.description), to: &bytes)
    appendList("mended", record.response?.mends.map(\.rawValue) ?? [], to: &bytes)
    if isEncoded { bytes.append(text: ",\"body_encoding\":\"base64\"") }
    if isRedacted { bytes.append(text: ",\"redacted\":true") }
    if record.corrections > 0 {
      bytes.append(text: ",\"corrections\":")
      bytes.append(decimal: record.corrections)
    }
    if let label = record.label {
      bytes.append(text: ",\"label\":")
      JSONString.append(label, to: &bytes)
    }
    if let cost = record.cost {
      bytes.append(text: ",\"cost_usd\":")
      cost.appendDollars(to: &bytes)
    }
  }

  /// Words without quotes or backslashes; nothing for an empty list.
  private func appendList(_ name: StaticString, _ words: [String], to bytes: inout [UInt8]) {
    guard !words.isEmpty else { return }
    bytes.append(text: ",\"")
    bytes.append(text: name)
    bytes.append(text: "\":[\"")
    bytes.append(contentsOf: words.joined(separator: "\",\"").utf8)
    bytes.append(text: "\"]")
  }

  /// The members of `nightshift` in their order. Those after `ended_at` stand only where they apply,
  /// and `check` is the last.
  static let members: [String] = [
    "line", "fingerprint", "attempts", "latency_ms", "ended_at", "flags", "mended", "body_encoding",
    "redacted", "corrections", "label", "cost_usd",
  ]

  /// The check over what stands before and behind its digits.
  static func check(_ head: ArraySlice<UInt8>, _ tail: [UInt8]) -> UInt64 {
    let seed = head.withUnsafeBytes { XXHash64.hash($0) }
    return tail.withUnsafeBytes { XXHash64.hash($0, seed: seed) }
  }

  private mutating func appendResponse(_ response: Response?, bodyLimit: Int) {
    tail.append(contentsOf: "\"},\"response\":".utf8)
    guard let response else {
      tail.append(contentsOf: "null".utf8)
      return
    }
    tail.append(contentsOf: "{\"status_code\":".utf8)
    tail.append(decimal: response.status)
    tail.append(contentsOf: ",\"request_id\":".utf8)
    JSONString.append(response.headers.requestID ?? "", to: &tail)
    tail.append(contentsOf: ",\"body\":".utf8)
    appendBody(response.body, limit: bodyLimit)
    tail.append(UInt8(ascii: "}"))
  }

  /// JSON stays as it is, less the line breaks between its tokens. Other text becomes a string; what
  /// is no text, or longer as one, becomes a string in base64.
  private mutating func appendBody(_ body: [UInt8], limit: Int) {
    let isJSON =
      body.count <= limit && body.withUnsafeBytes { (try? outline.read($0, depth: 0)) != nil }
    if isJSON, !outline.isSpaced {
      tail.append(contentsOf: body)
    } else if isJSON {
      // A line break inside a string is no JSON, so all that are left stand between tokens.
      tail.append(contentsOf: body.lazy.filter { $0 != 0x0A && $0 != 0x0D })
    } else if let text = Self.text(body.prefix(limit)) {
      JSONString.append(text, to: &tail)
    } else {
      isEncoded = true
      JSONString.append(Data(body.prefix(limit)).base64EncodedString(), to: &tail)
    }
  }

  /// The bytes as text. `nil`: they are not UTF-8, or so many of them need an escape that base64 is
  /// shorter.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
    let escapes = bytes.reduce(into: 0) { count, byte in
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { count += 1 }
      if byte < 0x20 || byte == 0x7F { count += 5 }
    }
    guard escapes <= bytes.count / 3 + 1024 else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  private mutating func appendError(_ record: OutcomeRecord) {
    tail.append(contentsOf: ",\"error\":".utf8)
    guard let failure = record.failure, !Self.isToldByResponse(failure, record.response) else {
      tail.append(contentsOf: "null}".utf8)
      return
    }
    tail.append(contentsOf: "{\"code\":\"".utf8)
    tail.append(contentsOf: failure.label.utf8)
    tail.append(contentsOf: "\",\"message\":".utf8)
    JSONString.append(failure.message, to: &tail)
    tail.append(contentsOf: "}}".utf8)
  }

  private static func isToldByResponse(_ failure: Failure, _ response: Response?) -> Bool {
    if case .status = failure.kind { return response != nil }
    return false
  }
}
