/// XXH64, a fast 64-bit hash. Not cryptographic.
///
/// It follows the specification "xxHash fast digest algorithm" (Yann Collet, version 0.2.0), whose
/// test vectors are in the tests. A resume hashes every byte of every result, so it reads raw
/// memory without bounds checks.
package enum XXHash64 {
  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

  package static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
    guard let base = bytes.baseAddress else { return finish(seed &+ prime5) }
    let count = bytes.count
    var at = 0
    var hash: UInt64
    if count >= 32 {
      // Four independent lanes, each fed 8 of every 32 bytes.
      var lanes = (
        seed &+ prime1 &+ prime2, seed &+ prime2, seed, seed &- prime1
      )
      while at + 32 <= count {
        lanes.0 = round(lanes.0, word(base, at))
        lanes.1 = round(lanes.1, word(base, at + 8))
        lanes.2 = round(lanes.2, word(base, at + 16))
        lanes.3 = round(lanes.3, word(base, at + 24))
        at += 32
      }
      hash = rotate(lanes.0, 1) &+ rotate(lanes.1, 7) &+ rotate(lanes.2, 12) &+ rotate(lanes.3, 18)
      hash = merge(hash, lanes.0)
      hash = merge(hash, lanes.1)
      hash = merge(hash, lanes.2)
      hash = merge(hash, lanes.3)
    } else {
      hash = seed &+ prime5
    }
    hash &+= UInt64(count)
    // The remaining 0...31 bytes: 8 at a time, then 4, then single ones.
    while at + 8 <= count {
      hash = rotate(hash ^ round(0, word(base, at)), 27) &* prime1 &+ prime4
      at += 8
    }
    if at + 4 <= count {
      let half = UInt32(littleEndian: base.loadUnaligned(fromByteOffset: at, as: UInt32.self))
      hash = rotate(hash ^ (UInt64(half) &* prime1), 23) &* prime2 &+ prime3
      at += 4
    }
    while at < count {
      let byte = UInt64(base.load(fromByteOffset: at, as: UInt8.self))
      hash = rotate(hash ^ (byte &* prime5), 11) &* prime1
      at += 1
    }
    return finish(hash)
  }

  /// The hash of the text's UTF-8 bytes, with seed 0.
  package static func hash(_ text: String) -> UInt64 {
    var text = text
    return text.withUTF8 { hash(UnsafeRawBufferPointer($0)) }
  }

  /// Eight bytes as a little-endian number.
  @inline(__always)
  private static func word(_ base: UnsafeRawPointer, _ offset: Int) -> UInt64 {
    UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  @inline(__always)
  private static func round(_ lane: UInt64, _ input: UInt64) -> UInt64 {
    rotate(lane &+ input &* prime2, 31) &* prime1
  }

  @inline(__always)
  private static func merge(_ hash: UInt64, _ lane: UInt64) -> UInt64 {
    (hash ^ round(0, lane)) &* prime1 &+ prime4
  }

  /// Rotates left.
  @inline(__always)
  private static func rotate(_ value: UInt64, _ bits: UInt64) -> UInt64 {
    value &<< bits | value &>> (64 &- bits)
  }

  /// The specification's final mix ("avalanche"): each input bit affects each output bit.
  private static func finish(_ value: UInt64) -> UInt64 {
    var hash = value
    hash = (hash ^ hash >> 33) &* prime2
    hash = (hash ^ hash >> 29) &* prime3
    return hash ^ hash >> 32
  }
}
