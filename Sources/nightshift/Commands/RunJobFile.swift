import Basics
import BatchRunner

/// Where the job file of an existing run is.
struct RunJobFile {
  /// `nil`: the run does not say.
  let path: String?

  /// `run`: the operand, a run directory or its job file. The stored standard input counts, else the
  /// operand, else the file that the manifest names, from here or beside the run directory.
  init(_ run: String, _ directory: RunDirectory) {
    if FileManager.default.fileExists(atPath: directory.input) {
      path = directory.input
    } else if run != directory.path {
      path = run
    } else {
      path = (try? Manifest(in: directory)).flatMap { $0 }.map {
        Self.found($0.jobFile, beside: directory.path)
      }
    }
  }

  private static func found(_ path: String, beside directory: String) -> String {
    let folder = PathName(directory).folder
    let other = (folder.isEmpty ? "" : folder + "/") + PathName(path).name
    let files = FileManager.default
    return !files.fileExists(atPath: path) && files.fileExists(atPath: other) ? other : path
  }
}
