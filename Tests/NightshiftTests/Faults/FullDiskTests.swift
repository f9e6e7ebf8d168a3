import Foundation
import SandboxAPI
import TestTools
import Testing

#if os(Linux)
  /// Runs on a file system that is really full. Needs root, or a container with CAP_SYS_ADMIN.
  @Suite(
    .serialized, .timeLimit(.minutes(5)),
    .enabled(if: SmallDisk.isPossible, "needs the right to mount a tmpfs: root, CAP_SYS_ADMIN"))
  struct FullDiskTests {
    @Test(arguments: [16, 24, 32, 48, 64])
    func `a full file system gives 74, and the run can be resumed after making room`(kilobytes: Int)
      throws
    {
      let site = try Site(jobs: 120)
      let path = site.folder.path + "/disk"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      let disk = try #require(SmallDisk(at: path, kilobytes: kilobytes))
      defer { disk.remove() }
      let directory = path + "/run"
      site.options = ["--plan", "none", "--concurrency", "4", "--run-dir", directory]
      let child = try site.run()
      #expect(child.wait() == .exit(74), "\(child.standardError)")
      let kept = Checker(directory).results.count
      let accepted = site.server.stats.accepted
      // At most the requests in flight when the disk filled up, and those that ended before the
      // halt.
      #expect(accepted - kept <= 8)
      #expect(Checker(directory).complaints == [])
      #expect(disk.resize(kilobytes: 1024))
      let second = try site.run()
      #expect(second.wait() == .exit(0), "\(second.standardError)")
      #expect(Checker(directory).complaints(ofAll: site.jobs) == [])
      #expect(site.server.stats.accepted == 120 + accepted - kept)
      print("D7: \(kilobytes) KiB: \(kept) kept, \(accepted - kept) sent again, 0 of 120 lost")
    }
  }
#endif
