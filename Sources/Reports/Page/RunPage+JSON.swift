import Basics

extension RunPage {
  /// All figures as one JSON object on one line. Characters beyond ASCII are escaped, so that no
  /// control character reaches a terminal.
  package var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    guard let data = try? encoder.encode(PageJSON(self)) else {
      preconditionFailure("a page could not be written as JSON")
    }
    var text = ""
    for scalar in String(decoding: data, as: UTF8.self).unicodeScalars {
      if scalar.isASCII, scalar.value != 0x7F {
        text.unicodeScalars.append(scalar)
      } else {
        for unit in UTF16.encode(scalar)! {
          let hex = String(unit, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        }
      }
    }
    return text + "\n"
  }
}
