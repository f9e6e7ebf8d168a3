/// Why there is no key to use. Never holds a character of one.
package enum KeyError: Error, Equatable {
  case notFound
  case placeholder(KeySource)
  /// White space inside, or characters that no key has.
  case malformed(KeySource)
  case missingFile(path: String)
  case unreadable(path: String)
  case tooLarge(path: String)
  /// Neither a line with a key, nor just a key.
  case noKeyInFile(path: String)
  case noKeyInFolder(path: String)
  /// Two lines hold two keys; lines count from 1.
  case ambiguous(path: String, first: Int, second: Int)
}

extension KeyError: UserFacing {
  package var problem: String {
    switch self {
    case .notFound:
      "No API key: neither SKILLBOSS_KEY nor SKILLBOSS_API_KEY is set, and ./.env holds none."
    case .placeholder(let source): "There is a placeholder instead of a key in \(source)."
    case .malformed(let source):
      "What is in \(source) cannot be a key: it has white space or unusual characters inside."
    case .missingFile(let path): "There is no key file '\(path)'."
    case .unreadable(let path): "The key file '\(path)' cannot be read."
    case .tooLarge(let path): "The key file '\(path)' is larger than 1 MiB."
    case .noKeyInFile(let path): "There is no key in '\(path)'."
    case .noKeyInFolder(let path):
      "There is no key in the folder '\(path)': neither in a SKILL.md nor in its .env."
    case .ambiguous(let path, let first, let second):
      "\(path) holds two different keys, in lines \(first) and \(second)."
    }
  }

  package var remedy: String? {
    switch self {
    case .notFound:
      "Download the Skills Pack from skillboss.co/console, then set SKILLBOSS_KEY "
        + "or name its folder with --key-file."
    case .placeholder, .malformed:
      "Copy the whole key from the Skills Pack; download it again from skillboss.co/console."
    case .missingFile: "--key-file takes a file or the extracted Skills Pack, never the key itself."
    case .unreadable: "It must be readable by you: chmod 600 gives that to you alone."
    case .tooLarge, .noKeyInFile, .noKeyInFolder:
      "It should have a line SKILLBOSS_KEY=sk-..., as the SKILL.md of the Skills Pack does."
    case .ambiguous: "Remove the one that is no longer in use."
    }
  }
}
