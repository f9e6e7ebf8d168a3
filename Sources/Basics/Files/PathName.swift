/// A path taken apart by its slashes, without a look at the disk. Slashes at its end, and all but
/// one of several together, do not count.
package struct PathName: Sendable, Equatable {
  /// What stands before the name: empty where there is nothing, `/` at the top.
  package let folder: String
  /// The last part; `/` where there is no other.
  package let name: String

  package init(_ path: String) {
    let slash = UInt8(ascii: "/")
    let parts = path.utf8.split(separator: slash).map { String(Substring($0)) }
    let root = path.utf8.first == slash ? "/" : ""
    name = parts.last ?? root
    folder = root + parts.dropLast().joined(separator: "/")
  }

  /// What stands behind the name's last dot, unless the name begins with that dot.
  package var fileExtension: String {
    dot.map { String(name[name.index(after: $0)...]) } ?? ""
  }

  /// The whole path without its extension and the dot before it.
  package var withoutExtension: String {
    let stem = dot.map { String(name[..<$0]) } ?? name
    return folder.isEmpty || folder == "/" ? folder + stem : folder + "/" + stem
  }

  /// The dot before an extension that is not empty.
  private var dot: String.Index? {
    let bytes = name.utf8
    guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot > bytes.startIndex,
      bytes.index(after: dot) < bytes.endIndex
    else { return nil }
    return dot
  }
}
