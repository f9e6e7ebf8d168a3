import Basics

/// A table that is written as one JSON object, as pandas does it without `orient='records'`.
package enum TableLayout: Equatable, Sendable {
  /// A member for each column, with the cells by their index: `{"a":{"0":1,"1":2}}`.
  case columns
  /// The names apart from the cells: `{"columns":[…],"index":[…],"data":[…]}`.
  case split

  /// `nil`: the object is no such table, or the text is no object.
  init?(_ text: UnsafeRawBufferPointer) {
    var outline = JSONOutline()
    guard (try? outline.read(text, depth: 2)) != nil else { return nil }
    var members: [Int] = []
    outline.forEachChild(of: 0) { members.append($0) }
    func has(_ name: StaticString) -> Bool {
      outline.member(name, in: text).map { outline.nodes[$0].kind == .array } ?? false
    }
    if members.count == 3, has("columns"), has("index"), has("data") {
      self = .split
      return
    }
    let areColumns = members.allSatisfy { member in
      outline.nodes[member].kind == .object && Int(outline.nodes[member].next) > member + 1
        && outline.isKey(member + 1, "0", in: text)
    }
    guard areColumns, !members.isEmpty else { return nil }
    self = .columns
  }

  /// The `jq` command that makes JSON Lines of the table.
  var command: String {
    switch self {
    case .columns:
      "jq -c '. as $t | $t[keys_unsorted[0]] | keys_unsorted[] as $i | $t | map_values(.[$i])'"
    case .split:
      "jq -c '.columns as $c | .data[] | [$c, .] | transpose | map({(.[0]): .[1]}) | add'"
    }
  }
}
