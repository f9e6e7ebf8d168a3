import Basics

/// Brings a line that another program has reformatted back to the spelling that readers expect.
protocol LineRepair {
  /// Reads a line without its newline. The line as it should be is then in ``bytes``, unless it is
  /// ``LineFinding/intact``. Throws if more than its spelling was changed.
  mutating func read(_ line: UnsafeRawBufferPointer) throws(LineDefect) -> LineFinding

  /// The repaired line, without its newline.
  var bytes: [UInt8] { get }
}

/// What a repair found out about a line.
enum LineFinding: Equatable {
  /// It is what was written.
  case intact
  /// Its original spelling was found again: its check fits.
  case restored
  /// It is whole, but its original spelling is not known: it gets a new check, or has none.
  case rebuilt
  /// It has only white space, and is left out.
  case blank
}

/// Why a line cannot be repaired.
enum LineDefect: Error, Equatable {
  case tooLong
  case notJSON(JSONError)
  case notAnObject
  /// The names of members.
  case missing(String)
  case unknown(String)
  case twice(String)
  /// The value of the member is not what it must be.
  case wrong(String, String)
  /// The body is no answer, because of this.
  case noAnswer(String)
  /// Everything was found, and the line still does not read as one of ours.
  case other

  /// As part of a sentence.
  var clause: String {
    switch self {
    case .tooLong: "it is longer than \(LineReader.lengthLimit >> 20) MiB"
    case .notJSON(let error): "it is not JSON: \(error.clause)"
    case .notAnObject: "it is no JSON object"
    case .missing(let name): "'\(name)' is missing"
    case .unknown(let name):
      "'\(Printable(name.prefix(80)))' is not a member that nightshift writes"
    case .twice(let name): "'\(Printable(name.prefix(80)))' occurs twice"
    case .wrong(let name, let expected): "'\(name)' is not \(expected)"
    case .noAnswer(let reason): "its body is no answer: \(reason)"
    case .other: "its members are not what nightshift writes"
    }
  }
}

extension UnsafeRawBufferPointer {
  /// The line without what editors add around it: a byte-order mark and a carriage return.
  var withoutEditorMarks: UnsafeRawBufferPointer {
    var rest = self[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    if rest.last == 0x0D { rest = rest.dropLast() }
    return UnsafeRawBufferPointer(rebasing: rest)
  }
}
