/// A type, an extension, a function or a property, and the tokens it is written with.
struct Declaration {
  var path: [String]
  var tokens: Range<Int>

  /// A symbol is the end of a whole name: `next` and `Schedule.next` both are in `A.Schedule.next`.
  func isNamed(_ symbol: String) -> Bool {
    path.suffix(symbol.split(separator: ".").count).elementsEqual(
      symbol.split(separator: ".").map(String.init))
  }
}

extension Declaration {
  /// What a pair of braces belongs to.
  private struct Braces {
    var declaration: Int?
    var isType: Bool
    var parentheses: Int
    var pending: Int?
  }

  /// All declarations of a file, but for local variables; an inner one comes after its outer one.
  static func all(in code: Code) -> [Declaration] {
    var found: [Declaration] = []
    var open: [Braces] = []
    var parentheses = 0
    var pending: Int?
    var pendingIsType = false

    func end(at token: Int) {
      if let last = pending { found[last].tokens = found[last].tokens.lowerBound..<token }
      pending = nil
    }
    for token in code.tokens.indices {
      let text = code.text(token)
      switch text {
      case "(", "[": parentheses += 1
      case ")", "]": parentheses -= 1
      case "{":
        let owner = parentheses == 0 ? pending : nil
        open.append(
          Braces(
            declaration: owner, isType: owner != nil && pendingIsType, parentheses: parentheses,
            pending: owner == nil ? pending : nil))
        pending = nil
        parentheses = 0
      case "}":
        end(at: token)
        guard let closed = open.popLast() else { continue }
        parentheses = closed.parentheses
        pending = closed.pending
        if let owner = closed.declaration {
          found[owner].tokens = found[owner].tokens.lowerBound..<token + 1
        }
      default:
        let isInType = open.last?.isType ?? true
        guard parentheses == 0, let name = name(at: token, text, in: code, isInType) else { break }
        end(at: token)
        let outer = open.last { $0.declaration != nil }?.declaration.map { found[$0].path } ?? []
        pending = found.count
        pendingIsType = types.contains(text)
        found.append(Declaration(path: outer + name, tokens: token..<code.tokens.count))
      }
    }
    return found
  }

  private static let types: Set = ["struct", "class", "enum", "actor", "protocol", "extension"]

  private static func name(
    at token: Int, _ text: String, in code: Code, _ isInType: Bool
  ) -> [String]? {
    if code.text(token - 1) == "." { return nil }
    let next = code.text(token + 1)
    switch text {
    case "extension":
      var name = [next]
      var dot = token + 2
      while code.text(dot) == "." {
        name.append(code.text(dot + 1))
        dot += 2
      }
      return name
    case "func": return [next.filter { $0 != "`" }]
    case "init", "deinit", "subscript": return isInType ? [text] : nil
    case "var", "let": return isInType ? [next.filter { $0 != "`" }] : nil
    default:
      let isName = next.first.map { $0.isLetter || $0 == "_" } ?? false
      let isMember = ["func", "var", "let", "subscript"].contains(next)
      return types.contains(text) && isName && !isMember ? [next] : nil
    }
  }
}
