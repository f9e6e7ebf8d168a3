import Foundation

/// A key that must not appear in any file, and the encodings in which it could appear.
struct Canary {
  let key = "sk-canary-Zq7/Xw+9_kTt3=Yh5LmN8pRv2"

  private var forms: [(name: String, bytes: Data)] {
    let bytes = Data(key.utf8)
    let hex = key.utf8.map { String(format: "%02x", $0) }.joined()
    let escaped = key.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? key
    var forms = [
      ("raw", key), ("hex", hex), ("hex", hex.uppercased()), ("url", escaped),
      ("url", key.replacing("/", with: "%2F").replacing("+", with: "%2B")),
      ("json", key.replacing("/", with: "\\/")),
      ("json", key.utf8.map { String(format: "\\u%04x", $0) }.joined()),
    ].map { ($0, Data($1.utf8)) }
    // In base64, text around the key shifts it by up to two bytes, which changes the letters at its
    // ends. So the inner letters of all three shifts are searched.
    for shift in 0..<3 {
      let text = (Data(repeating: 0, count: shift) + bytes).base64EncodedString()
      let inner = text.dropFirst(4).prefix(bytes.count / 3 * 4 - 8)
      forms.append(("base64", Data(inner.utf8)))
      let web = inner.replacing("+", with: "-").replacing("/", with: "_")
      forms.append(("base64url", Data(web.utf8)))
    }
    return forms
  }

  /// Searches every file below `folder` except `spared`. Returns where the key was found, and how
  /// many bytes were searched.
  func search(_ folder: String, except spared: Set<String>) -> (found: [String], bytes: Int) {
    var found: [String] = []
    var count = 0
    for path in FileManager.default.subpaths(atPath: folder) ?? [] where !spared.contains(path) {
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(path)") else { continue }
      count += data.count
      for form in forms where data.range(of: form.bytes) != nil {
        found.append("\(path): \(form.name)")
      }
    }
    return (found, count)
  }
}
