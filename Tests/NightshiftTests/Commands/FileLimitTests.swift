import Testing

@testable import nightshift

@Suite struct FileLimitTests {
  @Test(arguments: [
    (nil, 1, 300), (20_480, 1, 300), (632, 1, 300), (631, 1, 299), (64, 1, 16), (64, 3, 8),
    (33, 1, 1), (8, 99, 1),
  ])
  func `as many requests run at once as there can be files`(
    files: Int?, jobFiles: Int, possible: Int
  ) {
    let limit = FileLimit(files: files)
    #expect(limit.concurrency(300, jobFiles: jobFiles, servesItself: false) == possible)
    #expect(limit.concurrency(1, jobFiles: jobFiles, servesItself: true) == 1)
  }

  @Test func `the sandbox needs a socket for each request too`() {
    #expect(FileLimit(files: 92).concurrency(300, jobFiles: 1, servesItself: true) == 20)
  }

  @Test func `the reason is told in one line`() {
    #expect(
      FileLimit(files: 64).sentence(16, of: 300)
        == "this process may have only 64 files open (ulimit -n), so 16 instead of 300 requests "
        + "run at once.")
  }
}
