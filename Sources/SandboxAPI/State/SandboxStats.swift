/// What the simulated API saw, for a check after the run. Chat requests only.
package struct SandboxStats: Sendable, Equatable {
  package var received = 0
  /// Carried out and charged: answered with 200, or dropped after that. A 200 that holds an error
  /// is none.
  package var accepted = 0
  /// Answers that were sent whole.
  package var byStatus: [Int: Int] = [:]
  /// Connections ended before or in the middle of an answer.
  package var drops = 0
  /// The most that came in any window, those turned down included.
  package var largestInWindow = 0
  /// The most that were under way at once, those turned down included.
  package var largestConcurrency = 0
  /// ``XXHash64`` of the bodies of the accepted, and how often each was.
  package var acceptedBodies: [UInt64: Int] = [:]

  package init() {}

  /// One JSON object; bodies as how many different ones, and how many of those came again.
  package var json: [UInt8] {
    var bytes = [UInt8]("{\"received\":")
    bytes.append(number: received)
    bytes.append(",\"accepted\":")
    bytes.append(number: accepted)
    bytes.append(",\"by_status\":{")
    for (index, entry) in byStatus.sorted(by: { $0.key < $1.key }).enumerated() {
      bytes.append(index == 0 ? "\"" : ",\"")
      bytes.append(number: entry.key)
      bytes.append("\":")
      bytes.append(number: entry.value)
    }
    bytes.append("},\"drops\":")
    bytes.append(number: drops)
    bytes.append(",\"largest_in_window\":")
    bytes.append(number: largestInWindow)
    bytes.append(",\"largest_concurrency\":")
    bytes.append(number: largestConcurrency)
    bytes.append(",\"different_bodies\":")
    bytes.append(number: acceptedBodies.count)
    bytes.append(",\"repeated_bodies\":")
    bytes.append(number: acceptedBodies.values.count { $0 > 1 })
    bytes.append("}")
    return bytes
  }
}
