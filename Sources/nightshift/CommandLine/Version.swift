/// What this program is.
enum Version {
  static let program = "0.1.0"

  /// `library`: as libcurl names itself.
  static func line(library: String) -> String { "nightshift \(program) (\(library))\n" }
}
