import Foundation
import Testing

@testable import BatchRunner

@Suite(.timeLimit(.minutes(5))) struct KeyRemarkTests {
  let folder = TemporaryFolder()
  static let canary = "canary7f3a9QZ"

  func remarks(mode: Int) throws -> [KeyRemark] {
    let path = try folder.file(".env", "SKILLBOSS_KEY=sk-\(Self.canary)\n")
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return try KeyFinder(keyFile: nil, environment: [:], directory: folder.path).find().remarks
  }

  func git(_ arguments: String...) throws {
    let git = Process()
    git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    git.arguments = ["git", "-C", folder.path] + arguments
    git.standardOutput = FileHandle.nullDevice
    try git.run()
    git.waitUntilExit()
  }

  @Test(arguments: zip([0o600, 0o400, 0o640, 0o644, 0o620], [false, false, true, true, true]))
  func `a file that others can reach gets a remark`(mode: Int, isOpen: Bool) throws {
    let expected: [KeyRemark] = isOpen ? [.readableByOthers(path: "./.env")] : []
    #expect(try remarks(mode: mode) == expected)
  }

  @Test func `a file that git would commit gets a remark, an ignored one does not`() throws {
    try git("init", "-q")
    #expect(try remarks(mode: 0o600) == [.notIgnoredByGit(path: "./.env")])
    _ = try folder.file(".gitignore", ".env\n")
    #expect(try remarks(mode: 0o600) == [])
  }

  @Test func `a key with another beginning is accepted with a remark`() throws {
    let found = try KeyFinder(
      keyFile: nil, environment: ["SKILLBOSS_KEY": Self.canary], directory: folder.path
    ).find()
    #expect(found.remarks == [.unusualBeginning(.variable("SKILLBOSS_KEY"))])
    #expect(!Self.everything(found).contains(Self.canary))
  }

  @Test(arguments: ["sk-\(canary)", "\(canary)...", "\(canary) x", " \(canary)", "\(canary)é"])
  func `no word about a key holds a character of it`(text: String) {
    let finder = KeyFinder(
      keyFile: nil, environment: ["SKILLBOSS_API_KEY": text], directory: folder.path)
    do throws(KeyError) {
      let found = try finder.find()
      #expect(!Self.everything(found).contains(Self.canary))
      #expect(!found.remarks.map { $0.sentence + $0.remedy }.joined().contains(Self.canary))
    } catch {
      #expect(!Self.everything(error).contains(Self.canary))
      #expect(!(error.problem + (error.remedy ?? "")).contains(Self.canary))
    }
  }

  static func everything(_ value: some Any) -> String {
    var text = "\(value)" + String(reflecting: value)
    dump(value, to: &text)
    return text
  }
}
