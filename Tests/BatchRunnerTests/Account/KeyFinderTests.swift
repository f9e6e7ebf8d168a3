import Basics
import Foundation
import TestTools
import Testing

@testable import BatchRunner

@Suite(.timeLimit(.minutes(5))) struct KeyFinderTests {
  let folder = TemporaryFolder()
  static let canary = "sk-canary7f3a9QZ"

  func find(
    file: String? = nil, _ environment: [String: String] = [:]
  ) throws(KeyError) -> FoundKey {
    try finder(file: file, environment, Self.endpoint(Endpoint.standard)).find()
  }

  func finder(
    file: String? = nil, _ environment: [String: String], _ endpoint: Endpoint
  ) -> KeyFinder {
    KeyFinder(
      keyFile: file, environment: environment, directory: folder.path, for: endpoint)
  }

  static func endpoint(_ url: String) -> Endpoint {
    guard let endpoint = try? Endpoint(url, allowsInsecureHTTP: true) else {
      preconditionFailure("not a base URL: \(url)")
    }
    return endpoint
  }

  func write(_ name: String, _ text: String, mode: Int = 0o600) throws {
    let path = try folder.file(name, text)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  @Test func `the named file comes before variables, and those before the folder's .env`() throws {
    try write("named", "sk-named")
    try write(".env", "SKILLBOSS_API_KEY=sk-other\nSKILLBOSS_KEY=sk-env\n")
    let both = ["SKILLBOSS_KEY": "sk-first", "SKILLBOSS_API_KEY": "sk-second"]
    #expect(try find(file: "named", both).key.secret == "sk-named")
    #expect(try find(both).key.secret == "sk-first")
    #expect(try find(both).source == .variable("SKILLBOSS_KEY"))
    let empty = ["SKILLBOSS_KEY": "", "SKILLBOSS_API_KEY": "sk-second"]
    #expect(try find(empty).key.secret == "sk-second")
    let found = try find()
    #expect(found.key.secret == "sk-env")
    #expect(found.source.description == "./.env, line 2")
    #expect(found.source.canChangeWhileRunning)
    #expect(try !find(both).source.canChangeWhileRunning)
  }

  @Test func `without a key, the error says how to get one`() {
    #expect(throws: KeyError.noneFound) { try find(["SKILLBOSS_KEY": ""]) }
    let remedy = KeyError.noneFound.remedy ?? ""
    for word in ["skillboss.co/console", "Skills Pack", "SKILLBOSS_KEY", "--sandbox"] {
      #expect(remedy.contains(word))
    }
  }

  @Test func `plain http to another machine gets only a key that was named on purpose`() throws {
    try write("named", "sk-named")
    try write(".env", "SKILLBOSS_KEY=sk-env\n")
    let variables = ["SKILLBOSS_KEY": "sk-first", "SKILLBOSS_API_KEY": "sk-second"]
    let other = Self.endpoint("http://a.example:8000/v1")
    let withheld = KeyError.notSentInClear(origin: "http://a.example:8000")
    #expect(throws: withheld) { try finder(variables, other).find() }
    #expect(try finder(variables, other).findIfNeeded() == nil)
    #expect(try finder(file: "named", variables, other).findIfNeeded()?.key.secret == "sk-named")
    #expect(
      withheld.problem
        == "No key is sent to http://a.example:8000, because it is not encrypted.")
    #expect(withheld.remedy == "Name a key with --key-file to send it anyway, or use https://.")
    for origin in ["http://127.0.0.1:8000", "https://a.example"] {
      let found = try finder(variables, Self.endpoint(origin)).findIfNeeded()
      #expect(found?.key.secret == "sk-first")
    }
  }

  @Test func `a key is needed except for this machine and for plain http`() throws {
    for (origin, error) in [
      ("https://a.example", KeyError.noneFound), ("https://127.0.0.1", nil),
      ("http://localhost:1", nil), ("http://a.example", nil),
    ] {
      let finder = finder([:], Self.endpoint(origin))
      if let error {
        #expect(throws: error) { try finder.findIfNeeded() }
      } else {
        #expect(try finder.findIfNeeded() == nil)
      }
    }
  }

  @Test(arguments: [
    "sk-xxx...xxx", "sk-abc123...", "sk-abc123def456...", "sk-abc123def456", "sk-abc123",
    "YOUR_KEY", "YOUR_API_KEY_HERE", "your-key", "sk-your-key-here", "sk-xxxx", "sk-XXXX", "sk-",
    "<key>", "sk-<key>", "put your key here", "${FOO}", "$FOO", "{{key}}", "sk-${FOO}", "sk-{key}",
  ])
  func `a placeholder is not a key`(text: String) {
    let source = KeySource.variable("SKILLBOSS_KEY")
    #expect(throws: KeyError.placeholder(source)) { try find(["SKILLBOSS_KEY": text]) }
  }

  @Test(arguments: [" \(canary)", "\(canary) ", "\(canary)\n", "sk-canéry"])
  func `a key with stray characters is refused, not trimmed`(text: String) {
    let source = KeySource.variable("SKILLBOSS_KEY")
    #expect(throws: KeyError.illegalCharacters(source)) { try find(["SKILLBOSS_KEY": text]) }
  }

  @Test(arguments: [
    ("SKILLBOSS_KEY=\(canary)", 1), ("export SKILLBOSS_KEY=\(canary)\n", 1),
    ("A=1\r\nSKILLBOSS_KEY=\"\(canary)\"\r\n", 2), ("SKILLBOSS_KEY='\(canary)'  \n", 1),
    ("# Key\n\n`SKILLBOSS_KEY=\(canary)`\n", 3), ("- `SKILLBOSS_KEY=\(canary)`", 1),
    ("* **SKILLBOSS_KEY**=\(canary)", 1), ("**SKILLBOSS_KEY=\(canary)**", 1),
    ("> SKILLBOSS_KEY = \(canary)", 1), ("\u{FEFF}SKILLBOSS_KEY=\(canary)", 1),
    ("SKILLBOSS_KEY=\(canary) # mine", 1), ("SKILLBOSS_API_KEY=\(canary)", 1),
    ("SKILLBOSS_KEY=sk-abc123...\nSKILLBOSS_KEY=\(canary)", 2),
    ("SKILLBOSS_KEY=\nSKILLBOSS_API_KEY=\(canary)", 2), ("\(canary)\n", 1),
    ("\n  \(canary)  \r\n\n", 2), ("`\(canary)`", 1),
    ("1. `SKILLBOSS_KEY=\(canary)`", 1), ("a\n  12) **SKILLBOSS_KEY**=\(canary)", 2),
    ("$ export SKILLBOSS_KEY=\(canary)", 1), ("2. `$ export SKILLBOSS_KEY=\(canary)`", 1),
    ("SKILLBOSS_KEY=${FOO}\nSKILLBOSS_KEY=\(canary)", 2),
    ("SKILLBOSS_KEY=\(canary)\nSKILLBOSS_KEY=\"\(canary)\"", 1),
    ("SKILLBOSS_API_KEY=sk-other\nSKILLBOSS_KEY=\(canary)", 2),
  ])
  func `a key is found in every kind of file`(text: String, line: Int) throws {
    try write("key", text)
    let found = try find(file: "key")
    #expect(found.key.secret == Self.canary)
    #expect(found.source == .file(path: "key", line: line))
  }

  @Test(arguments: ["", "# SKILLBOSS_KEY=\(canary)", "OTHER_SKILLBOSS_KEY=\(canary)", "a\nb\n"])
  func `a file without a key says so`(text: String) throws {
    try write("key", text)
    #expect(throws: KeyError.noKeyInFile(path: "key")) { try find(file: "key") }
  }

  @Test func `two different keys in one file are refused, and the error names both lines`() throws {
    try write("key", "SKILLBOSS_KEY=sk-old1\nA=1\nSKILLBOSS_KEY=\(Self.canary)\n")
    let error = KeyError.ambiguous(path: "key", first: 1, second: 3)
    #expect(throws: error) { try find(file: "key") }
    #expect(error.problem == "key contains two different keys, in lines 1 and 3.")
    #expect(error.remedy == "Remove the key that is no longer in use.")
  }

  @Test func `a Skills Pack may be a folder, or a folder inside a folder`() throws {
    let below = folder.path + "/pack/skillboss"
    try FileManager.default.createDirectory(atPath: below, withIntermediateDirectories: true)
    #expect(throws: KeyError.noKeyInFile(path: "pack")) { try find(file: "pack") }
    try write("pack/.env", "SKILLBOSS_KEY=sk-env")
    #expect(try find(file: "pack").key.secret == "sk-env")
    try write("pack/skillboss/SKILL.md", "# Key\nSKILLBOSS_KEY=sk-below")
    #expect(try find(file: "pack").key.secret == "sk-below")
    try write("pack/SKILL.md", "SKILLBOSS_KEY=sk-pack")
    #expect(try find(file: "pack").source == .file(path: "pack/SKILL.md", line: 1))
  }

  @Test func `a missing file is named in the error, but a key in its place is not`() {
    let error = FileError(path: "gone", operation: .open, code: ENOENT)
    #expect(throws: KeyError.unreadable(error)) { try find(file: "gone") }
    #expect(throws: KeyError.keyInsteadOfFile) { try find(file: Self.canary) }
  }
}
