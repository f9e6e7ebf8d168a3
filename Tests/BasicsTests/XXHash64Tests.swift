import Basics
import Testing

@Suite struct XXHash64Tests {
  @Test(
    arguments: [
      ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
    ] as [(String, UInt64)])
  func `short texts have their published hashes`(text: String, hash: UInt64) {
    #expect(XXHash64.hash(text) == hash)
  }

  /// From the sanity check of the reference implementation: the hashes of parts of its buffer,
  /// without and with a seed.
  @Test(
    arguments: [
      (1, 0x4FCE_394C_C889_52D8, 0x7398_40CB_819F_A723),
      (14, 0xCFFA_8DB8_81BC_3A3D, 0x5B96_1158_5EFC_C9CB),
      (101, 0x0EAB_5433_84F8_78AD, 0xCAA6_5939_306F_1E21),
    ] as [(Int, UInt64, UInt64)])
  func `the reference implementation's buffer has its published hashes`(
    length: Int, plain: UInt64, seeded: UInt64
  ) {
    var generator: UInt32 = 2_654_435_761
    let buffer = (0..<length).map { _ in
      defer { generator = generator &* generator }
      return UInt8(truncatingIfNeeded: generator >> 24)
    }
    buffer.withUnsafeBytes {
      #expect(XXHash64.hash($0) == plain)
      #expect(XXHash64.hash($0, seed: 2_654_435_761) == seeded)
    }
  }
}
