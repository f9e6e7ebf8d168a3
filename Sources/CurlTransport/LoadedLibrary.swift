/// The libcurl that this process uses.
package struct LoadedLibrary: Equatable, Sendable {
  /// In its own words: `libcurl/7.88.1 OpenSSL/3.0.19 zlib/1.2.13 …`
  package let name: String
  /// What this version cannot do, and what follows for a run; `nil` where nothing is missing.
  package let remark: String?

  /// `version`: a byte each for major, minor and patch, as in 0x075801 for 7.88.1.
  static func remark(onVersion version: UInt32) -> String? {
    guard version < versionWithGuard else { return nil }
    let text = "\(version >> 16).\(version >> 8 & 0xFF).\(version & 0xFF)"
    return
      "libcurl \(text) is old: it can send a request again on its own when it reuses a "
      + "connection, so each request opens one of its own. From 7.80 on connections are reused."
  }

  /// 7.80 brought PREREQFUNCTION, which ``Transfer/letThrough()`` needs.
  private static let versionWithGuard: UInt32 = 0x07_50_00
}
