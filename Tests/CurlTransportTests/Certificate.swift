import Foundation

/// The certificates of `Tests/Fixtures/certificates`; its README tells how they were made.
enum Certificate: String {
  case right
  case otherHost = "other-host"
  case past, future
  case otherAuthority = "other-authority"

  private static let folder =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path
    + "/Fixtures/certificates"

  var path: String { "\(Self.folder)/\(rawValue).pem" }
  var keyPath: String {
    "\(Self.folder)/\(self == .otherAuthority ? "other-key" : "key").pem"
  }
}
