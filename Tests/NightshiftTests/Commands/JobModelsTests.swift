import TestTools
import Testing

@testable import nightshift

@Suite struct JobModelsTests {
  @Test func `the models of some lines are looked up, as far as they can be read`() throws {
    let folder = TemporaryFolder()
    let lines = ["a", "b", "c"].map {
      #"{"model":"\#($0)","messages":[{"role":"user","content":"x"}]}"#
    }
    let path = try folder.file("jobs.jsonl", lines.joined(separator: "\n") + "\nnot JSON\n")
    #expect(JobModels.ofLines([1, 3, 4, 99], in: path) == [1: "a", 3: "c"])
    #expect(JobModels.ofLines([1], in: folder.path + "/none") == [:])
    #expect(JobModels.ofLines([], in: path) == [:])
  }
}
