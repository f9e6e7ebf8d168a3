extension String {
  /// The text with every API key (`sk-…`) replaced by `sk-(not shown)`. A user may paste a key in
  /// the wrong place, and messages end up in logs.
  var withoutKeys: String {
    var safe = ""
    var rest = self[...]
    while let next = rest.first {
      let isWordStart = safe.last.map { !$0.isLetter && !$0.isNumber } ?? true
      if isWordStart, rest.hasPrefix("sk-") {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        // A shorter word is no key, but part of a sentence such as "sk-...".
        safe += word.count > 8 ? "sk-(not shown)" : word
        rest = rest.dropFirst(word.count)
      } else {
        safe.append(next)
        rest.removeFirst()
      }
    }
    return safe
  }
}
