/// The best answer so far of a job that is asked again. It becomes the job's result if no better
/// one comes.
///
/// It is a class, because it is moved about with the ``RetryBudget`` of a job that waits.
package final class EarlierAnswer: Sendable, Equatable {
  /// Without the job's body.
  private let record: OutcomeRecord

  init(_ record: OutcomeRecord) {
    var record = record
    record.job.body = []
    record.job.unedited = nil
    self.record = record
  }

  package static func == (left: EarlierAnswer, right: EarlierAnswer) -> Bool {
    left.record.attempt == right.record.attempt
  }

  package var flags: AnswerFlags { record.flags }
  /// The number of the job file.
  var part: Int { record.job.place.file }

  /// The job's result. `attempts`: all that were sent.
  func result(attempts: Int) -> OutcomeRecord {
    var record = record
    record.attempts = attempts
    return record
  }
}
