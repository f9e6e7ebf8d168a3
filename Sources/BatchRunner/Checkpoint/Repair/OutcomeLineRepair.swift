import Basics

/// Repairs lines that ``OutcomeLine`` wrote.
///
/// All but the body is spelled anew, in the documented order. The body's original spelling is looked
/// for among those of the usual programs (``JSONSpelling``): where the line's own check fits, it is
/// the original line. Elsewhere the body stays as it is, must be what the file holds, and the line
/// gets a new check.
struct OutcomeLineRepair: LineRepair {
  /// What the lines of the file must hold.
  enum Content {
    case results, failures, unusable
  }

  private(set) var bytes: [UInt8] = []
  private let content: Content
  /// The spelling that fitted last is tried first.
  private var spellings = JSONSpelling.all

  private static let whole = ["id", "custom_id", "nightshift", "response", "error"]
  private static let response = ["status_code", "request_id", "body"]

  init(_ content: Content) {
    self.content = content
  }

  mutating func read(_ line: UnsafeRawBufferPointer) throws(LineDefect) -> LineFinding {
    let text = line.withoutEditorMarks
    if OutcomeHead(text) != nil {
      guard text.count < line.count else { return .intact }
      bytes = Array(text)
      return .restored
    }
    guard !text.allSatisfy(JSONScanner.isSpace) else { return .blank }
    let members = try LineMembers(text)
    let values = try members.values(of: 0, Self.whole, in: "the line")
    let (head, check) = try Self.head(members, values)
    if try restore(members, values, head, check) { return .restored }
    try requireContent(members, values)
    let tail = try Self.tail(members, values, JSONSpelling(.asItIs, .asTheyAre))
    try finish(head, OutcomeLine.check(head[...], tail), tail)
    return .rebuilt
  }

  /// Whether the old check fits the line in one of the spellings.
  private mutating func restore(
    _ members: LineMembers, _ values: [Int], _ head: [UInt8], _ check: UInt64?
  ) throws(LineDefect) -> Bool {
    for (index, spelling) in spellings.enumerated() {
      let tail = try Self.tail(members, values, spelling)
      guard OutcomeLine.check(head[...], tail) == check else { continue }
      spellings.swapAt(0, index)
      try finish(head, OutcomeLine.check(head[...], tail), tail)
      return true
    }
    return false
  }

  private mutating func finish(
    _ head: [UInt8], _ check: UInt64, _ tail: [UInt8]
  ) throws(LineDefect) {
    bytes = head
    bytes.append(hex: check)
    bytes.append(contentsOf: tail)
    // The one reader decides.
    guard bytes.withUnsafeBytes({ OutcomeHead($0) != nil }) else { throw .other }
  }
}

// MARK: - Parts of the line

extension OutcomeLineRepair {
  /// The line up to the digits of its check, and the check; `nil`: it has no such digits.
  private static func head(
    _ members: LineMembers, _ values: [Int]
  ) throws(LineDefect) -> (head: [UInt8], check: UInt64?) {
    var head = Array("{\"id\":".utf8)
    try members.appendString(values[0], whole[0], to: &head)
    head.append(text: ",\"custom_id\":")
    try members.appendString(values[1], whole[1], to: &head)
    head.append(text: ",\"nightshift\":{")
    guard members.kind(of: values[2]) == .object else { throw .wrong("nightshift", "an object") }
    let (own, names) = try members.members(of: values[2])
    for name in ["line", "fingerprint", "attempts", "latency_ms", "ended_at", "check"]
    where own[name] == nil { throw .missing(name) }
    // Members of a newer version stay where they belong: before the check.
    let others = names.filter { !OutcomeLine.members.contains($0) && $0 != "check" }
    for name in OutcomeLine.members + others {
      guard let value = own[name] else { continue }
      JSONString.append(name, to: &head)
      head.append(UInt8(ascii: ":"))
      try members.append(value, name, to: &head)
      head.append(UInt8(ascii: ","))
    }
    head.append(text: "\"check\":\"")
    let check = own["check"].flatMap { members.outline.string($0, in: members.text) }
    return (head, check.flatMap { Fingerprint(hex: $0)?.value })
  }

  /// The line behind the digits of its check.
  private static func tail(
    _ members: LineMembers, _ values: [Int], _ spelling: JSONSpelling
  ) throws(LineDefect) -> [UInt8] {
    var tail = Array("\"},\"response\":".utf8)
    if members.kind(of: values[3]) == .null {
      tail.append(text: "null")
    } else {
      let parts = try members.values(of: values[3], response, in: "response")
      tail.append(text: "{\"status_code\":")
      try members.appendNumber(parts[0], response[0], to: &tail)
      tail.append(text: ",\"request_id\":")
      try members.appendString(parts[1], response[1], to: &tail)
      tail.append(text: ",\"body\":")
      try appendBody(parts[2], members, spelling, to: &tail)
      tail.append(UInt8(ascii: "}"))
    }
    tail.append(text: ",\"error\":")
    if members.kind(of: values[4]) == .null {
      tail.append(text: "null}")
    } else {
      let parts = try members.values(of: values[4], ["code", "message"], in: "error")
      tail.append(text: "{\"code\":")
      try members.appendString(parts[0], "code", to: &tail)
      tail.append(text: ",\"message\":")
      try members.appendString(parts[1], "message", to: &tail)
      tail.append(text: "}}")
    }
    return tail
  }

  /// A body that is a string was spelled by this program, and any other by the server.
  private static func appendBody(
    _ body: Int, _ members: LineMembers, _ spelling: JSONSpelling, to tail: inout [UInt8]
  ) throws(LineDefect) {
    if members.kind(of: body) == .string, spelling != JSONSpelling.all[0] {
      return try members.appendString(body, "body", to: &tail)
    }
    let start = tail.count
    spelling.append(members.spelling(of: body), to: &tail)
    // A carriage return inside a string is no JSON, so all of them stand between tokens.
    if tail[start...].contains(0x0D) {
      tail = tail[..<start] + tail[start...].filter { $0 != 0x0D }
    }
  }

  /// Throws if the line is not what the file holds.
  private func requireContent(_ members: LineMembers, _ values: [Int]) throws(LineDefect) {
    guard members.kind(of: values[3]) != .null else {
      if content == .results { throw .wrong("response", "an object") }
      guard members.kind(of: values[4]) == .object else { throw .wrong("error", "an object") }
      return
    }
    guard content == .results else { return }
    let parts = try members.values(of: values[3], Self.response, in: "response")
    let status = members.outline.integer(parts[0], in: members.text) ?? 0
    guard (200...299).contains(status) else { throw .wrong("status_code", "one of a success") }
    let body = ResponseBody(Array(members.spelling(of: parts[2])))
    if let problem = body.answerProblem { throw .noAnswer(problem) }
  }
}
