/// How fast requests went through, by the clock and by the processor.
struct Rate {
  let requests: Int
  let seconds: Double
  let processorSeconds: Double

  var perSecond: Double { Double(requests) / seconds }
  /// Processor time of one request.
  var microsecondsEach: Double { processorSeconds * 1e6 / Double(requests) }

  func tell(_ name: String) {
    Measure.tell(name, perSecond, "requests/s")
    Measure.tell(name + ", processor", microsecondsEach, "us/request")
  }

  /// By rate.
  static func median(_ rates: [Rate]) -> Rate {
    rates.sorted { $0.perSecond < $1.perSecond }[rates.count / 2]
  }
}
