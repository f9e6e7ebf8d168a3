import Foundation
import TestTools
import Testing

@testable import BatchRunner

@Suite(.timeLimit(.minutes(5))) struct KeyRemarkTests {
  let folder = TemporaryFolder()
  static let canary = "canary7f3a9QZ"
  private static let git = Tool("git")

  func finder(_ environment: [String: String]) -> KeyFinder {
    KeyFinder(
      keyFile: nil, environment: environment, directory: folder.path,
      for: KeyFinderTests.endpoint(Endpoint.standard))
  }

  func remarks(mode: Int, environment: [String: String] = [:]) throws -> [KeyRemark] {
    let path = try folder.file(".env", "SKILLBOSS_KEY=sk-\(Self.canary)\n")
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    let finder = finder(environment)
    return try finder.find().remarks
  }

  @Test(arguments: zip([0o600, 0o400, 0o640, 0o644, 0o620], [false, false, true, true, true]))
  func `a key file that other users can access gets a remark`(mode: Int, isOpen: Bool) throws {
    let expected: [KeyRemark] = isOpen ? [.readableByOthers(path: "./.env")] : []
    #expect(try remarks(mode: mode) == expected)
  }

  @Test(arguments: [(0o777, true), (0o644, true), (0o600, false)])
  func `where modes say nothing, the remark does not claim that others can read the file`(
    mode: Int, isOpen: Bool
  ) throws {
    let path = try folder.file("key", "SKILLBOSS_KEY=sk-\(Self.canary)\n")
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    let exposure = KeyFileExposure(
      path: path, name: "key", environment: [:], modelessFileSystem: { _ in "CIFS" })
    let remark = KeyRemark.unknownReaders(path: "key", fileSystem: "CIFS")
    #expect(exposure.remarks == (isOpen ? [remark] : []))
    #expect(
      remark.sentence
        == "key is on a file system (CIFS) that may not keep file modes, so it is not known who can "
        + "read it.")
    #expect(
      remark.remedy == "Check there who may read it, or keep the key in a file on a local disk.")
  }

  @Test func `a file that git would commit gets a remark, an ignored one does not`() throws {
    let bin = TemporaryFolder()
    _ = try bin.program("git", "[ -e '\(folder.path)/.gitignore' ]")
    try expectRemarkUntilIgnored(environment: ["PATH": "\(bin.path):/usr/bin:/bin"])
  }

  @Test(.enabled(if: git != nil, "no git on PATH; install it to ask the real one"))
  func `the answers of the real git are understood`() throws {
    let git = try #require(Self.git)
    #expect(try git.run(["-C", folder.path, "init", "-q"]).status == 0)
    let path = try #require(ProcessInfo.processInfo.environment["PATH"])
    try expectRemarkUntilIgnored(environment: ["PATH": path])
  }

  private func expectRemarkUntilIgnored(environment: [String: String]) throws {
    #expect(
      try remarks(mode: 0o600, environment: environment) == [.notIgnoredByGit(path: "./.env")])
    _ = try folder.file(".gitignore", ".env\n")
    #expect(try remarks(mode: 0o600, environment: environment) == [])
  }

  @Test func `a key that does not begin with sk- is accepted with a remark`() throws {
    let found = try finder(["SKILLBOSS_KEY": Self.canary]).find()
    #expect(found.remarks == [.unusualBeginning(.variable("SKILLBOSS_KEY"))])
    #expect(!Self.everything(found).contains(Self.canary))
  }

  @Test(arguments: ["sk-\(canary)", "\(canary)...", "\(canary) x", " \(canary)", "\(canary)é"])
  func `no text about a key contains any part of it`(text: String) {
    let finder = finder(["SKILLBOSS_API_KEY": text])
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
