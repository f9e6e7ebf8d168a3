import Basics
import Testing

@Suite struct PathNameTests {
  @Test(
    arguments: [
      ("", "", "", ""), ("/", "/", "/", ""), ("//", "/", "/", ""), ("a", "", "a", ""),
      ("a/", "", "a", ""), ("/a", "/", "a", ""), ("/a/", "/", "a", ""),
      ("a.b/c", "a.b", "c", ""), ("a//b//", "a", "b", ""), ("//a//b", "/a", "b", ""),
      ("./a.jsonl", ".", "a.jsonl", "jsonl"), ("../..", "..", "..", ""), (".", "", ".", ""),
      (".run", "", ".run", ""), ("a/.b", "a", ".b", ""), (".a.b", "", ".a.b", "b"),
      ("a.", "", "a.", ""), ("a..", "", "a..", ""), ("a.b.c", "", "a.b.c", "c"),
      ("a. b", "", "a. b", " b"), ("a.é", "", "a.é", "é"),
    ])
  func `a path has a folder, a name and an extension`(
    path: String, folder: String, name: String, fileExtension: String
  ) {
    let parts = PathName(path)
    #expect(parts.folder == folder)
    #expect(parts.name == name)
    #expect(parts.fileExtension == fileExtension)
  }

  @Test(
    arguments: [
      ("a.b", "a"), ("a.b.c", "a.b"), ("a/b.c", "a/b"), ("/a.b", "/a"), ("/a/b.c/", "/a/b"),
      ("a.b/c", "a.b/c"), (".run", ".run"), ("./a.jsonl", "./a"),
    ])
  func `only the last extension is removed`(path: String, rest: String) {
    #expect(PathName(path).withoutExtension == rest)
  }
}
