import Basics
import Foundation
import TestTools
import Testing

@testable import BatchRunner

@Suite struct LineFileScanTests {
  /// Whatever a power cut made of the end of a file: whole lines stay, no byte is lost, and a
  /// second reading finds nothing more to mend.
  @Test func `a mended file holds its whole lines, and salvage the rest`() throws {
    var dice = SplitMix64(seed: 7)
    var (bytesKept, bytesAside) = (0, 0)
    let rounds = 400
    for round in 0..<rounds {
      let folder = TemporaryFolder()
      let path = folder.path + "/results.jsonl"
      var lines = (0..<Int.random(in: 1...6, using: &dice)).map { "good \(round) \($0)\n" }
      var garbage = 0
      for _ in 0..<Int.random(in: 0...3, using: &dice) {
        let text = ["bad", "\u{0}\u{0}\u{0}", "go", ""].randomElement(using: &dice)!
        lines.insert(text + "\n", at: Int.random(in: 0...lines.count, using: &dice))
        garbage += text.utf8.count + 1
      }
      var text = Array(lines.joined().utf8)
      let good = Array(lines.filter { $0.hasPrefix("good") }.joined().utf8)
      if Bool.random(using: &dice) {
        text += Array("good torn".utf8)
        garbage += 9
      }
      try Data(text).write(to: URL(fileURLWithPath: path))
      func read() throws -> Int {
        try LineFileScan(directory: RunDirectory(folder.path), path: path, synced: { 0 }).read {
          bytes, _, _ in bytes.starts(with: Array("good".utf8))
        }
      }
      #expect(try read() == garbage)
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(good))
      #expect(try read() == 0)
      bytesKept += good.count
      bytesAside += garbage
    }
    print("D3: \(rounds) garbled files: \(bytesKept) bytes kept, \(bytesAside) set aside")
  }
}
