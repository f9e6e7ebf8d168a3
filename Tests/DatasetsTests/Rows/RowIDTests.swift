import Testing

@testable import Datasets

@Suite struct RowIDTests {
  @Test(arguments: [
    ("row-1", RowID(number: 1, hash: nil)),
    ("row-4294967295", RowID(number: 4_294_967_295, hash: nil)),
    ("row-17-00000000000000ff", RowID(number: 17, hash: 255)),
    ("row-2-ffffffffffffffff", RowID(number: 2, hash: .max)),
  ])
  func `an id of a row is read as it was written`(text: String, id: RowID) {
    #expect(Array(text.utf8).withUnsafeBytes { RowID($0) } == id)
    #expect(id.text == text)
  }

  @Test(arguments: [
    "", "row", "row-", "row-0", "row-01", "row-x", "row--1", "row-4294967296", "row-1-",
    "row-1-00000000000000f", "row-1-00000000000000fff", "row-1-00000000000000FF",
    "row-1-0000000000000 ff", "Row-1", "row-1 ", "row-99999999999999999999999",
  ])
  func `other ids are not those of rows`(text: String) {
    #expect(Array(text.utf8).withUnsafeBytes { RowID($0) } == nil)
  }
}
