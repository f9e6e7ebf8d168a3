import Foundation
import TestTools

/// The path of the built program.
enum BuiltProgram {
  /// The program is beside the test bundle, which is an argument or the running executable.
  static let path: String = {
    let named = CommandLine.arguments.filter { $0.contains(".xctest") }
    let candidates = named + [CommandLine.arguments[0], Bundle.main.bundlePath, source]
    for candidate in candidates {
      var folder = URL(fileURLWithPath: candidate)
      while folder.path.count > 1 {
        folder.deleteLastPathComponent()
        let path = folder.appendingPathComponent("nightshift").path
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG { return path }
      }
    }
    preconditionFailure("no built nightshift beside \(CommandLine.arguments[0])")
  }()

  static var folder: String { (path as NSString).deletingLastPathComponent }

  /// Used if the test helper is in another folder.
  private static let source = ProjectFolder.path(of: ".build/debug/x")
}
