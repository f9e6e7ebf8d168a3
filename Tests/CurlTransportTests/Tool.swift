import Foundation

/// Other programs, for making what a test needs.
enum Tool {
  struct Failed: Error {}

  @discardableResult static func run(
    _ name: String, _ arguments: [String], in directory: String = NSTemporaryDirectory()
  ) throws -> [UInt8] {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [name] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed() }
    return Array(bytes)
  }
}
