/// The program's version.
enum Version {
  static let program = "0.1.0"

  /// The output of `--version`, with its line break; `library` is libcurl's own name and version.
  static func line(library: String) -> String { "nightshift \(program) (\(library))\n" }
}
