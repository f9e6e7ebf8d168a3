import Basics
import BatchRunner

/// An error that ends the command: the error to print, and the exit status.
struct CommandError: Error {
  let status: ExitStatus
  let error: any UserFacing
}

// Each initializer chooses the exit status for one kind of error.

extension CommandError {
  /// For an input file that cannot be read.
  init(reading error: FileError) {
    self.init(status: .noInput, error: error)
  }

  init(_ error: JobReaderError) {
    switch error {
    case .changed(let change): self.init(status: .invalidInput, error: change)
    case .file(let error): self.init(reading: error)
    }
  }

  init(_ error: CheckpointError) {
    let status: ExitStatus =
      switch error {
      case .locked(.inUse), .locked(.noLocks): .directoryInUse
      case .locked(.file(let error)), .file(let error): Self.status(of: error)
      default: .invalidInput
      }
    self.init(status: status, error: error)
  }

  init(_ error: RunLockError) {
    self.init(CheckpointError.locked(error))
  }

  /// The status if a run directory or an output cannot be created or written.
  static func status(of error: FileError) -> ExitStatus {
    switch error.operation {
    case .write, .sync, .truncate: .diskFailed
    case .open, .read, .create, .rename, .replace, .lock:
      error.isDiskFull ? .diskFailed : .directoryInUse
    }
  }
}
