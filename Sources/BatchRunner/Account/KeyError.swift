package import Basics

/// Why there is no usable key. It contains no character of the key or of a text that may be a key.
package enum KeyError: Error, Equatable {
  case noneFound
  /// No key was looked for: without encryption, only the one of `--key-file` is sent.
  case notSentInClear(origin: String)
  case placeholder(KeySource)
  case noKeyInFile(path: String)
  /// Two lines contain different keys; lines are counted from 1.
  case ambiguous(path: String, first: Int, second: Int)
  case unreadable(FileError)
  /// `--key-file` was given a key. Other users of the machine can read a command line.
  case keyInsteadOfFile
  /// The text has white space or other characters than visible ASCII.
  case illegalCharacters(KeySource)
}

extension KeyError: UserFacing {
  package var problem: String {
    switch self {
    case .noneFound:
      "No API key was found: not in SKILLBOSS_KEY, SKILLBOSS_API_KEY or ./.env."
    case .notSentInClear(let origin):
      "No key is sent to \(Printable(origin)), because it is not encrypted."
    case .placeholder(let source): "The key in \(source) is a placeholder, not a key."
    case .noKeyInFile(let path):
      "\(Printable(path)) contains no API key: no line 'SKILLBOSS_KEY=...' was found."
    case .ambiguous(let path, let first, let second):
      "\(Printable(path)) contains two different keys, in lines \(first) and \(second)."
    case .unreadable(let error): error.problem
    case .keyInsteadOfFile: "--key-file was given a key, not a file."
    case .illegalCharacters(let source):
      "The key in \(source) contains characters that no key has, such as white space."
    }
  }

  package var remedy: String? {
    switch self {
    case .noneFound:
      """
      Download the Skills Pack at skillboss.co/console, and set SKILLBOSS_KEY to the key in its \
      SKILL.md, or name that file with --key-file. To try without a key, use --sandbox.
      """
    case .notSentInClear: "Name a key with --key-file to send it anyway, or use https://."
    case .placeholder:
      """
      Put your own key there: it is in SKILL.md of the Skills Pack from skillboss.co/console. \
      To try without a key, use --sandbox.
      """
    case .noKeyInFile:
      """
      Give .env, SKILL.md, the extracted Skills Pack, or a file that contains only the key. \
      The Skills Pack is at skillboss.co/console.
      """
    case .ambiguous: "Remove the key that is no longer in use."
    case .unreadable(let error): error.remedy
    case .keyInsteadOfFile:
      """
      Others can read a command line: ask for a new key at dev@skillboss.co, then put it into \
      SKILLBOSS_KEY or a file.
      """
    case .illegalCharacters: "Copy the key again, whole and on one line, from skillboss.co/console."
    }
  }
}
