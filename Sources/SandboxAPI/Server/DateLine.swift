import Basics

/// The `Date` header, spelt once a second.
struct DateLine {
  private(set) var bytes: [UInt8] = []
  private var second = -1

  /// `Date: Sun, 06 Nov 1994 08:49:37 GMT` and a line break.
  mutating func update(unixSeconds: Int) {
    guard unixSeconds != second else { return }
    second = unixSeconds
    bytes.removeAll(keepingCapacity: true)
    bytes.append(text: "Date: ")
    HTTPDate(unixSeconds: unixSeconds).append(to: &bytes)
    bytes.append(text: "\r\n")
  }
}
