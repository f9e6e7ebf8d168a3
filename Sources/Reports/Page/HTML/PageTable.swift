/// An HTML table.
struct PageTable {
  /// A column with its title. Numbers are aligned to the right, all else to the left.
  enum Column {
    case text(String)
    /// Text that may be long; the column gets more space.
    case wide(String)
    /// Short text that is never wrapped.
    case word(String)
    case number(String)

    fileprivate var title: String {
      switch self {
      case .text(let title), .wide(let title), .word(let title), .number(let title): title
      }
    }

    /// The CSS class of the cells.
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
  /// Empty for no caption.
  var caption = ""
  /// One text per column.
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
