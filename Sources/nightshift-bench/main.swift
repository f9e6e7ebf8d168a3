import BatchRunner
import Foundation

let start = BootClock.now
let file = try JobFile(CommandLine.arguments[1])
let end = BootClock.now
print(file.table.count, file.problemCount, start.duration(to: end))
print(
  try String(contentsOfFile: "/proc/self/status", encoding: .utf8).split(separator: "\n").filter {
    $0.hasPrefix("VmHWM") || $0.hasPrefix("VmRSS")
  })
