/// A path split at its slashes, without reading the disk. Trailing and repeated slashes are
/// ignored.
package struct PathName: Sendable, Equatable {
  /// The part before the name. Empty for a bare name; `/` for a name in the root folder.
  package let folder: String
  /// The last part of the path. `/` for the root folder; empty for an empty path.
  package let name: String

  package init(_ path: String) {
    let slash = UInt8(ascii: "/")
    let parts = path.utf8.split(separator: slash).map { String(Substring($0)) }
    let root = path.utf8.first == slash ? "/" : ""
    name = parts.last ?? root
    folder = root + parts.dropLast().joined(separator: "/")
  }

  /// The text after the name's last dot. Empty without a dot, or if that dot is the first
  /// character, as in `.env`.
  package var fileExtension: String {
    dot.map { String(name[name.index(after: $0)...]) } ?? ""
  }

  /// The whole path without its extension and the dot before the extension.
  package var withoutExtension: String {
    let stem = dot.map { String(name[..<$0]) } ?? name
    return folder.isEmpty || folder == "/" ? folder + stem : folder + "/" + stem
  }

  /// The dot before the extension; `nil` if the extension is empty.
  private var dot: String.Index? {
    let bytes = name.utf8
    guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot > bytes.startIndex,
      bytes.index(after: dot) < bytes.endIndex
    else { return nil }
    return dot
  }
}
