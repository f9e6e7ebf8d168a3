import Foundation

/// Looks for the key where users keep it. Ask again to read its file anew.
package struct KeyFinder: Sendable {
  /// Each of these counts where the ones before it are unset.
  package static let variables = ["SKILLBOSS_KEY", "SKILLBOSS_API_KEY"]

  /// A file or a folder, from `--key-file`.
  private let keyFile: String?
  private let environment: [String: String]
  private let currentDirectory: String

  package init(keyFile: String?, environment: [String: String], currentDirectory: String) {
    self.keyFile = keyFile
    self.environment = environment
    self.currentDirectory = currentDirectory
  }

  /// - Parameter remarking: looks for remarks too, for which git may be asked; pointless in the
  ///   middle of a run.
  package func find(remarking: Bool = true) throws(KeyError) -> FoundKey {
    if let keyFile { return try find(named: keyFile, remarking: remarking) }
    for variable in KeyFinder.variables {
      let text = KeyText.cleaned(environment[variable] ?? "")
      guard !text.isEmpty else { continue }
      let source = KeySource.variable(variable)
      return found(try KeyText(text).found(in: source), in: source, file: nil, remarking)
    }
    do throws(KeyError) {
      return try read(path: absolute(".env"), name: "./.env", remarking)
    } catch {
      switch error {
      case .missingFile, .noKeyInFile: throw .notFound
      default: throw error
      }
    }
  }

  private func find(named typed: String, remarking: Bool) throws(KeyError) -> FoundKey {
    // Somebody who pastes the key where its file belongs must not read it in a log afterwards.
    let name = typed.hasPrefix("sk-") ? "sk-(not shown)" : typed
    let path = absolute(typed)
    guard isFolder(path) else { return try read(path: path, name: name, remarking) }
    var refusal = KeyError.noKeyInFolder(path: name)
    for file in SkillsPack.keyFiles(in: path) {
      let fileName = (name.hasSuffix("/") ? name : name + "/") + file
      do throws(KeyError) {
        return try read(path: path + "/" + file, name: fileName, remarking)
      } catch {
        if case .noKeyInFile = error { continue }
        if case .noKeyInFolder = refusal { refusal = error }
      }
    }
    throw refusal
  }

  private func read(
    path: String, name: String, _ remarking: Bool
  ) throws(KeyError) -> FoundKey {
    guard !isFolder(path) else { throw .noKeyInFile(path: name) }
    let file = try KeyFile(path: path, name: name)
    let (key, source) = try file.key()
    return found(key, in: source, file: (file, path), remarking)
  }

  private func found(
    _ key: APIKey, in source: KeySource, file: (KeyFile, path: String)?, _ remarking: Bool
  ) -> FoundKey {
    guard remarking else { return FoundKey(key: key, source: source) }
    var remarks: [KeyRemark] = []
    if !key.secret.hasPrefix("sk-") { remarks.append(.noPrefix(source)) }
    if let (file, path) = file {
      if let mode = file.mode, mode & 0o77 != 0 {
        remarks.append(.readableByOthers(path: file.name, mode: mode))
      }
      if file.mode != nil, GitIgnore(environment: environment).wouldCommit(path) {
        remarks.append(.notIgnoredByGit(path: file.name))
      }
    }
    return FoundKey(key: key, source: source, remarks: remarks)
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : currentDirectory + "/" + path
  }

  private func isFolder(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }
}
