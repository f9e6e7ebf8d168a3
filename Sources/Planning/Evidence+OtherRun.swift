package import Basics
package import BatchRunner

extension Evidence {
  /// The answers of another run, by the models that they name: its requests may be gone, so that
  /// the tokens that were billed stand for the estimate.
  package init(like directory: RunDirectory) throws(FileError) {
    self.init(.otherRun(directory.path))
    try FinishedAnswer.forEach(in: directory) { answer in
      add(
        AnswerEvidence.Answer(
          estimatedIn: Double(answer.tokensIn), tokensIn: Double(answer.tokensIn),
          tokensOut: Double(answer.tokensOut),
          seconds: Double(answer.head.latencyMilliseconds) / 1000),
        model: Self.plain(answer.model ?? ""))
    }
  }
}
