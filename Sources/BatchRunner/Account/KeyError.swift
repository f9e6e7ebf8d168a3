package import Basics

/// Why there is no key to work with. Holds no character of what was taken for one.
package enum KeyError: Error, Equatable {
  case noneFound
  case placeholder(KeySource)
  case noKeyInFile(path: String)
  /// Two lines hold two keys; lines count from 1.
  case ambiguous(path: String, first: Int, second: Int)
  case unreadable(FileError)
  /// Somebody named a key where a file belongs; a command line is public.
  case keyInsteadOfFile
  /// White space inside it, or anything but visible ASCII.
  case illegalCharacters(KeySource)
}

extension KeyError: UserFacing {
  package var problem: String {
    switch self {
    case .noneFound:
      "No API key was found: not in SKILLBOSS_KEY, SKILLBOSS_API_KEY or ./.env."
    case .placeholder(let source): "The key in \(source) is a placeholder, not a key."
    case .noKeyInFile(let path):
      "\(Printable(path)) holds no API key: no line 'SKILLBOSS_KEY=...' was found."
    case .ambiguous(let path, let first, let second):
      "\(Printable(path)) holds two different keys, in lines \(first) and \(second)."
    case .unreadable(let error): error.problem
    case .keyInsteadOfFile: "--key-file was given a key, not a file."
    case .illegalCharacters(let source):
      "The key in \(source) holds characters that no key has, such as white space."
    }
  }

  package var remedy: String? {
    switch self {
    case .noneFound:
      """
      Download the Skills Pack at skillboss.co/console, and set SKILLBOSS_KEY to the key in its \
      SKILL.md, or name that file with --key-file. To try without a key, use --sandbox.
      """
    case .placeholder:
      """
      Put your own key there: it is in SKILL.md of the Skills Pack from skillboss.co/console. \
      To try without a key, use --sandbox.
      """
    case .noKeyInFile:
      """
      Name .env, SKILL.md, the extracted Skills Pack, or a file that holds just the key. \
      The Skills Pack is at skillboss.co/console.
      """
    case .ambiguous: "Remove the one that is no longer in use."
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
