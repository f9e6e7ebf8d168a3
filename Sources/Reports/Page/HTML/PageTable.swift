/// A table with its columns declared: text to the left, numbers to the right.
struct PageTable {
  enum Column {
    case text(String)
    /// That may be long, so it gets room.
    case wide(String)
    /// Short, and never broken.
    case word(String)
    case number(String)

    fileprivate var title: String {
      switch self {
      case .text(let title), .wide(let title), .word(let title), .number(let title): title
      }
    }

    fileprivate var kind: String {
      switch self {
      case .text: "x"
      case .wide: "w"
      case .word: "t"
      case .number: "n"
      }
    }
  }

  let columns: [Column]
  var caption = ""
  var rows: [[String]] = []

  init(_ columns: [Column], caption: String = "") {
    self.columns = columns
    self.caption = caption
  }

  func draw(into page: inout Markup) {
    page.element("div", ["class": "table"]) { page in
      page.element("table") { page in
        if !caption.isEmpty { page.element("caption", caption) }
        page.element("thead") { page in
          page.element("tr") { page in
            for column in columns {
              page.element("th", ["scope": "col", "class": column.kind], column.title)
            }
          }
        }
        page.element("tbody") { page in
          for row in rows { draw(row, into: &page) }
        }
      }
    }
  }

  private func draw(_ row: [String], into page: inout Markup) {
    page.element("tr") { page in
      for (column, text) in zip(columns, row) {
        page.element("td", ["class": column.kind], text)
      }
    }
  }
}
