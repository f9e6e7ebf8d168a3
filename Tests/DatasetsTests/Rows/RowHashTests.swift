import TestTools
import Testing

@testable import Datasets

@Suite struct RowHashTests {
  private let folder = TemporaryFolder()

  /// The hashes of the first row over these columns.
  private func hash(
    _ text: String, _ columns: [String], name: String = "d.csv", bits: Int = 64
  ) throws -> [UInt64] {
    let source = try Dataset(try folder.file(name, text), DatasetReading()).source
    let indices = try columns.map { try #require(source.columns.firstIndex(of: $0)) }
    var hash = RowHash(indices, of: source.columns, bits: bits)
    #expect(try source.next() != nil)
    return [hash.value(of: source), hash.check(of: source)]
  }

  @Test func `only the texts and names of the columns count`() throws {
    let wanted = try hash("a,b,c\nx,y,z\n", ["a", "b"])
    #expect(try hash("c,b,a\nw,\"y\",x\n", ["b", "a", "b"]) == wanted)
    #expect(try hash(#"{"b":"y","a":"\u0078"}"#, ["a", "b"], name: "d.jsonl") == wanted)
    for (text, columns) in [
      ("a,b\ny,x\n", ["a", "b"]), ("a,b\nxy,\n", ["a", "b"]), ("a,b\nx ,y\n", ["a", "b"]),
      ("ab,c\nx,y\n", ["ab", "c"]), ("a,b\nx,y\n", ["a"]), ("a,bb\nx,y\n", ["a", "bb"]),
    ] {
      let other = try hash(text, columns)
      #expect(other[0] != wanted[0] && other[1] != wanted[1], "\(text)")
    }
  }

  @Test func `JSON values of different kinds differ`() throws {
    let hashes = try [#""1""#, "1", "1.0", "null", #""""#, "true", #""true""#].map {
      try hash("{\"a\":\($0)}", ["a"], name: "d.jsonl")[0]
    }
    #expect(Set(hashes).count == hashes.count)
  }

  @Test func `a hash can be cut`() throws {
    let whole = try hash("a\nx\n", ["a"])
    #expect(try hash("a\nx\n", ["a"], bits: 8) == [whole[0] & 0xFF, whole[1]])
  }
}
