import Basics
import BatchRunner

/// Makes a batch line for chat completions of one line for another API.
struct LineConversion {
  let source: BatchSource
  /// Goes before the model of each line.
  let model: String?
  let dropsNulls: Bool
  private var nullMembers = NullMembers()
  private var parser = JobLineParser()

  /// A line that was converted.
  struct Converted {
    /// The line, without a newline.
    var line: [UInt8]
    var body: Range<Int>
    /// `nil`: the line has no id.
    var id: String?
    var leftOut: [String]
  }

  init(_ source: BatchSource, model: String?, dropsNulls: Bool) {
    self.source = source
    self.model = model
    self.dropsNulls = dropsNulls
  }

  mutating func convert(_ text: UnsafeRawBufferPointer) throws(ConversionStop) -> Converted {
    let view: LineView
    do throws(JSONError) {
      view = try LineView(text)
    } catch {
      throw Self.stop(error, text)
    }
    guard view.kind(0) == .object else {
      throw ConversionStop(offset: view.offset(0), reason: .job(.notAnObject))
    }
    let request = try self.request(of: view)
    let body = try body(at: request, of: view, text)
    var line = Array("{".utf8)
    try appendID(of: view, to: &line)
    line.append(contentsOf: JobSpelling.middle.dropFirst(line.count == 1 ? 1 : 0))
    let start = line.count
    line.append(contentsOf: body.bytes)
    if dropsNulls { nullMembers.cut(from: &line, at: start) }
    let range = start..<line.count
    line.append(contentsOf: JobSpelling.tail)
    return Converted(line: line, body: range, id: try check(line), leftOut: body.leftOut)
  }

  private static func stop(_ error: JSONError, _ text: UnsafeRawBufferPointer) -> ConversionStop {
    guard let (dialect, offset) = JSONDialect.find(error, in: text) else {
      return ConversionStop(offset: error.offset, reason: .job(.notJSON(error.clause)))
    }
    return ConversionStop(offset: offset, reason: .job(.otherJSON(dialect)))
  }

  /// The request in its envelope, or the whole line.
  private func request(of view: LineView) throws(ConversionStop) -> Int {
    let found: Int? =
      switch source {
      case .anthropic: view.member("params", "modelInput", "request", of: 0)
      case .gemini: view.member("request", of: 0)
      case .openai: view.member("body", of: 0)
      }
    if let found, view.kind(found) == .object { return found }
    let needed = view.member("messages", of: 0) ?? view.member("contents", of: 0)
    guard needed != nil else {
      throw ConversionStop(offset: view.offset(0), reason: .noRequest(members: source.envelopes))
    }
    return 0
  }

  private func body(
    at request: Int, of view: LineView, _ text: UnsafeRawBufferPointer
  ) throws(ConversionStop) -> (bytes: [UInt8], leftOut: [String]) {
    switch source {
    case .anthropic:
      let body = try AnthropicRequest.body(at: request, of: view, model: model)
      return (body.bytes + [UInt8(ascii: "}")], body.leftOut)
    case .gemini:
      let body = try GeminiRequest.body(at: request, of: view, model: model)
      return (body.bytes + [UInt8(ascii: "}")], body.leftOut)
    case .openai:
      var body = ChatBody()
      for member in view.children(request) {
        let name = view.name(member)
        if request == 0, name == "custom_id" { continue }
        if name == "model", model != nil { continue }
        body.member(spelled: view.key(member), view.raw(member))
      }
      if let model { body.member("model", string: model) }
      return (body.bytes + [UInt8(ascii: "}")], [])
    }
  }

  /// Appends the member with the id, and nothing if the line has none. A number becomes a string.
  private func appendID(of view: LineView, to line: inout [UInt8]) throws(ConversionStop) {
    guard let id = view.member("custom_id", "key", "recordId", of: 0) else { return }
    line.append(text: "\"custom_id\":")
    switch view.kind(id) {
    case .string: line.append(contentsOf: view.raw(id))
    case .number: JSONString.append(String(decoding: view.raw(id), as: UTF8.self), to: &line)
    default:
      throw ConversionStop(
        offset: view.offset(id),
        reason: .job(.wrongType(view.name(id), expected: "a string")))
    }
  }

  /// The id of the line, which must be a job.
  private mutating func check(_ line: [UInt8]) throws(ConversionStop) -> String? {
    guard line.count <= LineReader.lengthLimit else {
      throw ConversionStop(offset: 0, reason: .job(.lineTooLong))
    }
    let result: Result<JobLine, JobLineProblem> = line.withUnsafeBytes { text in
      do throws(JobLineProblem) {
        return .success(try parser.parse(text))
      } catch {
        return .failure(error)
      }
    }
    switch result {
    case .success(let job): return job.id
    case .failure(let problem): throw ConversionStop(offset: 0, reason: .job(problem.reason))
    }
  }
}
