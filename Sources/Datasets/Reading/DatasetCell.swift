import Basics

/// One value of a row. The bytes belong to the source and are not copied.
enum DatasetCell {
  /// A cell of a CSV file, without its quotes, in valid UTF-8.
  case text(UnsafeRawBufferPointer)
  /// A valid JSON string without its quotes, with its escapes.
  case string(UnsafeRawBufferPointer)
  /// A JSON value that is neither a string nor `null`.
  case json(UnsafeRawBufferPointer)
  /// `null`, or the row has no such member.
  case missing
}

extension DatasetCell {
  /// Whether the cell has only white space, or nothing.
  var isEmpty: Bool {
    switch self {
    case .text(let bytes): bytes.allSatisfy(JSONScanner.isSpace)
    case .string(let contents):
      // Escaped line breaks and tabs are white space too.
      contents.allSatisfy(JSONScanner.isSpace)
        || contents.contains(UInt8(ascii: "\\"))
          && (JSONString.decode(contents)?.utf8.allSatisfy(JSONScanner.isSpace) ?? false)
    case .json: false
    case .missing: true
    }
  }

  /// Appends the cell as text: a string without its escapes, other JSON values as they are written.
  func append(to bytes: inout [UInt8]) {
    switch self {
    case .text(let text), .json(let text): bytes.append(contentsOf: text)
    case .string(let contents):
      // With an unpaired surrogate there is no text, so the escapes stay.
      if !JSONString.append(decoding: contents, to: &bytes) { bytes.append(contentsOf: contents) }
    case .missing: break
    }
  }
}
