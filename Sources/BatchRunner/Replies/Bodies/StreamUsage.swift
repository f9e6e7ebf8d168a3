import Basics

/// The usage that a stream reports, which may come more than once.
///
/// With one choice a later report replaces an earlier one: some servers count along with every
/// chunk. With several choices reports that stand apart from the choices are added up: llama.cpp
/// sends one for each choice, while others go on.
struct StreamUsage {
  private var apart: [UInt8]?
  private var beside: [Int: [UInt8]] = [:]

  /// `choice`: the only choice that the chunk speaks of; `nil`: none, or several. `choices`: how many
  /// choices the stream has had so far.
  mutating func add(_ usage: UnsafeRawBufferPointer, choice: Int?, choices: Int) {
    if let choice {
      beside[choice] = Array(usage)
    } else if choices > 1, let earlier = apart {
      apart = UsageSum.of(earlier, Array(usage))
    } else {
      apart = Array(usage)
    }
  }

  /// All reports together; `nil`: there was none.
  var total: [UInt8]? {
    if let apart { return apart }
    let reports = beside.sorted { $0.key < $1.key }.map(\.value)
    guard let first = reports.first else { return nil }
    return reports.dropFirst().reduce(first) { UsageSum.of($0, $1) }
  }
}
