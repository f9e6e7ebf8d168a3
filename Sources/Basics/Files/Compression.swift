/// A way in which a file is compressed, with the program that unpacks it.
package enum Compression: String, Sendable, CaseIterable {
  case gzip, zstd, bzip2, xz

  /// The compression that a file name promises, if such files are unpacked: `.gz` or `.zst`.
  package init?(path: String) {
    switch PathName(path).fileExtension.lowercased() {
    case "gz": self = .gzip
    case "zst": self = .zstd
    default: return nil
    }
  }

  /// The program's name. With the arguments `-dc` it unpacks standard input to standard output.
  package var program: String { rawValue }

  /// The bytes with which every such file begins.
  var magic: [UInt8] {
    switch self {
    case .gzip: [0x1F, 0x8B]
    case .zstd: [0x28, 0xB5, 0x2F, 0xFD]
    case .bzip2: Array("BZh".utf8)
    case .xz: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]
    }
  }
}
