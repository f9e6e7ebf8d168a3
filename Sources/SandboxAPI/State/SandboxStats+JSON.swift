import Basics

extension SandboxStats {
  /// The response body of `GET /sandbox/stats`.
  var json: [UInt8] {
    var bytes: [UInt8] = []
    let figures: [(StaticString, Int)] = [
      ("received", received), ("accepted", accepted), ("charged", charged),
      ("key_refused", keyRefused), ("over_rate", overRate), ("over_concurrency", overConcurrency),
      ("unaffordable", unaffordable), ("faults", faults), ("answered", answered),
      ("abandoned", abandoned), ("input_tokens", inputTokens), ("output_tokens", outputTokens),
      ("largest_window", largestWindow), ("largest_accepted_window", largestAcceptedWindow),
      ("concurrency", concurrency), ("largest_concurrency", largestConcurrency),
      ("distinct_bodies", byBody.count), ("duplicates", duplicates),
      ("charged_twice", chargedTwice),
    ]
    bytes.append(UInt8(ascii: "{"))
    for (name, value) in figures {
      bytes.append(UInt8(ascii: "\""))
      bytes.append(text: name)
      bytes.append(text: #"":"#)
      bytes.append(decimal: value)
      bytes.append(UInt8(ascii: ","))
    }
    bytes.append(text: #""credits":"#)
    if let credits { Credits(credits).append(to: &bytes) } else { bytes.append(text: "null") }
    bytes.append(text: #","answered_by_status":{"#)
    for (index, (status, count)) in answeredByStatus.sorted(by: { $0.key < $1.key }).enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(UInt8(ascii: "\""))
      bytes.append(decimal: status)
      bytes.append(text: #"":"#)
      bytes.append(decimal: count)
    }
    bytes.append(text: "}}")
    return bytes
  }
}
