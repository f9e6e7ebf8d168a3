import Basics
import Foundation
import TestTools
import Testing

@testable import Datasets

@Suite struct PictureTests {
  private let folder = TemporaryFolder()

  /// The beginnings of pictures.
  static let kinds: [([UInt8], String?)] = [
    ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1], "image/png"),
    ([0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"), (Array("GIF89a".utf8), "image/gif"),
    (Array("GIF87a..".utf8), "image/gif"), (Array("RIFF0000WEBPVP8 ".utf8), "image/webp"),
    (Array("RIFF0000WAVE".utf8), nil), (Array("%PDF-1.7".utf8), nil), ([], nil),
    ([0xFF, 0xD8], nil),
    (Array("<svg>".utf8), nil), (Array("\u{89}PNG".utf8), nil),
  ]

  @Test(arguments: kinds)
  func `the media type is told by the first bytes`(bytes: [UInt8], type: String?) {
    #expect(Picture.mediaType(bytes) == type)
  }

  private func address(_ cell: String) throws(PictureProblem) -> String {
    var json: [UInt8] = []
    let result: Result<Void, PictureProblem> = Array(cell.utf8).withUnsafeBytes { bytes in
      do throws(PictureProblem) {
        try Picture(.text(bytes), column: "photo").append(to: &json, folder: folder.path)
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
    return String(decoding: json, as: UTF8.self)
  }

  @Test func `a file becomes a data URL whatever its name, and addresses stay`() throws {
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    try Data(png).write(to: URL(fileURLWithPath: folder.path + "/a.jpg"))
    let data = "data:image/png;base64,iVBORw0KGgo="
    #expect(try address("a.jpg") == data)
    #expect(try address(" a.jpg ") == data)
    #expect(try address(folder.path + "/a.jpg") == data)
    for stays in ["https://x.org/a.png?b=c", "HTTP://x/y", "data:image/png;base64,AAAA"] {
      #expect(try address(stays) == stays)
    }
    #expect(try address("https://x/\"") == #"https://x/\""#)
  }

  @Test func `what is no picture is told`() throws {
    _ = try folder.file("t.png", "text")
    func sentence(_ cell: String) -> String {
      do throws(PictureProblem) {
        return try address(cell)
      } catch {
        return error.sentence.replacing(folder.path + "/", with: "")
      }
    }
    #expect(sentence("t.png") == "'t.png' is no PNG, JPEG, GIF or WebP picture.")
    #expect(sentence("none.png") == "cannot open 'none.png': No such file or directory.")
    #expect(sentence("/dev/zero") == "'/dev/zero' is not a file.")
    #expect(sentence("t.png\u{0}x") == "'t.png\u{0}x' is not a file.")
    #expect(
      sentence("s3://b/a.png")
        == "'photo' is an address that begins with 's3:', which no server can open.")
    #expect(sentence("  ") == "'photo' is empty, but the template needs a picture there.")
    #expect(sentence(#"C:\a.png"#) == #"cannot open 'C:\a.png': No such file or directory."#)
    #expect(PictureProblem.scheme("file", column: "c").remedy == "Write the path alone.")
  }

  @Test func `a file that cannot fit into a job is not read`() throws {
    let path = folder.path + "/large.png"
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.truncate(atOffset: 49 << 20)
    #expect(throws: PictureProblem.tooLarge(path: path)) { try address("large.png") }
  }
}
