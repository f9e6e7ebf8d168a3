import Foundation

/// The programs that stand beside each other.
enum Programs {
  static let bench = (Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0]))
    .resolvingSymlinksInPath()
  static let nightshift = bench.deletingLastPathComponent().appending(path: "nightshift")
}
