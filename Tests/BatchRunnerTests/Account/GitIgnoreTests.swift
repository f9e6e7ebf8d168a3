import Dispatch
import Foundation
import TestTools
import Testing

@testable import BatchRunner

@Suite(.timeLimit(.minutes(5))) struct GitIgnoreTests {
  let folder = TemporaryFolder()

  /// Puts a script named `git` before the real git in the `PATH`; returns the environment.
  func git(_ script: String) throws -> [String: String] {
    _ = try folder.program("git", script)
    return [
      "PATH": "\(folder.path):/usr/bin:/bin", "HOME": folder.path, "SKILLBOSS_KEY": "sk-canary7f3a",
      "GIT_DIR": "/elsewhere",
    ]
  }

  @Test(arguments: zip([0, 1, 128], [false, true, false]))
  func `only a clear no from git means that the file could be committed`(status: Int, isOpen: Bool)
    throws
  {
    let environment = try git("exit \(status)")
    #expect(GitIgnore(environment: environment).wouldCommit(folder.path + "/.env") == isOpen)
  }

  @Test func `git gets no key, and starts no program that a folder's settings name`() throws {
    let environment = try git(#"(echo "$@"; env) > "$HOME/seen"; exit 1"#)
    #expect(GitIgnore(environment: environment).wouldCommit(folder.path + "/.env"))
    let seen = try String(contentsOfFile: folder.path + "/seen", encoding: .utf8)
    #expect(
      seen.hasPrefix("-c core.fsmonitor=false -C \(folder.path) check-ignore -q -- .env\n"))
    #expect(!seen.contains("SKILLBOSS_KEY") && !seen.contains("GIT_DIR"))
  }

  @Test func `a git that hangs is given up after the time limit`() throws {
    let environment = try git("exec sleep 300")
    let question = GitIgnore(environment: environment, timeLimit: .milliseconds(100))
    #expect(!question.wouldCommit(folder.path + "/.env"))
  }
}
