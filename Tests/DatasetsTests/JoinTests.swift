import Basics
import Foundation
import TestTools
import Testing

@testable import Datasets

@Suite struct JoinTests {
  private let run = DatasetRun()

  private func told(_ error: any Error) -> String {
    guard let error = error as? any UserFacing else { return "\(error)" }
    return [error.problem, error.remedy ?? ""].joined(separator: " | ")
      .replacingOccurrences(of: run.folder.path + "/", with: "")
  }

  /// The sentences of the error that a join throws.
  private func refusal(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "joined"
    } catch { return told(error) }
  }

  @Test func `rows that were moved, added or removed since are found by their cells`() async throws
  {
    try run.write("n,text\n1,a\n2,b\n3,c\n4,b\n")
    let ids = try run.prepare()
    #expect(ids[1].hasPrefix("row-2-") && ids[3].hasPrefix("row-4-"))
    #expect(ids[1].suffix(17) == ids[3].suffix(17))
    try await run.run()
    let same = try run.join()
    #expect(same.answers == ["A", "B", "C", "B"] && same.told == [])
    try run.write("text,n\nb,4\nnew,9\nc,3\nb,2\na,1\n")
    let changed = try run.join()
    #expect(changed.answers == ["B", ".", "C", "B", "A"])
    #expect(
      changed.told == [
        "2 rows of d.csv stand elsewhere than when the jobs were prepared; found by the cells."
      ])
    try run.write("n,text\n3,c\n")
    let removed = try run.join()
    #expect(removed.answers == ["C"])
    #expect(
      removed.told == [
        "3 answers belong to no row of d.csv, for example '\(ids[0])'; every row has another one.",
        "1 row of d.csv stands elsewhere than when the jobs were prepared; found by the cells.",
      ])
    #expect(
      refusal { _ = try run.join { $0.isStrict = true } }
        == "3 answers belong to no row of d.csv, for example '\(ids[0])'; every row has another one. "
        + "| Leave out --strict to export the rest.")
  }

  @Test func `an edited row is refused, or keeps its answer if that is asked for`() async throws {
    try run.write("n,text\n1,a\n2,b\n3,c\n")
    try run.prepare()
    try await run.run()
    try run.write("n,text\n9,a\n2,\"b\n!\"\n3,c!\n")
    #expect(
      refusal { _ = try run.join() }
        == "d.csv:3: the row was edited after its job was prepared, and so was 1 other row. | Prepare and "
        + "run such rows again, or add --edited keep to give them the answers from before.")
    let kept = try run.join { $0.keepsEdited = true }
    #expect(kept.answers == ["A", "B", "C"])
    #expect(
      kept.told == [
        "2 rows of d.csv were edited after their jobs were prepared, for example line 3; the answers "
          + "from before were kept."
      ])
    try run.write("n,text\n9,x\n2,y\n3,z\n")
    #expect(
      refusal { _ = try run.join { $0.keepsEdited = true } }
        == "none of the 3 answers matches a row of 'd.csv'. | Use the dataset from which the jobs were "
        + "prepared, with the same --id-column.")
  }

  @Test func `without the record all columns are compared`() async throws {
    try run.write("n,text\n1,a\n2,b\n")
    try run.prepare()
    try await run.run()
    #expect(
      refusal { _ = try run.join(usesRecord: false) }
        == "none of the 2 answers matches a row of 'd.csv'. | Use the dataset from which the jobs were "
        + "prepared, with the same --id-column. There is no 'jobs.jsonl.prepare.json', so all columns "
        + "of each row were compared: put it back beside the job file, or add --template.")
    #expect(try run.join(template: "{{text}}", usesRecord: false).answers == ["A", "B"])
    try run.write("text\nb\na\n")
    #expect(try run.join(usesRecord: false).answers == ["B", "A"])
  }

  @Test func `a row without a job is told apart from its twin`() async throws {
    try run.write("lang,text\nde,a\nfr,a\nde,b\n")
    try run.prepare { $0.filters = [RowFilter("lang=de")!] }
    try await run.run()
    #expect(try run.join().answers == ["A", ".", "B"])
    try run.write("lang,text\nde,b\nfr,a\nde,a\n")
    let sorted = try run.join()
    #expect(sorted.answers == ["B", "A", "A"])
    #expect(sorted.told.first == "1 row without an answer got that of a row with the same cells.")
  }

  @Test func `rows with colliding hashes are refused, or told apart by the template`() async throws
  {
    try run.write("text\n" + (0..<40).map { "t\($0)\n" }.joined())
    try run.prepare { $0.hashBits = 3 }
    try await run.run()
    #expect(
      refusal { _ = try run.join { $0.hashBits = 3 } }
        == "d.csv:2: the row has the hash of other cells or of another request, so nothing tells which answer is its own. So have 39 other rows. | Add --template T, so "
        + "that each row is compared with its job, or --edited keep to join those that stand where "
        + "they stood.")
    let bodies = try run.join(template: "{{text}}") { $0.hashBits = 3 }
    #expect(bodies.answers == (0..<40).map { "T\($0)" } && bodies.told == [])
    let kept = try run.join {
      $0.hashBits = 3
      $0.keepsEdited = true
    }
    #expect(kept.answers == bodies.answers)
    #expect(
      kept.told == [
        "40 rows of d.csv have the hash of other cells or of another request, for example line 2; only those that stand "
          + "where they stood got an answer."
      ])
  }

  @Test func `another template is refused`() async throws {
    try run.write("text\na\nb\n")
    try run.prepare()
    try await run.run()
    #expect(
      refusal { _ = try run.join(template: "Say {{text}}") }
        == "with 't.txt', no row of 'd.csv' makes the request that its job was. | Use the template from "
        + "which the jobs were prepared, with the same --model and --system.")
  }

  @Test(arguments: [
    (
      "a\nb\n", "A\nb\n",
      "1 answer belongs to no row of d.csv, for example 'a'; the dataset has 'A'. Upper and lower case "
        + "count in ids."
    ),
    (
      "0040\nb\n", "40.0\nb\n",
      "1 answer belongs to no row of d.csv, for example '0040'; the dataset has '40.0'. A spreadsheet "
        + "or pandas turns '0040' into '40.0' when it reads ids as numbers; read them as text."
    ),
    (
      "x\n2024-01-02\nb\n", "b\ny\n02.01.2024\n",
      "2 answers belong to no row of d.csv, for example '2024-01-02'; the dataset has '02.01.2024'. A "
        + "spreadsheet or pandas turns '2024-01-02' into '02.01.2024' when it reads ids as dates; read "
        + "them as text."
    ),
    (
      "review-17\nb\n", "b\nreveiw-17\n",
      "1 answer belongs to no row of d.csv, for example 'review-17'; the dataset has 'reveiw-17'."
    ),
    (
      "a\nb\n", "b\nzebra\n",
      "1 answer belongs to no row of d.csv, for example 'a'; 'zebra' in line 3 has no answer."
    ),
    (
      "a\nb\n", "b\n",
      "1 answer belongs to no row of d.csv, for example 'a'; every row has another one."
    ),
    (
      "a\nb\n", "a\nb\na\n",
      "1 row of d.csv has the id of an earlier row, for example line 4, and got the same answer."
    ),
  ])
  func `answers to ids that the dataset does not have are told`(
    before: String, now: String, sentence: String
  ) async throws {
    func table(_ ids: String) -> String {
      "id,text\n" + ids.split(separator: "\n").map { "\($0),x\n" }.joined()
    }
    try run.write(table(before))
    try run.prepare { $0.idColumn = "id" }
    try await run.run()
    #expect(try run.join().told == [])
    try run.write(table(now))
    #expect(try run.join().told == [sentence])
    #expect(
      refusal { _ = try run.join { $0.isStrict = true } }
        == sentence + " | Leave out --strict to export the rest.")
  }

  @Test func `ids from a column are not compared with rows`() async throws {
    try run.write("id,text\n1,a\n")
    try run.prepare { $0.idColumn = "id" }
    try await run.run()
    #expect(
      refusal { _ = try run.join(template: "{{text}}") }
        == "--template is only for ids that were made from rows, but these are from the column 'id'. | "
        + "Leave out --template.")
    #expect(
      refusal { _ = try run.join { $0.trustsPositions = true } }.hasPrefix("--trust-positions is"))
    try run.write("key,text\n1,a\n")
    #expect(
      refusal { _ = try run.join() }
        == "jobs.jsonl.prepare.json: 'd.csv' has no column 'id'. | The columns are 'key', 'text'.")
  }

  @Test func `an id column without any of the ids names one of each side`() async throws {
    try run.write("id,text\n1,a\n2,b\n")
    try run.prepare { $0.idColumn = "id" }
    try await run.run()
    try run.write("id,text\n1.0,a\n2.0,b\n")
    #expect(
      refusal { _ = try run.join() }
        == "none of the 2 answers matches a row of 'd.csv': the run has '1', the dataset has '1.0'. A "
        + "spreadsheet or pandas turns '1' into '1.0' when it reads ids as numbers; read them as text. "
        + "| Use the dataset from which the jobs were prepared, with the same --id-column.")
  }

  @Test func `in 500 random datasets every answer in the file is on its row or is told`()
    async throws
  {
    let base = UInt64.random(in: 0 ... .max)
    var (joined, refused, lost) = (0, 0, 0)
    for number in 0..<500 {
      var random = SplitMix64(seed: base &+ UInt64(number))
      let texts = (0..<Int.random(in: 1...8, using: &random)).map { _ in
        "\"t\(Int.random(in: 0...9, using: &random)), \"\"x\"\"\n\""
      }
      let run = DatasetRun()
      try run.write("text\n" + texts.joined(separator: "\n") + "\n")
      try run.prepare()
      try await run.run(skips: Bool.random(using: &random) ? [0] : [])
      var now = Bool.random(using: &random) ? texts : texts.shuffled(using: &random)
      let row = Int.random(in: 0..<now.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: now.insert("new", at: row)
      case 1: now.remove(at: row)
      case 2: now[row] = "edited"
      default: break
      }
      try run.write("text\n" + now.joined(separator: "\n") + "\n")
      do {
        let answers = try run.join().answers
        #expect(answers.count == now.count)
        for (answer, text) in zip(answers, now) where answer != "." {
          let wanted = text.dropFirst().dropLast().replacingOccurrences(of: "\"\"", with: "\"")
          #expect(answer == wanted.uppercased(), "seed \(base &+ UInt64(number))")
          joined += 1
        }
        lost += answers.count { $0 == "." }
      } catch is JoinError { refused += 1 }
    }
    #expect(joined > 500 && refused > 20)
    print(
      "500 datasets in files from seed \(base): \(joined) answers joined, \(lost) rows without one, "
        + "\(refused) joins refused; 0 wrong")
  }
}
