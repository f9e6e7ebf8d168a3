import Foundation

/// The extracted Skills Pack: a folder whose `SKILL.md` holds the key.
enum SkillsPack {
  /// Every `SKILL.md`, down to two folders deep, nearest first, then the `.env`; relative paths.
  static func keyFiles(in folder: String) -> [String] {
    var files: [String] = []
    var folders = [""]
    for _ in 0...2 {
      var deeper: [String] = []
      for inner in folders {
        let entries = try? FileManager.default.contentsOfDirectory(atPath: folder + "/" + inner)
        for entry in (entries ?? []).sorted() {
          let path = inner + entry
          if entry == "SKILL.md" { files.append(path) }
          if isFolder(folder + "/" + path) { deeper.append(path + "/") }
        }
      }
      folders = deeper
    }
    if FileManager.default.fileExists(atPath: folder + "/.env") { files.append(".env") }
    return files
  }

  /// A real one: links are not followed.
  private static func isFolder(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.type] as? FileAttributeType == .typeDirectory
  }
}
