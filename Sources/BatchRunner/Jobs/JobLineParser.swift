import Basics

/// Parses the lines of a job file. It reuses its storage from line to line.
///
/// A line is either a request body, or a batch line with a `body` and perhaps `custom_id`, `method`
/// and `url`. A member of the batch line that is `null` counts as missing. Only what a job needs is
/// checked; the body is never encoded again.
package struct JobLineParser: Sendable {
  /// The `url` of OpenAI's batch lines.
  package static let standardURL: StaticString = "/v1/chat/completions"
  /// The end of every `url` that is accepted, before a query.
  private static let urlEnd = "/chat/completions"

  /// The members of a batch line's messages are so deep.
  private static let depth = 4

  private var outline = JSONOutline()
  /// Holds a body without its white space, for the fingerprint.
  private var scratch: [UInt8] = []

  package init() {}

  /// Parses one line, which must not include its newline.
  package mutating func parse(
    _ line: UnsafeRawBufferPointer
  ) throws(JobLineProblem) -> JobLine {
    do {
      try outline.read(line, depth: Self.depth)
    } catch {
      throw Self.notJSON(error, line)
    }
    guard outline.nodes[0].kind == .object else { throw problem(0, .notAnObject) }
    do throws(JobLineProblem) {
      return try readJob(line)
    } catch {
      throw aboutOtherAPI(line) ?? error
    }
  }

  private static func notJSON(
    _ error: JSONError, _ line: UnsafeRawBufferPointer
  ) -> JobLineProblem {
    guard let (dialect, offset) = JSONDialect.find(error, in: line) else {
      return JobLineProblem(offset: error.offset, reason: .notJSON(error.clause))
    }
    return JobLineProblem(offset: offset, reason: .otherJSON(dialect))
  }

  /// Reads the job of a line whose outline is an object.
  private mutating func readJob(
    _ line: UnsafeRawBufferPointer
  ) throws(JobLineProblem) -> JobLine {
    let customID = try only("custom_id", of: 0, line)
    let id: String? = if let customID { try checkedID(customID, line) } else { nil }
    var body = 0
    var cut: Range<Int>?
    if let batchBody = try given("body", line) {
      try checkEnvelope(line)
      body = batchBody
    } else if try isBatchLine(line) {
      throw problem(0, .missing("body"))
    } else {
      cut = customID.map(memberWithComma)
    }
    let (model, stream) = try checkBody(body, line)
    let range = outline.nodes[body].range
    return JobLine(
      id: id, body: range, cut: cut, fingerprint: fingerprint(line, body: range, cut: cut),
      model: outline.nodes[model].range, streams: stream)
  }

  /// Counts the members of the job that was parsed last.
  func countMembers(
    of job: JobLine, in line: UnsafeRawBufferPointer, into members: inout OddMembers
  ) {
    let isLine = job.body == outline.nodes[0].range
    let body = isLine ? 0 : outline.member("body", in: line) ?? 0
    members.add(body, of: outline, in: line)
  }

  /// The problem that the line, which is no job, is a request for another API; `nil` if that is not
  /// known.
  private func aboutOtherAPI(_ line: UnsafeRawBufferPointer) -> JobLineProblem? {
    if let url = outline.member("url", in: line), let text = outline.string(url, in: line),
      !Self.isChat(text), let api = OtherAPI(url: text)
    {
      return problem(url, .otherAPI(api, lines: 1))
    }
    let body = outline.member("body", in: line) ?? 0
    guard let (api, member) = OtherAPI.find(outline, body: body, in: line) else { return nil }
    return problem(member, .otherAPI(api, lines: 1))
  }

  /// Whether the line has a `method`, or a `url`, which a request body has not.
  private func isBatchLine(_ line: UnsafeRawBufferPointer) throws(JobLineProblem) -> Bool {
    if try given("method", line) != nil { return true }
    return try given("url", line) != nil
  }

  /// The member of the line with this name; `nil`: there is none, or it is `null`.
  @inline(__always)
  private func given(
    _ name: StaticString, _ line: UnsafeRawBufferPointer
  ) throws(JobLineProblem) -> Int? {
    guard let index = try only(name, of: 0, line), outline.nodes[index].kind != .null else {
      return nil
    }
    return index
  }

  /// A problem at this node.
  private func problem(_ index: Int, _ reason: JobLineProblem.Reason) -> JobLineProblem {
    JobLineProblem(offset: outline.nodes[index].range.lowerBound, reason: reason)
  }

  /// The member with this name; `nil`: there is none. Throws if there are two of them.
  @inline(__always)
  private func only(
    _ name: StaticString, of parent: Int, _ line: UnsafeRawBufferPointer
  ) throws(JobLineProblem) -> Int? {
    guard outline.nodes[parent].kind == .object else { return nil }
    var found: Int?
    var second: Int?
    outline.forEachChild(of: parent) { index in
      guard outline.isKey(index, name, in: line) else { return }
      if found == nil { found = index } else { second = index }
    }
    if let second {
      throw JobLineProblem(
        offset: outline.nodes[second].key.lowerBound - 1, reason: .twice(name.description))
    }
    return found
  }

  /// The decoded `custom_id`: 1 to 512 bytes without control characters. `nil`: it is `null`.
  private func checkedID(
    _ index: Int, _ line: UnsafeRawBufferPointer
  ) throws(JobLineProblem) -> String? {
    switch outline.nodes[index].kind {
    case .string: break
    case .null: return nil
    case .number:
      let number = line[outline.nodes[index].range]
      throw problem(index, .idIsNumber(String(decoding: number, as: UTF8.self)))
    default: throw problem(index, .wrongType("custom_id", expected: "a string"))
    }
    guard let id = outline.string(index, in: line) else { throw problem(index, .idHoldsHalfPair) }
    guard !id.isEmpty else { throw problem(index, .empty("custom_id")) }
    guard id.utf8.count <= 512 else { throw problem(index, .idTooLong(bytes: id.utf8.count)) }
    if Self.isPrintableASCII(id) { return id }
    guard !id.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      throw problem(index, .idHoldsControlCharacter)
    }
    return id
  }

  private static func isPrintableASCII(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { $0.allSatisfy { (0x20..<0x7F).contains($0) } }
  }

  /// Checks what surrounds the `body` of a batch line. Its `url` chooses nothing: every request goes
  /// to the base URL.
  private func checkEnvelope(_ line: UnsafeRawBufferPointer) throws(JobLineProblem) {
    if let method = try given("method", line), !outline.isString(method, "POST", in: line) {
      let text = try string(method, "method", line)
      guard text.uppercased() == "POST" else { throw problem(method, .methodNotPost(text)) }
    }
    if let url = try given("url", line), !outline.isString(url, Self.standardURL, in: line) {
      let text = try string(url, "url", line)
      guard Self.isChat(text) else { throw problem(url, .urlNotAllowed(text)) }
    }
  }

  /// Whether the address is one of chat completions, whatever its host, version and query.
  private static func isChat(_ url: String) -> Bool {
    url.prefix { $0 != "?" && $0 != "#" }.hasSuffix(urlEnd)
  }

  /// Checks the request body. Returns the node of its model, and whether it asks for a stream.
  private func checkBody(
    _ body: Int, _ line: UnsafeRawBufferPointer
  ) throws(JobLineProblem) -> (model: Int, streams: Bool) {
    guard outline.nodes[body].kind == .object else {
      throw problem(body, .wrongType("body", expected: "an object"))
    }
    guard let model = try only("model", of: body, line) else {
      throw problem(body, .missing("model"))
    }
    guard outline.nodes[model].kind == .string else {
      throw problem(model, .wrongType("model", expected: "a string"))
    }
    guard outline.nodes[model].range.count > 2 else { throw problem(model, .empty("model")) }
    guard let messages = try only("messages", of: body, line) else {
      throw problem(body, .missing("messages"))
    }
    guard outline.nodes[messages].kind == .array else {
      throw problem(messages, .wrongType("messages", expected: "an array"))
    }
    try checkMessages(messages, line)
    if let format = try only("response_format", of: body, line) {
      try checkResponseFormat(format, line)
    }
    let stream = try only("stream", of: body, line)
    return (model, stream.map { outline.nodes[$0].kind == .true } ?? false)
  }

  /// The text of a value that must be a string; U+FFFD stands for half of a surrogate pair.
  private func string(
    _ index: Int, _ name: StaticString, _ line: UnsafeRawBufferPointer
  ) throws(JobLineProblem) -> String {
    guard outline.nodes[index].kind == .string else {
      throw problem(index, .wrongType(name.description, expected: "a string"))
    }
    return outline.string(index, in: line) ?? "\u{FFFD}"
  }

  /// A message is an object with a `role`; no server takes anything else.
  private func checkMessages(
    _ messages: Int, _ line: UnsafeRawBufferPointer
  ) throws(JobLineProblem) {
    var index = messages + 1
    let end = Int(outline.nodes[messages].next)
    guard index < end else { throw problem(messages, .empty("messages")) }
    var number = 1
    while index < end {
      if let clause = clauseIfNoMessage(index, line) {
        throw problem(index, .notAMessage(number, clause))
      }
      index = Int(outline.nodes[index].next)
      number += 1
    }
  }

  /// What the value is instead of a message; `nil`: it is one.
  private func clauseIfNoMessage(_ index: Int, _ line: UnsafeRawBufferPointer) -> String? {
    switch outline.nodes[index].kind {
    case .object: break
    case .null: return "is null"
    case .string: return "is a string"
    default: return "is not an object"
    }
    guard let role = outline.member("role", of: index, in: line) else { return "has no 'role'" }
    return outline.nodes[role].kind == .string ? nil : "has a 'role' that is not a string"
  }

  private func checkResponseFormat(
    _ format: Int, _ line: UnsafeRawBufferPointer
  ) throws(JobLineProblem) {
    guard outline.nodes[format].kind == .object else { return }
    let type = outline.member("type", of: format, in: line)
    guard let type, outline.nodes[type].kind == .string else {
      throw problem(format, .noType("response_format"))
    }
  }

  /// The bytes of a top-level member, with the comma after it; for the last member, with the comma
  /// before it.
  private func memberWithComma(_ index: Int) -> Range<Int> {
    let node = outline.nodes[index]
    let following = Int(node.next)
    if following < Int(outline.nodes[0].next) {
      return (node.key.lowerBound - 1)..<(outline.nodes[following].key.lowerBound - 1)
    }
    var before: Int?
    outline.forEachChild(of: 0) { if $0 < index { before = $0 } }
    let start = before.map { outline.nodes[$0].range.upperBound } ?? node.key.lowerBound - 1
    return start..<node.range.upperBound
  }

  /// The hash of the body without `cut` and without white space between tokens. Copies only if
  /// there is something to leave out.
  private mutating func fingerprint(
    _ line: UnsafeRawBufferPointer, body: Range<Int>, cut: Range<Int>?
  ) -> Fingerprint {
    if cut == nil, !outline.isSpaced {
      return Fingerprint(XXHash64.hash(UnsafeRawBufferPointer(rebasing: line[body])))
    }
    if scratch.count < body.count {
      scratch = Array(repeating: 0, count: max(body.count, scratch.count * 2))
    }
    let cut = cut ?? body.upperBound..<body.upperBound
    return scratch.withUnsafeMutableBytes { buffer in
      let before = UnsafeRawBufferPointer(rebasing: line[body.lowerBound..<cut.lowerBound])
      let after = UnsafeRawBufferPointer(rebasing: line[cut.upperBound..<body.upperBound])
      var length = JSONCompactor.copy(before, to: buffer)
      length += JSONCompactor.copy(
        after, to: UnsafeMutableRawBufferPointer(rebasing: buffer[length...]))
      return Fingerprint(XXHash64.hash(UnsafeRawBufferPointer(rebasing: buffer[..<length])))
    }
  }
}
