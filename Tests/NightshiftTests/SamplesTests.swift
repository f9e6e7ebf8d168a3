import BatchRunner
import Foundation
import TestTools
import Testing

@Suite struct SamplesTests {
  static let root = ProjectFolder.path
  static let jobs = ["quickstart", "translate", "classify", "structured"]

  @Test func `every job file here is tested`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.root + "/Jobs")
    #expect(Set(names.filter { $0.hasSuffix(".jsonl") }) == Set(Self.jobs.map { $0 + ".jsonl" }))
  }

  @Test(arguments: jobs)
  func `every job file here has no problems and no notes`(name: String) throws {
    let file = try JobFile("\(Self.root)/Jobs/\(name).jsonl")
    #expect(file.problems.map(\.problem) == [])
    #expect(file.notes == [])
    #expect(file.table.count > 0)
  }

  @Test func `quickstart has 20 jobs, two of them the same`() throws {
    let table = try JobFile(Self.root + "/Jobs/quickstart.jsonl").table
    #expect(table.count == 20)
    #expect(table.identicalBodies()?.count == 1)
  }

  @Test(arguments: [("Samples/SKILL.md", 13), ("Samples/.env.example", 3)])
  func `the key of a sample is a placeholder`(file: String, line: Int) throws {
    let finder = KeyFinder(
      keyFile: file, environment: [:], directory: Self.root, for: try Endpoint(Endpoint.standard))
    #expect(throws: KeyError.placeholder(.file(path: file, line: line))) { try finder.find() }
  }
}
