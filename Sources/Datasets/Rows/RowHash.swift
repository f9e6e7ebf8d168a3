import Basics

/// Hashes the cells by which a row is found again after the dataset was sorted or changed.
///
/// The hashes are taken over the names and texts of some columns: the hash of each text, which
/// includes its length, is the seed of the next. The columns are sorted by name, so that moving them
/// changes nothing. A JSON number is not the string with the same digits.
struct RowHash {
  private let columns: [(index: Int, name: UInt64)]
  private let mask: UInt64
  /// The text of a cell with escapes.
  private var scratch: [UInt8] = []

  private static let checkSeed: UInt64 = 0x726F_7773

  /// For these columns of the dataset, by index. Fewer than 64 `bits` make hashes collide on
  /// purpose, for tests.
  init(_ indices: some Sequence<Int>, of names: [String], bits: Int = 64) {
    columns = Set(indices).sorted { (names[$0], $0) < (names[$1], $1) }
      .map { ($0, XXHash64.hash(names[$0])) }
    mask = bits < 64 ? 1 << UInt64(bits) - 1 : .max
  }

  /// The hash of the current row that its job's id has.
  mutating func value(of source: any DatasetSource) -> UInt64 {
    hash(of: source, seed: 0) & mask
  }

  /// A second hash of the same cells, which tells rows apart that share the first.
  mutating func check(of source: any DatasetSource) -> UInt64 {
    hash(of: source, seed: Self.checkSeed)
  }

  private mutating func hash(of source: any DatasetSource, seed: UInt64) -> UInt64 {
    var hash = seed
    for (index, name) in columns {
      let seed = SplitMix64.mix(hash ^ name)
      switch source.cell(index) {
      case .text(let text): hash = XXHash64.hash(text, seed: seed)
      case .json(let text): hash = XXHash64.hash(text, seed: ~seed)
      case .missing: hash = seed
      case .string(let contents):
        if contents.contains(UInt8(ascii: "\\")) {
          scratch.removeAll(keepingCapacity: true)
          source.cell(index).append(to: &scratch)
          hash = scratch.withUnsafeBytes { XXHash64.hash($0, seed: seed) }
        } else {
          hash = XXHash64.hash(contents, seed: seed)
        }
      }
    }
    return hash
  }
}
