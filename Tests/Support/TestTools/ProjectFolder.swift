import Foundation

/// The folder of the package, for tests that read what lies beside the code.
package enum ProjectFolder {
  package static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// `Tests/Fixtures` and the like.
  package static func path(of name: String) -> String { "\(path)/\(name)" }
}
