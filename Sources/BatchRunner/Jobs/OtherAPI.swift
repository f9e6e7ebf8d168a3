import Basics

/// An API other than chat completions whose requests stand in a job file.
package enum OtherAPI: Int, Sendable, CaseIterable {
  /// Batch lines of Anthropic's Messages API: `custom_id` and `params`.
  case anthropic
  /// Batch lines of the Gemini API: `key` and `request`; or its request bodies, with `contents`.
  case gemini
  /// Batch lines of Amazon Bedrock: `recordId` and `modelInput`.
  case bedrock
  case responses, embeddings, completions
  /// A body with `input`, for the Responses API or for embeddings.
  case input
  /// A line of results, as a batch or a run writes it: `response`.
  case results

  /// The API of a batch line with this `url`; `nil`: it is none that is known.
  init?(url: String) {
    let path = url.prefix { $0 != "?" && $0 != "#" }
    if path.hasSuffix("/responses") {
      self = .responses
    } else if path.hasSuffix("/embeddings") {
      self = .embeddings
    } else if path.hasSuffix("/completions") {
      self = .completions
    } else {
      return nil
    }
  }

  /// The API of a line that is no job, told by its members. `body` is the request, which may be the
  /// whole line. Also returns the member that tells it.
  static func find(
    _ outline: JSONOutline, body: Int, in line: UnsafeRawBufferPointer
  ) -> (api: OtherAPI, member: Int)? {
    guard outline.member("messages", of: body, in: line) == nil else { return nil }
    let ofLine: [(StaticString, OtherAPI)] = [
      ("params", .anthropic), ("modelInput", .bedrock), ("request", .gemini),
      ("response", .results), ("result", .results),
    ]
    for (name, api) in ofLine {
      if let member = outline.member(name, in: line), outline.nodes[member].kind == .object {
        // Vertex AI wraps both its own requests and Anthropic's in 'request'.
        let isAnthropic = outline.member("messages", of: member, in: line) != nil
        return (api == .gemini && isAnthropic ? .anthropic : api, member)
      }
    }
    let ofBody: [(StaticString, OtherAPI)] = [
      ("contents", .gemini), ("prompt", .completions), ("input", .input),
    ]
    for (name, api) in ofBody {
      if let member = outline.member(name, of: body, in: line) { return (api, member) }
    }
    return nil
  }
}

extension OtherAPI {
  /// What the line is, as the end of "not a job: it is …".
  package var noun: String {
    switch self {
    case .anthropic: "a batch line of Anthropic's Messages API"
    case .gemini: "a request for the Gemini API"
    case .bedrock: "a batch line of Amazon Bedrock"
    case .responses: "a request for the Responses API"
    case .embeddings: "a request for embeddings"
    case .completions: "a request for the completions API, with 'prompt' instead of 'messages'"
    case .input: "a request for another API, with 'input' instead of 'messages'"
    case .results: "a line of results"
    }
  }

  /// What to do with the lines of the file at `path`.
  package func remedy(for path: String) -> String {
    switch self {
    case .anthropic: Self.conversion(from: "anthropic", path, "")
    case .gemini: Self.conversion(from: "gemini", path, " --model MODEL")
    case .bedrock:
      "Write 'recordId' as 'custom_id', and 'modelInput' as a 'body' with 'model' and 'messages'. If "
        + "the requests are for Claude: \(Self.command(from: "anthropic", path, " --model MODEL"))"
    case .responses, .input:
      "Only chat completions are sent. Write 'input' as 'messages', with the url "
        + "\(JobLineParser.standardURL)."
    case .embeddings: "Only chat completions are sent. Use another program for embeddings."
    case .completions:
      "Only chat completions are sent. Write 'prompt' as 'messages', with the url "
        + "\(JobLineParser.standardURL)."
    case .results: "Name the job file, not the file with the answers."
    }
  }

  private static func conversion(from api: String, _ path: String, _ options: String) -> String {
    "Make chat requests out of them: \(command(from: api, path, options))"
  }

  private static func command(from api: String, _ path: String, _ options: String) -> String {
    "nightshift prepare --from \(api) \(ShellQuote.word(path))\(options) -o NEW"
  }
}
