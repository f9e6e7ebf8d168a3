import Basics

/// A date as a spreadsheet may read it from an id, perhaps without its year.
struct IDDate: Equatable {
  let year: Int?
  let month: Int
  let day: Int

  /// `nil` if there is no such day.
  private init?(_ year: Int?, _ month: Int, _ day: Int) {
    let full = year.map { $0 < 100 ? $0 + ($0 < 70 ? 2000 : 1900) : $0 }
    guard (1...9999).contains(full ?? 2000),
      CivilDate(year: full ?? 2000, month: month, day: day).exists
    else { return nil }
    (self.year, self.month, self.day) = (full, month, day)
  }

  /// The same for the same day, whatever its spelling. Days without a year are no days with one.
  var key: String { "date:\(year.map(String.init) ?? ""):\(month):\(day)" }

  var daysSince1970: Int? {
    year.map { CivilDate(year: $0, month: month, day: day).daysSince1970 }
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// All dates that the text may mean: `1/2/2024` is in January or in February.
  static func readings(of text: String) -> [IDDate] {
    guard text.utf8.count <= 40 else { return [] }
    let parts = split(text)
    switch parts.count {
    case 2: return two(parts[0], parts[1])
    case 3...: return hasTime(parts.dropFirst(3)) ? three(parts[0], parts[1], parts[2]) : []
    default: return []
    }
  }

  /// Runs of digits and runs of letters. Empty if other characters than those between the parts of
  /// a date stand between them.
  private static func split(_ text: String) -> [Substring] {
    var parts: [Substring] = []
    var rest = Substring(text)
    while let first = rest.first {
      let part = rest.prefix { first.isNumber ? $0.isNumber : first.isLetter && $0.isLetter }
      if part.isEmpty {
        guard "-/. :,+".contains(first), !parts.isEmpty else { return [] }
        rest.removeFirst()
      } else {
        parts.append(part)
        rest = rest[part.endIndex...]
      }
    }
    return parts
  }

  /// Whether what follows the date is a time of day, or nothing.
  private static func hasTime(_ parts: ArraySlice<Substring>) -> Bool {
    parts.allSatisfy { $0.first?.isNumber == true || ["T", "Z", "AM", "PM"].contains($0) }
  }

  private static func month(_ part: Substring) -> Int? {
    let word = part.lowercased()
    guard word.count >= 3, word.count <= 9 else { return nil }
    return months.firstIndex { word.hasPrefix($0) }.map { $0 + 1 }
  }

  private static func two(_ first: Substring, _ second: Substring) -> [IDDate] {
    if let month = month(first), let number = Int(second) {
      return [IDDate(nil, month, number), IDDate(number, month, 1)].compactMap(\.self)
    }
    if let month = month(second), let number = Int(first) {
      return [IDDate(nil, month, number), IDDate(number, month, 1)].compactMap(\.self)
    }
    guard let first = Int(first), let second = Int(second) else { return [] }
    if first > 99 { return [IDDate(first, second, 1)].compactMap(\.self) }
    if second > 99 { return [IDDate(second, first, 1)].compactMap(\.self) }
    return [IDDate(nil, first, second), IDDate(nil, second, first)].compactMap(\.self)
  }

  private static func three(
    _ first: Substring, _ second: Substring, _ third: Substring
  ) -> [IDDate] {
    if let month = month(second), let day = Int(first), let year = Int(third) {
      return [IDDate(year, month, day)].compactMap(\.self)
    }
    if let month = month(first), let day = Int(second), let year = Int(third) {
      return [IDDate(year, month, day)].compactMap(\.self)
    }
    guard let one = Int(first), let two = Int(second), let three = Int(third) else { return [] }
    if first.count == 4 { return [IDDate(one, two, three)].compactMap(\.self) }
    return [IDDate(three, one, two), IDDate(three, two, one), IDDate(one, two, three)]
      .compactMap(\.self)
  }
}
