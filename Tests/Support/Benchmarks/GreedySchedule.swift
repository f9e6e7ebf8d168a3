/// Starts each request as soon as the limits allow, without a moment lost.
struct GreedySchedule {
  /// In seconds, in the order of the starts.
  let latencies: [Double]
  let starts: Int
  let concurrency: Int

  /// Seconds from the first start to the last end.
  func total(windowSeconds: Double) -> Double {
    var started: [Double] = []
    var free = Array(repeating: 0.0, count: concurrency)
    for (index, latency) in latencies.enumerated() {
      let place = free.indices.min { free[$0] < free[$1] } ?? 0
      let allowed = index < starts ? 0 : started[index - starts] + windowSeconds
      let start = max(free[place], allowed)
      started.append(start)
      free[place] = start + latency
    }
    return free.max() ?? 0
  }
}
