/// The libcurl that this process has loaded.
package struct LoadedLibrary: Equatable, Sendable {
  /// How libcurl describes itself: `libcurl/7.88.1 OpenSSL/3.0.19 zlib/1.2.13 …`
  package let name: String
  /// A warning for the user about what this version cannot do; `nil` if it can do everything.
  package let remark: String?

  /// `version` is libcurl's number: one byte each for major, minor and patch, as in 0x075801 for
  /// 7.88.1.
  static func remark(onVersion version: UInt32) -> String? {
    guard version < firstVersionWithGuard else { return nil }
    let text = "\(version >> 16).\(version >> 8 & 0xFF).\(version & 0xFF)"
    return
      "libcurl \(text) is old: it may send a request a second time when a reused connection "
      + "breaks, so each request opens a new connection. From 7.80 on, connections are reused."
  }

  /// 7.80. It introduced PREREQFUNCTION, on which ``Transfer/beginSending()`` depends.
  private static let firstVersionWithGuard: UInt32 = 0x07_50_00
}
