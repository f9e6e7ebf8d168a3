import Foundation
import SandboxAPI
import Testing

/// Runs the built program in a directory that a preloaded library shows as another file system shows
/// it: CIFS, FUSE, 9p, NFS, and the Windows drives of WSL (`/mnt/c`).
///
/// The errors of FUSE are those that a real FUSE program's answers became on Linux 6.18, except that
/// Linux makes a success of `ENOSYS` for a sync.
#if os(Linux)
  @Suite(
    .serialized, .timeLimit(.minutes(5)),
    .enabled(if: FaultLibrary.path != nil, "needs clang, to compile the library of faults"))
  struct ForeignFileSystemTests {
    private static let jobs = 6

    private static func site() throws -> Site {
      let site = try Site(jobs: jobs)
      site.options = ["--plan", "none", "--concurrency", "2"]
      return site
    }

    /// `lacks`: see faults.c.
    private static func environment(_ site: Site, _ lacks: String) -> [String: String] {
      [
        "LD_PRELOAD": FaultLibrary.path ?? "", "NIGHTSHIFT_FAULT_DIR": site.directory,
        "NIGHTSHIFT_FAULT_LACKS": lacks,
      ]
    }

    /// The lines of warnings and their help, in order.
    private static func warnings(_ text: String) -> [String] {
      let lines = text.split(separator: "\n").map(String.init)
      return lines.indices.filter {
        lines[$0].hasPrefix("warning:") || ($0 > 0 && lines[$0 - 1].hasPrefix("warning:"))
      }.map { lines[$0] }
    }

    enum Warning: CaseIterable {
      case modes, directorySync, fileSync

      func lines(_ directory: String) -> [String] {
        let file = "warning: the file system of '\(directory)' cannot "
        let powerCut =
          " help: Only a power cut or a crash of the system can do that. To be safe from it, name a "
          + "directory on a local disk with --run-dir."
        switch self {
        case .modes:
          return [
            file + "keep file modes: other users of this machine may be able to read the answers.",
            " help: To keep them private, name a directory on a local disk with --run-dir.",
          ]
        case .directorySync:
          return [
            file + "sync directories: a power cut may lose files that were created shortly before "
              + "it, with the answers in them.", powerCut,
          ]
        case .fileSync:
          return [
            file + "sync files: a power cut may lose answers that were already stored.", powerCut,
          ]
        }
      }
    }

    @Test(
      arguments: [
        ("a chmod that is refused where files are private", "chmod=\(EPERM)", []),
        ("CIFS", "chmod=\(EPERM) modes=1 syncdir=\(EINVAL)", [.modes, .directorySync]),
        (
          "CIFS with other errors", "chmod=\(EACCES) modes=1 syncdir=\(EBADF)",
          [.modes, .directorySync]
        ),
        ("a drive of Windows in WSL", "modes=1 syncdir=\(EINVAL)", [.modes, .directorySync]),
        ("9p", "chmod=\(ENOTSUP) syncdir=\(ENOTSUP)", [.directorySync]),
        (
          "FUSE without syncs", "chmod=\(ENOSYS) syncdir=\(ENOTSUP) syncfile=\(ENOTSUP)",
          [.directorySync, .fileSync]
        ),
        ("FUSE that syncs directories only", "syncfile=\(EINVAL)", [.fileSync]),
      ] as [(String, String, [Warning])])
    func `a run warns once of what is missing, and ends well`(
      name: String, lacks: String, expected: [Warning]
    ) throws {
      let site = try Self.site()
      let environment = Self.environment(site, lacks)
      let first = try site.run(["--limit", "3"], environment: environment)
      #expect(first.wait() == .exit(6), "\(name): \(first.standardError)")
      let lines = expected.flatMap { $0.lines(site.directory) }
      #expect(Self.warnings(first.standardError) == lines, "\(name)")
      let second = try site.run(environment: environment)
      #expect(second.wait() == .exit(0), "\(name): \(second.standardError)")
      #expect(site.complaints == [], "\(name)")
      #expect(site.server.stats.accepted == Self.jobs)
      let journal = try String(contentsOfFile: site.directory + "/journal.jsonl", encoding: .utf8)
      #expect(journal.contains(#""e":"synced""#) == !expected.contains(.fileSync), "\(name)")
    }

    @Test(arguments: [ENOLCK, ENOTSUP, ENOSYS])
    func `without locks nothing is sent, and the message names --run-dir`(code: Int32) throws {
      let site = try Self.site()
      let child = try site.run(environment: Self.environment(site, "flock=\(code)"))
      #expect(child.wait() == .exit(73))
      #expect(
        child.standardError
          == "error: the file system of '\(site.directory)' has no locks "
          + "(\(String(cString: strerror(code)))), so two runs could use the directory at once and "
          + "pay for the same jobs twice.\n"
          + " help: Name a directory on a local disk with --run-dir.\n")
      #expect(site.server.stats.received == 0)
    }

    @Test(arguments: [
      ("replace=\(EEXIST)", "cannot replace a file in 'DIR': File exists."),
      ("replace=\(EPERM)", "cannot replace a file in 'DIR': Operation not permitted."),
      ("replace=\(EINVAL)", "cannot replace a file in 'DIR': Invalid argument."),
      ("nofollow=\(EINVAL)", "cannot lock 'DIR/lock': Invalid argument."),
      ("flock=\(EACCES)", "the run directory 'DIR' is in use by another run."),
    ])
    func `what a run cannot do without is found out before the first request`(
      lacks: String, problem: String
    ) throws {
      let site = try Self.site()
      let child = try site.run(environment: Self.environment(site, lacks))
      #expect(child.wait() == .exit(73), "\(child.standardError)")
      let lines = child.standardError.split(separator: "\n")
      #expect(lines.first == "error: \(problem.replacing("DIR", with: site.directory))")
      #expect(lines.last?.contains("--run-dir") == true)
      #expect(site.server.stats.received == 0)
    }

    @Test(arguments: ["syncdir=\(EIO)", "syncfile=\(EIO)", "syncfile=\(ENOSPC)"])
    func `a sync that fails is never taken for one that is missing`(lacks: String) throws {
      let site = try Self.site()
      let child = try site.run(environment: Self.environment(site, lacks))
      #expect(child.wait() == .exit(74), "\(child.standardError)")
      #expect(site.server.stats.received == 0)
    }

    @Test func `jobs from standard input, exports and reports need no syncs either`() throws {
      let site = try Self.site()
      let environment = Self.environment(
        site, "chmod=\(EPERM) modes=1 syncdir=\(EINVAL) syncfile=\(EINVAL)")
      let run = try site.start(
        words: [
          BuiltProgram.path, "run", "-", "--run-dir", site.directory, "--base-url",
          site.server.baseURL, "--progress", "none",
        ] + site.options, environment: environment, input: site.file)
      #expect(run.wait() == .exit(0), "\(run.standardError)")
      #expect(
        Self.warnings(run.standardError) == Warning.allCases.flatMap { $0.lines(site.directory) })
      #expect(site.complaints == [])
      for words in [["report"], ["export", "-o", site.directory + "/answers.csv"]] {
        let child = try site.start(
          words: [BuiltProgram.path] + words + [site.directory], environment: environment)
        #expect(child.wait() == .exit(0), "\(words): \(child.standardError)")
      }
      for name in ["report.html", "answers.csv"] {
        #expect(FileManager.default.fileExists(atPath: site.directory + "/" + name), "\(name)")
      }
    }

    @Test func `a torn end is set aside where files cannot be truncated`() throws {
      let site = try Self.site()
      #expect(try site.run(["--limit", "3"]).wait() == .exit(6))
      let results = try #require(FileHandle(forWritingAtPath: site.directory + "/results.jsonl"))
      try results.seekToEnd()
      try results.write(contentsOf: Data("{\"torn".utf8))
      try results.close()
      let child = try site.run(environment: Self.environment(site, "cut=\(ENOTSUP)"))
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(child.standardError.contains("6 bytes of incomplete lines were moved to"))
      #expect(site.complaints == [])
      #expect(site.server.stats.accepted == Self.jobs)
    }
  }
#endif
