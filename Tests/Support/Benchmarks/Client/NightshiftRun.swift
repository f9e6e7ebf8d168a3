import Basics
import Dispatch
import Foundation
import NightSimulator

/// One run of the real program, watched from outside.
struct NightshiftRun {
  let began: MonotonicInstant
  let ended: MonotonicInstant
  let status: Int32
  /// On all processors together.
  let processorSeconds: Double
  /// The most resident memory it ever had, in bytes.
  let peakBytes: Int

  var seconds: Double { began.duration(to: ended) / .seconds(1) }
  var peakMegabytes: Double { Double(peakBytes) / 1_048_576 }

  /// Between two looks at its memory; the peak is the system's own, so only a rise in the last such
  /// span is missed.
  private static let span = 0.005

  init(_ arguments: [String], command: String = "run", in scratch: Scratch) throws {
    let process = Process()
    process.executableURL = Programs.nightshift
    process.arguments = [command] + arguments
    process.currentDirectoryURL = URL(filePath: scratch.path)
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": scratch.path]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let log = scratch.path("log")
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    process.standardError = FileHandle(forWritingAtPath: log)
    let done = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in done.signal() }
    let earlier = ProcessorTime.endedChildren
    began = BootClock.now
    try process.run()
    var peak = 0
    while done.wait(timeout: .now() + Self.span) == .timedOut {
      peak = max(peak, ProcessMemory.peakBytes(of: process.processIdentifier) ?? 0)
    }
    ended = BootClock.now
    processorSeconds = ProcessorTime.endedChildren - earlier
    status = process.terminationStatus
    peakBytes = peak
    if status != 0, !arguments.contains("--limit") {
      let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
      print("nightshift ended with status \(status): \(text)")
    }
  }
}
