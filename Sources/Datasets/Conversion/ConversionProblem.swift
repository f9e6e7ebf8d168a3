import Basics
package import BatchRunner

/// Why a batch line cannot become a chat request, and where that shows.
package struct ConversionProblem: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    /// The line is no job, before or after the conversion.
    case job(JobLineProblem.Reason)
    /// Something that chat requests do not have: "the member 'x'", "a block of the type 'x'".
    case noCounterpart(String)
    /// The line has no request of this API; `members` may hold it.
    case noRequest(members: [String])
    case noModel
    /// The value is not what the API's format says.
    case wrongType(String, expected: String)
    /// The last message is the beginning of the answer.
    case answerBegun
  }

  package let path: String
  /// From 1.
  package let line: Int
  /// In characters from 1.
  package let column: Int
  package let reason: Reason
}

/// A ``ConversionProblem`` whose file and line are not known yet.
struct ConversionStop: Error {
  /// In bytes from the beginning of the line.
  let offset: Int
  let reason: ConversionProblem.Reason
}

extension ConversionProblem: UserFacing {
  package var problem: String { "\(path):\(line):\(column): \(sentence)" }

  private var asJob: JobFileProblem? {
    guard case .job(let reason) = reason else { return nil }
    return JobFileProblem(path: path, line: line, column: column, reason: reason)
  }

  private var sentence: String {
    switch reason {
    case .job: asJob?.sentence ?? ""
    case .noCounterpart(let what): "\(what) has no counterpart in a chat request."
    case .noRequest(let members):
      "the line has no request: \(members.map { "'\($0)'" }.joined(separator: " or ")) is missing."
    case .noModel: "the line names no model."
    case .wrongType(let name, let expected): "'\(name)' must be \(expected)."
    case .answerBegun:
      "the last message is the beginning of the answer, which a chat request does not go on with."
    }
  }

  package var remedy: String? {
    switch reason {
    case .job: asJob?.remedy
    case .noCounterpart: "Leave it out, or write the chat request yourself."
    case .noRequest: "Check that --from names the API that the lines are for."
    case .noModel: "Add --model MODEL."
    case .wrongType: "Check that --from names the API that the lines are for."
    case .answerBegun: "End with a message of the user."
    }
  }
}
