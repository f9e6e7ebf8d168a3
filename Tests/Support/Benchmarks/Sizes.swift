/// Options of the form `--name N`, and bare words.
struct Sizes {
  private var values: [String: Int] = [:]
  private var words: Set<String> = []

  init(_ arguments: some Sequence<String>) {
    var name: String?
    for argument in arguments {
      if let number = Int(argument), let given = name {
        values[given] = number
        name = nil
      } else {
        words.insert(argument)
        name = argument
      }
    }
  }

  subscript(_ name: String) -> Int? { values[name] }

  func has(_ word: String) -> Bool { words.contains(word) }
}
