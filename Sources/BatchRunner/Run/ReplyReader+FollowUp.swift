import Basics

// What is asked after an answer that could be better.
extension ReplyReader {
  /// `nil`: the answer is not asked for again, or only as it was because it does not fit.
  mutating func followUp(after diagnosis: Diagnosis, _ reply: Reply, to job: Job) -> FollowUp? {
    guard askingAgain != AskingAgain(), let answer = diagnosis.answer else { return nil }
    if answer.isTruncated, askingAgain.truncated, let longer = longer(job) { return longer }
    switch diagnosis {
    case .succeeded:
      let isPlainlyEmpty = answer.flags == .empty
      return isPlainlyEmpty && askingAgain.empty ? followUp(.empty, job.edits, to: job) : nil
    case .unexpected: return correction(of: answer, reply, job)
    default: return nil
    }
  }

  /// The request with twice the limit; `nil`: it has none that can be doubled.
  private mutating func longer(_ job: Job) -> FollowUp? {
    var edits = job.edits
    edits.doublings += 1
    edits.standardLimit = askingAgain.standardLimit
    return followUp(.truncated, edits, to: job)
  }

  /// The request with the answer and the complaint; `nil`: the answer has no text to show.
  private mutating func correction(
    of answer: AnswerFacts, _ reply: Reply, _ job: Job
  ) -> FollowUp? {
    guard askingAgain.corrects, let response = reply.response,
      let misfit = expectation.misfit(of: answer, in: response.body),
      !misfit.text.allSatisfy(JSONScanner.isSpace)
    else { return nil }
    var edits = job.edits
    edits.correction = BodyEdits.Correction(
      answer: String(decoding: misfit.text, as: UTF8.self), complaint: misfit.reason,
      wanted: expectation.wanted)
    edits.corrections += 1
    return followUp(.unexpected, edits, to: job)
  }

  /// `nil`: the job's body cannot be edited so.
  private mutating func followUp(
    _ reason: FollowUp.Reason, _ edits: BodyEdits, to job: Job
  ) -> FollowUp? {
    guard let body = edits.applied(to: job.fileBody) else { return nil }
    return FollowUp(reason, edits, ceiling: pricing.attemptCeiling(of: body, model: job.model))
  }
}
