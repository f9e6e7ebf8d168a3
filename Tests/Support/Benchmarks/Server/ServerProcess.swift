import Foundation
import NightSimulator

/// This program once more, as a server.
final class ServerProcess {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  let port: Int

  init(_ arguments: [String] = []) throws {
    process.executableURL = Programs.bench
    process.arguments = ["serve"] + arguments
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var line: [UInt8] = []
    while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0A {
      line.append(byte)
    }
    port = Self.facts(line)["port"] ?? 0
  }

  var baseURL: String { "http://127.0.0.1:\(port)/v1" }

  /// Ends it; answers what it saw.
  func stop() throws -> [String: Int] {
    try input.fileHandleForWriting.close()
    let rest = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Self.facts(Array(rest))
  }

  private static func facts(_ bytes: [UInt8]) -> [String: Int] {
    var facts: [String: Int] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 2 { facts[String(words[0])] = Int(words[1]) }
    }
    return facts
  }
}
