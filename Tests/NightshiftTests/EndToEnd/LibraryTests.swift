import Foundation
import SandboxAPI
import TestTools
import Testing

extension EndToEnd {
  /// A command that sends requests opens libcurl before it reads anything. These tests put other files in its place.
  @Suite struct LibraryTests {
    /// What is in the place of the library.
    enum Found: String, CaseIterable, CustomTestStringConvertible {
      case text = "a text"
      case emptyFile = "an empty file"
      case folder = "a folder"
      case brokenLink = "a broken link"
      case otherLibrary = "another library"
      case old = "libcurl 7.60"
      case withoutWakeup = "one without curl_multi_wakeup"
      case notReady = "one that cannot get ready"

      var testDescription: String { rawValue }

      func problem(_ path: String) -> String {
        switch self {
        case .text: "The library 'libcurl.so.4' cannot be loaded: \(path): file too short."
        case .emptyFile: "The library 'libcurl.so.4' cannot be loaded: \(path): file too short."
        case .folder:
          "The library 'libcurl.so.4' cannot be loaded: \(path): cannot read file data: "
            + "Is a directory."
        // The system looks in the next folder, and finds its own library.
        case .brokenLink: ""
        case .otherLibrary:
          "The library '\(path)' is not a complete libcurl: it lacks the function "
            + "'curl_global_init'."
        case .old:
          "The library '\(path)' is libcurl 7.60.0. nightshift needs 7.68 or later: older versions "
            + "cannot wake a waiting transfer. With 7.80 or later, it also reuses connections."
        case .withoutWakeup:
          "The library '\(path)' is not a complete libcurl: it lacks the function "
            + "'curl_multi_wakeup'."
        case .notReady: "The library '\(path)' cannot be used: Failed initialization."
        }
      }
    }

    @Test(
      "an unusable library is one error, before anything is read", .enabled(if: Fake.isPossible),
      arguments: Found.allCases)
    func damagedLibrary(_ found: Found) throws {
      let folder = TemporaryFolder()
      let path = "\(folder.path)/libcurl.so.4"
      switch found {
      case .text: try folder.file("libcurl.so.4", "this is no library\n")
      case .emptyFile: try folder.file("libcurl.so.4", "")
      case .folder:
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      case .brokenLink:
        try FileManager.default.createSymbolicLink(
          atPath: path, withDestinationPath: "\(folder.path)/nowhere")
      case .otherLibrary: try Fake.compile("other", ["-x", "c", "/dev/null"], to: path)
      case .old: try Fake.compile("old", [], to: path)
      case .withoutWakeup:
        try Fake.compile("stub", ["-DSTARTS=CURLE_OK", "-Dcurl_multi_wakeup=other"], to: path)
      case .notReady: try Fake.compile("stub", ["-DSTARTS=2"], to: path)
      }
      // The job file does not exist, but the library is loaded first.
      let child = try Child(
        [BuiltProgram.path, "run", "\(folder.path)/jobs.jsonl"], in: folder.path,
        environment: ["LD_LIBRARY_PATH": folder.path], name: "run")
      guard found != .brokenLink else {
        #expect(child.wait() == .exit(66))
        return
      }
      #expect(child.wait() == .exit(1))
      #expect(
        child.standardError.hasPrefix("error: \(found.problem(path))\n help: Install libcurl:"))
      #expect(child.standardOutput == "")
    }

    @Test func `what sends no request needs no library`() throws {
      let folder = TemporaryFolder()
      try folder.file("libcurl.so.4", "this is no library\n")
      let jobs = try folder.file("jobs.jsonl", Site.line("a"))
      for words in [
        ["help"], ["run", "--help"], ["completions", "bash"], ["check", jobs],
        ["estimate", jobs, "--plan", "none", "--sandbox"],
      ] {
        let child = try Child(
          [BuiltProgram.path] + words, in: folder.path,
          environment: ["LD_LIBRARY_PATH": folder.path], name: "command")
        #expect(child.wait() == .exit(0), "\(words): \(child.standardError)")
        #expect(child.standardError == "")
      }
    }

    @Test("nothing is loaded from the current folder, or from a run directory")
    func currentFolder() throws {
      let site = try Site(jobs: 3)
      let names = ["libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.so"]
      try FileManager.default.createDirectory(
        atPath: site.directory, withIntermediateDirectories: true)
      for name in names {
        try site.folder.file(name, "this is no library\n")
        try site.folder.file("jobs.run/\(name)", "this is no library\n")
      }
      let enter = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\""]
      for folder in [site.folder.path, site.directory] {
        let child = try site.start(words: enter + [folder] + site.words([]))
        #expect(child.wait() == .exit(0))
        #expect(!child.standardError.contains("library"))
      }
      #expect(site.complaints == [])
    }

    /// libcurl 7.79 has no PREREQFUNCTION, and before 7.85 there is no PROTOCOLS_STR.
    @Test("libcurl 7.79 works, and says what it lacks", .enabled(if: Fake.isPossible))
    func olderLibrary() throws {
      let site = try Site(jobs: 30)
      let real = try #require(Fake.systemLibrary)
      try Fake.compile(
        "of-7-79", ["-DREAL=\"\(real)\""], to: "\(site.folder.path)/libcurl.so.4")
      let child = try site.run(
        ["--plan", "none"], environment: ["LD_LIBRARY_PATH": site.folder.path])
      #expect(child.wait() == .exit(0))
      #expect(
        child.standardError.contains(
          "warning: libcurl 7.79.1 is old: it may send a request a second time when a reused "
            + "connection breaks, so each request opens a new connection. From 7.80 on, "
            + "connections are reused.\n"))
      #expect(site.complaints == [])
      #expect(site.server.stats.duplicates == 0)
    }

    @Test("the version names the library that was loaded", .enabled(if: Fake.isPossible))
    func version() throws {
      let folder = TemporaryFolder()
      try Fake.compile("stub", ["-DSTARTS=CURLE_OK"], to: "\(folder.path)/libcurl.so.4")
      let child = try Child(
        [BuiltProgram.path, "--version"], in: folder.path,
        environment: ["LD_LIBRARY_PATH": folder.path], name: "version")
      #expect(child.wait() == .exit(0))
      #expect(child.standardOutput.hasSuffix(" (libcurl/8.5.0)\n"))
    }
  }
}

/// Libraries that pretend to be libcurl, compiled with the toolchain's clang.
private enum Fake {
  private static let compiler = Tool("clang")

  static var isPossible: Bool {
    #if os(Linux)
      compiler != nil
    #else
      false
    #endif
  }

  private static let project = URL(fileURLWithPath: ProjectFolder.path)

  static func compile(_ name: String, _ options: [String], to path: String) throws {
    let compiler = try #require(compiler)
    let isOwn = !options.contains("-x")
    let source = isOwn ? ["Tests/Fixtures/libcurl/\(name).c"] : []
    let (output, status) = try compiler.run(
      ["-shared", "-fPIC", "-fuse-ld=lld", "-I", "Sources/CLibcurl/include", "-o", path] + options
        + source, in: project)
    #expect(status == 0, "\(String(decoding: output, as: UTF8.self))")
  }

  /// The path of the libcurl that is installed on this machine.
  static var systemLibrary: String? {
    guard dlopen("libcurl.so.4", RTLD_NOW) != nil,
      let file = FileHandle(forReadingAtPath: "/proc/self/maps"), let maps = try? file.readToEnd()
    else { return nil }
    let words = String(decoding: maps, as: UTF8.self).split { $0 == " " || $0 == "\n" }
    return words.first { $0.contains("/libcurl.so.4") }.map(String.init)
  }
}
