import Basics

/// The `Date` header line, formatted only once per second.
struct DateLine {
  private(set) var bytes: [UInt8] = []
  private var second = -1

  /// Sets ``bytes`` to `Date: Sun, 06 Nov 1994 08:49:37 GMT` with a line break.
  mutating func update(unixSeconds: Int) {
    guard unixSeconds != second else { return }
    second = unixSeconds
    bytes.removeAll(keepingCapacity: true)
    bytes.append(text: "Date: ")
    HTTPDate(unixSeconds: unixSeconds).append(to: &bytes)
    bytes.append(text: "\r\n")
  }
}
