import Foundation
import TestTools

/// The certificates of `Tests/Fixtures/certificates`; its README tells how they were made.
enum Certificate: String {
  case right
  case otherHost = "other-host"
  case past, future
  case otherAuthority = "other-authority"

  private static let folder = ProjectFolder.path(of: "Tests/Fixtures/certificates")

  var path: String { "\(Self.folder)/\(rawValue).pem" }
  var keyPath: String {
    "\(Self.folder)/\(self == .otherAuthority ? "other-key" : "key").pem"
  }
}
