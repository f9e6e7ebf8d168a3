import Basics

extension Template {
  /// The same for templates that make the same bodies from the same rows.
  package var hash: UInt64 {
    var bytes: [UInt8] = []
    for piece in pieces {
      switch piece {
      case .literal(let literal): bytes.append(contentsOf: literal)
      case .cell(let name, let form): bytes.append(contentsOf: "\u{0}\(form) \(name)\u{0}".utf8)
      case .picturePart(let name): bytes.append(contentsOf: "\u{0}part \(name)\u{0}".utf8)
      case .endOfParts: bytes.append(contentsOf: "\u{0}end\u{0}".utf8)
      }
    }
    return bytes.withUnsafeBytes { XXHash64.hash($0) }
  }
}
