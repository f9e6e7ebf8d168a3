import Basics

/// One request of a job file, read and ready to be sent.
package struct Job: Sendable {
  /// The job's `custom_id`, or the name that was made from its body, such as `auto-1f…`.
  package let id: String
  package let place: JobPlace
  /// The line in the job file, from 1.
  package let line: Int
  package let fingerprint: Fingerprint
  /// The request body, to be sent byte for byte.
  package var body: [UInt8]
  /// The model, as the body names it.
  package let model: String
  /// What one attempt counts at most; zero without a spending cap and a token budget.
  package var ceiling = AttemptCeiling.zero
  /// What ``body`` asks instead of ``fileBody``.
  @Rare package var edits = BodyEdits()
  /// The body as the job file has it; `nil`: ``body`` is that.
  var unedited: [UInt8]?
}

extension Job {
  /// The body as the job file has it.
  var fileBody: [UInt8] { unedited ?? body }

  /// Puts the edited body in the place of ``body``. Edits that do not fit the body, as that of
  /// another line, change nothing.
  mutating func apply(_ edits: BodyEdits) {
    guard edits != BodyEdits(), let edited = edits.applied(to: fileBody) else { return }
    (unedited, body, self.edits) = (fileBody, edited, edits)
  }
}

/// Where a job can be read again. It is small, so that a million jobs can wait in memory.
package struct JobPlace: Hashable, Sendable {
  /// The index of the job file among those of the run.
  package let file: Int
  /// The job's number in the file, from 0. Blank lines do not count.
  package let index: Int
  /// Where the job's line begins, in bytes from the start of the file.
  package let offset: Int
  /// The line's length in bytes, without the newline.
  package let length: Int

  package init(file: Int, index: Int, offset: Int = 0, length: Int = 0) {
    self.file = file
    self.index = index
    self.offset = offset
    self.length = length
  }
}
