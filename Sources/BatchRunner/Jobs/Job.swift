package import Basics

/// One request of a job file, read and ready to be sent.
package struct Job: Sendable {
  /// Its `custom_id`, or the name it was given.
  package let id: String
  package let place: JobPlace
  /// From 1.
  package let line: Int
  package let fingerprint: Fingerprint
  /// To be sent byte for byte.
  package let body: [UInt8]
  /// As the body names it.
  package let model: String
  /// The most that one attempt can cost; zero where nobody asks.
  package var ceiling = Money.zero
}

/// Where a job is found again: small, so that a million may wait.
package struct JobPlace: Hashable, Sendable {
  /// Which of the run's job files.
  package let file: Int
  /// Which job of the file, from 0.
  package let index: Int
  /// Its line's bytes in the file.
  package let offset: Int
  package let length: Int

  package init(file: Int, index: Int, offset: Int = 0, length: Int = 0) {
    self.file = file
    self.index = index
    self.offset = offset
    self.length = length
  }
}
