import Basics

/// The forms in which an id may come back from a spreadsheet or a table library: `0040` as `40` or
/// `40.0`, `2024-01-02` as `1/2/2024`.
struct IDForms {
  /// What was done to an id.
  enum Change: Equatable {
    case space, letterCase, number, date

    /// A sentence about ids that were changed like this.
    func sentence(_ before: String, _ now: String) -> String {
      switch self {
      case .space: "Spaces around ids count."
      case .letterCase: "Upper and lower case count in ids."
      case .number:
        "A spreadsheet or pandas turns '\(before)' into '\(now)' when it reads ids as numbers; read "
          + "them as text."
      case .date:
        "A spreadsheet or pandas turns '\(before)' into '\(now)' when it reads ids as dates; read "
          + "them as text."
      }
    }
  }

  /// Ids that have a key in common may be the same id. The change is that of the key.
  private(set) var keys: [(key: String, change: Change)] = []

  init(_ id: String) {
    let trimmed = id.trimmingSpaces.filter { $0 != "\u{FEFF}" }
    add("text:\(trimmed)", .space)
    add("case:\(trimmed.lowercased())", .letterCase)
    if let number = Self.number(trimmed) { addNumber(number, trimmed) }
    for date in IDDate.readings(of: trimmed) { addDate(date) }
  }

  /// The change that turned one of the ids into the other; `nil` if they are different ids.
  func change(from other: IDForms) -> Change? {
    for (key, change) in keys {
      guard let found = other.keys.first(where: { $0.key == key }) else { continue }
      return found.change == .date ? .date : change
    }
    return nil
  }

  private mutating func add(_ key: String, _ change: Change) { keys.append((key, change)) }

  private mutating func addNumber(_ number: Double, _ text: String) {
    add("number:\(number)", .number)
    let digits = text.filter(\.isNumber)
    // Excel keeps 15 digits, and shows long numbers with 2 to 6 of them.
    if digits.count > 15 { add("digits:\(digits.count):\(digits.prefix(15))", .number) }
    let mantissa = text.prefix { $0 != "e" && $0 != "E" }
    let shown = mantissa.count < text.count ? mantissa.filter(\.isNumber).count : 0
    for count in 2...6 where digits.count > 11 && shown == 0 || shown == count {
      add("rounded:\(number.text("%.\(count - 1)e"))", .number)
    }
  }

  private mutating func addDate(_ date: IDDate) {
    add(date.key, .date)
    guard let days = date.daysSince1970 else { return }
    // Excel counts days from 1899-12-30. pandas counts milliseconds, seconds or nanoseconds.
    add("number:\(Double(days + 25_569))", .date)
    for scale in [86_400.0, 86_400e3, 86_400e9] { add("number:\(Double(days) * scale)", .date) }
  }

  /// The number that a spreadsheet reads; `nil` if the text is none.
  private static func number(_ text: String) -> Double? {
    var text = text
    if text.hasPrefix("+") { text.removeFirst() }
    let separators = text.filter { $0 == "," }.count
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    if separators > 0 {
      let areThousands = parts.dropFirst().allSatisfy { $0.prefix { $0 != "." }.count == 3 }
      guard areThousands || separators == 1 && !text.contains(".") else { return nil }
      text = parts.joined(separator: areThousands ? "" : ".")
    }
    guard text.contains(where: \.isNumber),
      text.utf8.allSatisfy({ "0123456789.eE+-".utf8.contains($0) }),
      let number = Double(text), number.isFinite
    else { return nil }
    return number
  }
}
