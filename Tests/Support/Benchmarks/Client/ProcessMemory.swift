import Foundation

/// What the system says of a process's memory.
enum ProcessMemory {
  /// The most resident memory so far; `nil`: the process is gone, or the system does not tell.
  static func peakBytes(of process: Int32) -> Int? {
    guard
      let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({
        Int($0)
      })
    else { return nil }
    return kibibytes * 1024
  }
}
