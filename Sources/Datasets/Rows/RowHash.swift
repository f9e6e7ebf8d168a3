import Basics

/// Hashes the cells by which a row is found again after the dataset was sorted or changed.
///
/// The hashes are taken over the names and texts of some columns, each with its length before it.
/// The columns are sorted by name, so that moving them changes nothing. A JSON number is not the
/// string with the same digits.
struct RowHash {
  /// The hash of the current row that its job's id has.
  private(set) var value: UInt64 = 0
  /// A second hash of the same cells, which tells rows apart that share ``value``.
  private(set) var check: UInt64 = 0

  private let columns: [(index: Int, head: [UInt8])]
  private let mask: UInt64
  private var bytes: [UInt8] = []
  private var scratch: [UInt8] = []

  private static let checkSeed: UInt64 = 0x726F_7773

  /// For these columns of the dataset, by index. Fewer than 64 `bits` make hashes collide on
  /// purpose, for tests.
  init(_ indices: some Sequence<Int>, of names: [String], bits: Int = 64) {
    columns = Set(indices).sorted { (names[$0], $0) < (names[$1], $1) }.map { index in
      var head: [UInt8] = []
      let name = Array(names[index].utf8)
      Self.append(length: UInt64(name.count), to: &head)
      return (index, head + name)
    }
    mask = bits < 64 ? 1 << UInt64(bits) - 1 : .max
  }

  /// Hashes the current row.
  mutating func read(_ source: any DatasetSource) {
    bytes.removeAll(keepingCapacity: true)
    for (index, head) in columns {
      bytes.append(contentsOf: head)
      append(source.cell(index))
    }
    bytes.withUnsafeBytes {
      value = XXHash64.hash($0) & mask
      check = XXHash64.hash($0, seed: Self.checkSeed)
    }
  }

  private mutating func append(_ cell: DatasetCell) {
    scratch.removeAll(keepingCapacity: true)
    cell.append(to: &scratch)
    var length = UInt64(scratch.count)
    switch cell {
    case .text, .string: break
    case .json: length |= 1 << 63
    case .missing: length = .max
    }
    Self.append(length: length, to: &bytes)
    bytes.append(contentsOf: scratch)
  }

  /// Appends a length in 8 bytes, the lowest first.
  private static func append(length: UInt64, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: length.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
