import Basics

/// Finds the separator of a CSV file from its first rows.
struct SeparatorGuess {
  /// The rows that are looked at.
  private static let rowsNeeded = 100

  /// The separator; `nil` if the rows fit several equally well, which are then in ``candidates``.
  private(set) var separator: UInt8?
  private(set) var candidates: [UInt8] = []

  /// `text` begins with the header. `isWhole`: it is the whole file. `standard`: the separator that
  /// the file's name or format stands for.
  init(_ text: UnsafeRawBufferPointer, isWhole: Bool, standard: UInt8, escape: CSVEscape?) {
    var fits: [(separator: UInt8, isPerfect: Bool)] = []
    for separator in Separator.known {
      let counts = Self.cells(text, isWhole: isWhole, separator, escape)
      guard let header = counts.first, header > 1 else { continue }
      let rows = counts.dropFirst()
      let fitting = rows.count { $0 == header }
      guard fitting * 2 >= rows.count else { continue }
      fits.append((separator, fitting == rows.count))
    }
    if fits.count > 1, fits.contains(where: \.isPerfect) { fits.removeAll { !$0.isPerfect } }
    // A name that ends with .tsv says what a name that ends with .csv leaves open.
    if standard == 0x09, fits.contains(where: { $0.separator == standard }) {
      fits.removeAll { $0.separator != standard }
    }
    candidates = fits.map(\.separator)
    if fits.count < 2 { separator = candidates.first ?? standard }
  }

  /// The number of cells in each of the first rows that are not blank.
  private static func cells(
    _ text: UnsafeRawBufferPointer, isWhole: Bool, _ separator: UInt8, _ escape: CSVEscape?
  ) -> [Int] {
    var counts: [Int] = []
    var cells = 1
    var isQuoted = false
    var atStart = true
    var isBlank = true
    var at = 0
    while at < text.count, counts.count <= rowsNeeded {
      let byte = text[at]
      at += 1
      if escape != nil, byte == UInt8(ascii: "\\") {
        at += 1
      } else if isQuoted {
        if byte == UInt8(ascii: "\"") { isQuoted = false }
        continue
      } else if byte == UInt8(ascii: "\""), atStart || text[at - 2] == UInt8(ascii: "\"") {
        // A quote after a quote continues the cell: the two are one quote of its text.
        isQuoted = true
      } else if byte == separator {
        cells += 1
        (atStart, isBlank) = (true, false)
        continue
      } else if byte == 0x0A || byte == 0x0D {
        if !isBlank { counts.append(cells) }
        (cells, atStart, isBlank) = (1, true, true)
        continue
      }
      (atStart, isBlank) = (false, false)
    }
    if isWhole, !isBlank, !isQuoted { counts.append(cells) }
    return counts
  }
}
