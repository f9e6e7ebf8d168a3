/// A simulated terminal. It knows the few escape sequences that a panel uses and traps at any
/// other. Text beyond the last column is wrapped to the next row, as on a real terminal.
struct Screen {
  private(set) var rows: [[Character]] = [[]]
  private(set) var wraps = 0
  private let columns: Int
  private var row = 0
  private var column = 0

  init(columns: Int) {
    self.columns = columns
  }

  var lines: [String] { rows.map { String($0) } }

  mutating func feed(_ text: String) {
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\n": (row, column) = (row + 1, 0)
      case "\r": column = 0
      case "\u{1B}": obey(&rest)
      default: put(Character(scalar))
      }
      while rows.count <= row { rows.append([]) }
    }
  }

  private mutating func put(_ character: Character) {
    if column == columns {
      wraps += 1
      (row, column) = (row + 1, 0)
      while rows.count <= row { rows.append([]) }
    }
    while rows[row].count <= column { rows[row].append(" ") }
    rows[row][column] = character
    column += 1
  }

  private mutating func obey(_ rest: inout Substring.UnicodeScalarView) {
    precondition(rest.popFirst() == "[", "an escape of another kind")
    var number = ""
    while let scalar = rest.popFirst() {
      switch scalar {
      case "0"..."9":
        number.unicodeScalars.append(scalar)
        continue
      case "A": row = max(0, row - Int(number)!)
      case "K": rows[row].removeSubrange(min(column, rows[row].count)...)
      case "J":
        rows[row].removeSubrange(min(column, rows[row].count)...)
        rows.removeSubrange((row + 1)...)
      case "m": break
      default: preconditionFailure("an unknown order: \(scalar)")
      }
      return
    }
  }
}
