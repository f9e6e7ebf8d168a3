import Basics
import BatchRunner

/// A command ends here: what to tell, and with which status.
struct Stop: Error {
  let status: ExitStatus
  let error: any UserFacing
}

extension Stop {
  /// Nothing was sent, since an input cannot be read.
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
      case .locked(.inUse): .directoryInUse
      case .locked(.file(let error)), .file(let error): Self.status(of: error)
      default: .invalidInput
      }
    self.init(status: status, error: error)
  }

  init(_ error: RunLockError) {
    self.init(CheckpointError.locked(error))
  }

  /// A run directory or an output that cannot be made or written.
  static func status(of error: FileError) -> ExitStatus {
    switch error.deed {
    case .write, .sync, .cut: .diskFailed
    case .open, .read, .create, .rename, .lock: error.isDiskFull ? .diskFailed : .directoryInUse
    }
  }
}
