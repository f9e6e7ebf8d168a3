import Basics

/// Parses the lines of a job file. It reuses its storage from line to line.
///
/// A line is either a request body or an OpenAI batch line with `custom_id`, `method`, `url` and
/// `body`. Only what a job needs is checked; the body is never encoded again.
package struct JobLineParser: Sendable {
  package static let allowedURL: StaticString = "/v1/chat/completions"

  private var outline = JSONOutline()
  /// Holds a body without its white space, for the fingerprint.
  private var scratch: [UInt8] = []

  package init() {}

  /// Parses one line, which must not include its newline.
  package mutating func parse(
    _ line: UnsafeRawBufferPointer
  ) throws(JobLineProblem) -> JobLine {
    do {
      try outline.read(line, depth: 2)
    } catch {
      throw JobLineProblem(offset: error.offset, reason: .notJSON(error.clause))
    }
    guard outline.nodes[0].kind == .object else { throw problem(0, .notAnObject) }
    let customID = try only("custom_id", of: 0, line)
    let id = try customID.map { index throws(JobLineProblem) in try checkedID(index, line) }
    var body = 0
    var cut: Range<Int>?
    if let batchBody = try only("body", of: 0, line) {
      try checkEnvelope(line)
      body = batchBody
    } else if outline.member("method", in: line) != nil || outline.member("url", in: line) != nil {
      throw problem(0, .missing("body"))
    } else {
      cut = customID.map(memberWithComma)
    }
    let model = try checkBody(body, line)
    let range = outline.nodes[body].range
    return JobLine(
      id: id, body: range, cut: cut, fingerprint: fingerprint(line, body: range, cut: cut),
      model: outline.nodes[model].range)
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

  /// The decoded `custom_id`: 1 to 512 bytes without control characters.
  private func checkedID(
    _ index: Int, _ line: UnsafeRawBufferPointer
  ) throws(JobLineProblem) -> String {
    guard outline.nodes[index].kind == .string else {
      throw problem(index, .wrongType("custom_id", expected: "a string"))
    }
    guard let id = outline.string(index, in: line) else { throw problem(index, .idHoldsHalfPair) }
    guard !id.isEmpty else { throw problem(index, .empty("custom_id")) }
    guard id.utf8.count <= 512 else { throw problem(index, .idTooLong(bytes: id.utf8.count)) }
    if id.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return id }
    guard !id.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      throw problem(index, .idHoldsControlCharacter)
    }
    return id
  }

  /// Checks what surrounds the `body` of a batch line.
  private func checkEnvelope(_ line: UnsafeRawBufferPointer) throws(JobLineProblem) {
    let method = try string("method", of: 0, line)
    guard outline.isString(method, "POST", in: line) else {
      throw problem(method, .methodNotPost(outline.string(method, in: line) ?? "?"))
    }
    let url = try string("url", of: 0, line)
    guard outline.isString(url, Self.allowedURL, in: line) else {
      throw problem(url, .urlNotAllowed(outline.string(url, in: line) ?? "?"))
    }
  }

  /// Checks the request body and returns the node of its model.
  private func checkBody(
    _ body: Int, _ line: UnsafeRawBufferPointer
  ) throws(JobLineProblem) -> Int {
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
    guard !isEmptyArray(messages, line) else { throw problem(messages, .empty("messages")) }
    if let stream = try only("stream", of: body, line), outline.nodes[stream].kind == .true {
      throw problem(stream, .streams)
    }
    return model
  }

  /// A member that must be there and must be a string.
  private func string(
    _ name: StaticString, of parent: Int, _ line: UnsafeRawBufferPointer
  ) throws(JobLineProblem) -> Int {
    guard let index = try only(name, of: parent, line) else {
      throw problem(parent, .missing(name.description))
    }
    guard outline.nodes[index].kind == .string else {
      throw problem(index, .wrongType(name.description, expected: "a string"))
    }
    return index
  }

  /// Looks at the array's bytes, because its elements are too deep to be in the outline.
  private func isEmptyArray(_ index: Int, _ line: UnsafeRawBufferPointer) -> Bool {
    let range = outline.nodes[index].range
    return line[(range.lowerBound + 1)..<(range.upperBound - 1)].allSatisfy(JSONScanner.isSpace)
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
