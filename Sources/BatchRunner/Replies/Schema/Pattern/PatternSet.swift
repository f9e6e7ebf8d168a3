/// The characters that one place of a pattern accepts.
struct PatternSet: Sendable {
  private var ranges: [ClosedRange<UInt32>] = []
  private var properties: [UnicodeProperty] = []
  private var isNegated = false
  /// One bit for each of the first 128 code points.
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  static let lastPoint: UInt32 = 0x10FFFF

  init(ranges: [ClosedRange<UInt32>], properties: [UnicodeProperty] = [], isNegated: Bool = false) {
    self.ranges = Self.joined(ranges)
    self.properties = properties
    self.isNegated = isNegated
    for point in UInt32(0)..<128 where slowlyContains(point) {
      if point < 64 { low |= 1 << UInt64(point) } else { high |= 1 << UInt64(point - 64) }
    }
  }

  func contains(_ point: UInt32) -> Bool {
    if point < 64 { return low & (1 << UInt64(point)) != 0 }
    if point < 128 { return high & (1 << UInt64(point - 64)) != 0 }
    return slowlyContains(point)
  }

  private func slowlyContains(_ point: UInt32) -> Bool {
    let isInside = isInRanges(point) || properties.contains { $0.contains(point) }
    return isInside != isNegated
  }

  /// Whether the last range that begins at or below the point contains it.
  private func isInRanges(_ point: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].lowerBound <= point { low = middle + 1 } else { high = middle }
    }
    return low > 0 && ranges[low - 1].upperBound >= point
  }

  /// The same points as sorted ranges that do not overlap.
  private static func joined(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var joined: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = joined.last, range.lowerBound <= last.upperBound {
        joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
    return joined
  }
}

// MARK: - Sets with names

extension PatternSet {
  static let word = PatternSet(ranges: wordRanges)
  /// `.`: all but the line ends.
  static let notLineEnd = PatternSet(
    ranges: [0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029], isNegated: true)

  private static let digitRanges: [ClosedRange<UInt32>] = [0x30...0x39]
  private static let wordRanges: [ClosedRange<UInt32>] = [
    0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A,
  ]
  /// `WhiteSpace` and `LineTerminator` of ECMA 262.
  private static let spaceRanges: [ClosedRange<UInt32>] = [
    0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
    0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
  ]

  /// The ranges of `\d`, `\w`, `\s` and of their opposites in capitals; `nil` for other letters.
  static func ranges(ofClass letter: Character) -> [ClosedRange<UInt32>]? {
    switch letter {
    case "d": digitRanges
    case "w": wordRanges
    case "s": spaceRanges
    case "D": opposite(of: digitRanges)
    case "W": opposite(of: wordRanges)
    case "S": opposite(of: spaceRanges)
    default: nil
    }
  }

  /// `ranges`: sorted, without overlaps.
  private static func opposite(of ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var opposite: [ClosedRange<UInt32>] = []
    var start: UInt32 = 0
    for range in ranges {
      if range.lowerBound > start { opposite.append(start...range.lowerBound - 1) }
      start = range.upperBound + 1
    }
    return opposite + [start...lastPoint]
  }
}
