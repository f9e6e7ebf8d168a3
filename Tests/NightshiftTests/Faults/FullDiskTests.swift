import Foundation
import SandboxAPI
import Testing

#if os(Linux)
  /// A file system that is really full, where the machine lets a test mount one.
  @Suite(.serialized, .timeLimit(.minutes(5))) struct FullDiskTests {
    @Test(arguments: [16, 24, 32, 48, 64])
    func `a full file system gives 74, and room lets the run go on`(kilobytes: Int) throws {
      let site = try Site(jobs: 120)
      let disk = site.folder.path + "/disk"
      try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
      guard mount(disk, "size=\(kilobytes)k") else {
        print("D7: no file system of \(kilobytes) KiB could be mounted here: skipped")
        return
      }
      defer { try? run("/bin/umount", [disk], site) }
      let directory = disk + "/run"
      site.options = ["--plan", "none", "--concurrency", "4", "--run-dir", directory]
      let child = try site.run()
      #expect(child.wait() == .exit(74), "\(child.standardError)")
      let kept = Checker(directory).results.count
      let accepted = site.server.stats.accepted
      // What was in flight when it filled up, and what ended while it was being told.
      #expect(accepted - kept <= 8)
      #expect(Checker(directory).complaints == [])
      #expect(mount(disk, "remount,size=1m"))
      let second = try site.run()
      #expect(second.wait() == .exit(0), "\(second.standardError)")
      #expect(Checker(directory).complaints(ofAll: site.jobs) == [])
      #expect(site.server.stats.accepted == 120 + accepted - kept)
      print("D7: \(kilobytes) KiB: \(kept) kept, \(accepted - kept) sent again, 0 of 120 lost")
    }

    private func mount(_ path: String, _ options: String) -> Bool {
      guard let folder = try? TemporaryFolder(),
        let child = try? Child(
          ["/bin/mount", "-t", "tmpfs", "-o", options, "none", path], in: folder.path,
          name: "mount")
      else { return false }
      return child.wait() == .exit(0)
    }

    private func run(_ program: String, _ words: [String], _ site: Site) throws {
      try Child([program] + words, in: site.folder.path, name: "umount").wait()
    }
  }
#endif
