import Basics

/// Finds the API key: in the file of `--key-file`, else in the environment, else in `./.env`.
///
/// For plain `http` to another machine, only `--key-file` counts: everybody on the way can read
/// the key, so it is sent only where the user named it for this run.
///
/// Each call of ``find()`` reads the files again, so a key that was replaced in a file is found.
package struct KeyFinder: Sendable {
  private let keyFile: String?
  private let environment: [String: String]
  private let directory: String
  private let endpoint: Endpoint

  /// The names of environment variables and of assignments in files; the first one wins.
  package static let names = ["SKILLBOSS_KEY", "SKILLBOSS_API_KEY"]
  /// How much of a file is read; a key file is much smaller.
  private static let maxBytes = 1 << 20

  /// Like ``find()``, but `nil` if there is no key and `endpoint` can be used without one.
  package func findIfNeeded() throws(KeyError) -> FoundKey? {
    do throws(KeyError) {
      return try find()
    } catch .noneFound where endpoint.isLoopback {
      return nil
    } catch .notSentInClear {
      return nil
    }
  }

  /// `keyFile`: the path from `--key-file`; `nil`: none was given. `directory`: the folder of
  /// `.env` and of relative paths. `endpoint`: where the key is to be sent.
  package init(
    keyFile: String?, environment: [String: String], directory: String, for endpoint: Endpoint
  ) {
    self.endpoint = endpoint
    self.keyFile = keyFile
    self.environment = environment
    self.directory = directory
  }

  /// Throws `.noneFound` if no place has a key, and `.notSentInClear` if none may be looked for. A
  /// placeholder or an unusable key is an error too.
  package func find() throws(KeyError) -> FoundKey {
    if let keyFile { return try findInNamed(keyFile) }
    if endpoint.isInsecure { throw .notSentInClear(origin: endpoint.origin) }
    for name in Self.names {
      guard let value = environment[name], !value.isEmpty else { continue }
      let source = KeySource.variable(name)
      return Self.found(try KeyCandidate(value).key(from: source), source, [])
    }
    let envFile = absolute(".env")
    if FileManager.default.fileExists(atPath: envFile),
      let found = try find(in: envFile, shownAs: "./.env", takesOnlyLine: false)
    {
      return found
    }
    throw .noneFound
  }

  /// `name`: a file, or the folder of an extracted Skills Pack.
  private func findInNamed(_ name: String) throws(KeyError) -> FoundKey {
    let path = absolute(name)
    var status = stat()
    let exists = stat(path, &status) == 0
    if !exists, name.hasPrefix("sk-") { throw .keyInsteadOfFile }
    let inside = exists && status.st_mode & S_IFMT == S_IFDIR ? Self.filesOfPack(path) : [""]
    for file in inside {
      let found = try find(in: path + file, shownAs: name + file, takesOnlyLine: file.isEmpty)
      if let found { return found }
    }
    throw .noKeyInFile(path: name)
  }

  /// The files of an extracted Skills Pack that may contain the key, each with a slash before it.
  private static func filesOfPack(_ folder: String) -> [String] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let below = entries.sorted().map { "/\($0)/SKILL.md" }
    return (["/SKILL.md"] + below + ["/.env"]).filter {
      FileManager.default.fileExists(atPath: folder + $0)
    }
  }

  /// `nil`: the file can be read, but contains no key. `takesOnlyLine`: a file whose only line is a
  /// key is accepted.
  private func find(
    in path: String, shownAs name: String, takesOnlyLine: Bool
  ) throws(KeyError) -> FoundKey? {
    let text: KeyFileText
    do throws(FileError) {
      let file = try ReadableFile(path)
      let bytes = try file.bytes(at: 0, count: min(try file.size(), Self.maxBytes))
      text = KeyFileText(String(decoding: bytes, as: UTF8.self))
    } catch {
      throw .unreadable(FileError(path: name, operation: error.operation, code: error.code))
    }
    let assigned = try text.assignment(of: Self.names, path: name)
    guard let place = assigned ?? (takesOnlyLine ? text.onlyLine : nil) else { return nil }
    let source = KeySource.file(path: name, line: place.line)
    let key = try place.candidate.key(from: source)
    let exposure = KeyFileExposure(path: path, name: name, environment: environment)
    return Self.found(key, source, exposure.remarks)
  }

  /// Adds a remark if the key does not begin as keys do.
  private static func found(
    _ key: APIKey, _ source: KeySource, _ remarks: [KeyRemark]
  ) -> FoundKey {
    let first: [KeyRemark] = key.secret.hasPrefix("sk-") ? [] : [.unusualBeginning(source)]
    return FoundKey(key: key, source: source, remarks: first + remarks)
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : directory + "/" + path
  }
}
