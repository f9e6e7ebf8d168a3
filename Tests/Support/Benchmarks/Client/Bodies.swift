import BatchRunner

/// The bodies of a job file, in one block that libcurl may point into.
final class Bodies {
  private let block: UnsafeMutableBufferPointer<UInt8>
  private let ends: [Int]

  init(_ jobs: JobFile) throws {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    var reader = JobReader(jobs, number: 0)
    while let job = try reader.next(where: { _ in true }) {
      bytes.append(contentsOf: job.body)
      ends.append(bytes.count)
    }
    block = .allocate(capacity: bytes.count)
    _ = block.initialize(fromContentsOf: bytes)
    self.ends = ends
  }

  deinit {
    block.deallocate()
  }

  var count: Int { ends.count }

  subscript(_ index: Int) -> UnsafeMutableBufferPointer<UInt8> {
    UnsafeMutableBufferPointer(rebasing: block[(index == 0 ? 0 : ends[index - 1])..<ends[index]])
  }
}
