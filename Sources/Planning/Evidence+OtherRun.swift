package import Basics
package import BatchRunner

extension Evidence {
  /// Reads the answers of another run (`--like`).
  ///
  /// The run's job file may no longer exist. So answers are grouped by the model that they name,
  /// and the reported input tokens take the place of the estimate.
  package init(like directory: RunDirectory) throws(FileError) {
    self.init(.otherRun(directory.path))
    try FinishedAnswer.forEach(in: directory) { answer in
      add(
        AnswerEvidence.Answer(
          estimatedIn: Double(answer.tokensIn), tokensIn: Double(answer.tokensIn),
          tokensOut: Double(answer.tokensOut),
          seconds: Double(answer.head.latencyMilliseconds) / 1000, cost: answer.cost),
        model: Self.withoutVendor(answer.model ?? ""))
    }
  }
}
