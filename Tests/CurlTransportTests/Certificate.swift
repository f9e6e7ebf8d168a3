import Foundation
import TestTools

/// The certificates in `Tests/Fixtures/certificates`. The README there says how they were made.
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
