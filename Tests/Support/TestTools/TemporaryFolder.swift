import Foundation

/// A folder of a test's own, gone when the test lets go of it.
package final class TemporaryFolder: Sendable {
  package let path: String

  package init() {
    path = NSTemporaryDirectory() + "nightshift-test-\(UInt64.random(in: 0...UInt64.max))"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Writes a file, and answers its path.
  @discardableResult
  package func file(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    return path + "/" + name
  }

  /// Writes a script that can be run, and answers its path.
  package func program(_ name: String, _ script: String) throws -> String {
    let text = try file(name + ".sh", "#!/bin/sh\n\(script)\n")
    // The copy is never open for writing in this process: what another test starts just then
    // would inherit that for a moment, in which nobody could run it.
    let copy = try Tool("sh")?.run([
      "-c", "cp \"$0\" \"$1\" && chmod 700 \"$1\"", text, path + "/" + name,
    ])
    guard copy?.status == 0 else { throw CocoaError(.fileWriteUnknown) }
    return path + "/" + name
  }
}
