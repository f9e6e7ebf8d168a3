/// How a model counts the tokens of a picture.
enum PictureRule: Equatable {
  enum Detail { case low, high }

  /// OpenAI's older rule: the picture is scaled to fit 2048 x 2048, then so that its short side has
  /// 768 pixels at most; `base` and `tile` for each square of 512. Low detail costs `base`.
  case tiles(base: Int, tile: Int)
  /// OpenAI's newer rule: patches of 32 pixels, at most 1,536, times a factor in hundredths.
  case patches(hundredths: Int)
  /// Anthropic's rule: a token for 750 square pixels, after scaling to a longest side and to a
  /// largest number of tokens.
  case area(longest: Int, most: Int)
  /// Gemini 2: 258 if both sides have 384 pixels at most, else 258 for each tile.
  case geminiTiles
  /// The same for every picture.
  case fixed(Int)
  /// Llama 4: up to 16 squares of 336 pixels, and one for the whole.
  case llamaTiles
  /// Qwen: patches of `side` pixels, at most 16,384.
  case qwenPatches(side: Int)
  /// Mistral: patches of `side` pixels after scaling to a longest side, and one for each row.
  case rows(side: Int, longest: Int)
  /// xAI: squares of 448 pixels, at most 6, and one for the whole; 256 each.
  case grokTiles
  /// Not published. The count is a guess by area.
  case unknown

  /// The tokens of a picture of this size.
  func tokens(_ size: PictureSize, _ detail: Detail) -> Int {
    let (width, height) = (size.width, size.height)
    switch self {
    case .tiles(let base, let tile):
      guard detail == .high else { return base }
      let (wide, high) = Self.fit(Self.fit((width, height), longest: 2048), shortest: 768)
      return base + tile * Self.up(wide, 512) * Self.up(high, 512)
    case .patches(let hundredths):
      let (wide, high) = detail == .high ? (width, height) : Self.fit((width, height), longest: 512)
      return (min(1536, Self.up(wide, 32) * Self.up(high, 32)) * hundredths + 99) / 100
    case .area(let longest, let most):
      let (wide, high) = Self.fit((width, height), longest: longest)
      return max(1, min(most, (wide * high + 749) / 750))
    case .geminiTiles: return 258 * Self.geminiTiles(width, height)
    case .fixed(let tokens): return tokens
    case .llamaTiles: return Self.llamaTokens(width, height)
    case .qwenPatches(let side):
      return min(16_384, max(4, Self.near(width, side) * Self.near(height, side))) + 2
    case .rows(let side, let longest):
      let (wide, high) = Self.fit((width, height), longest: longest)
      return (Self.up(wide, side) + 1) * Self.up(high, side)
    case .grokTiles: return 256 * (min(6, Self.up(width, 448) * Self.up(height, 448)) + 1)
    case .unknown: return max(85, min(1600, (width * height + 749) / 750))
    }
  }

  /// The most tokens of any picture; `nil`: there is no bound, or the rule is not known.
  var most: Int? {
    switch self {
    // A long picture is cut by the first scaling to 2048 x 768: 4 x 2 squares.
    case .tiles(let base, let tile): base + 8 * tile
    case .patches(let hundredths): (1536 * hundredths + 99) / 100
    case .area(_, let most): most
    case .fixed(let tokens): tokens
    case .llamaTiles: Self.llamaTile * 17 + 34
    case .qwenPatches: 16_386
    case .rows(let side, let longest):
      (Self.up(longest, side) + 1) * Self.up(longest, side)
    case .grokTiles: 256 * 7
    case .geminiTiles, .unknown: nil
    }
  }

  /// What is assumed for a picture whose size is not known.
  func assumed(_ detail: Detail) -> Int {
    PictureSize(1024, 1024).map { tokens($0, detail) } ?? 0
  }

  // MARK: - Scaling

  private static func up(_ length: Int, _ unit: Int) -> Int { (length + unit - 1) / unit }

  private static func near(_ length: Int, _ unit: Int) -> Int { max(1, (length + unit / 2) / unit) }

  private static func fit(_ size: (Int, Int), longest: Int) -> (Int, Int) {
    scaled(size, from: max(size.0, size.1), to: longest)
  }

  private static func fit(_ size: (Int, Int), shortest: Int) -> (Int, Int) {
    scaled(size, from: min(size.0, size.1), to: shortest)
  }

  /// Only ever smaller.
  private static func scaled(_ size: (Int, Int), from side: Int, to limit: Int) -> (Int, Int) {
    guard side > limit else { return size }
    return (max(1, size.0 * limit / side), max(1, size.1 * limit / side))
  }

  /// A tile's side is the picture's short side by 1.5, from 256 to 768 pixels.
  private static func geminiTiles(_ width: Int, _ height: Int) -> Int {
    guard width > 384 || height > 384 else { return 1 }
    let unit = min(768, max(256, min(width, height) * 2 / 3))
    return up(width, unit) * up(height, unit)
  }

  /// A square of 336 pixels has 24 x 24 patches, four of which make a token.
  private static let llamaTile = 144

  /// The grid that needs the least enlargement, else the least reduction. Each square has a
  /// separator, and the picture a beginning and an end.
  private static func llamaTokens(_ width: Int, _ height: Int) -> Int {
    let grids = (1...16).flatMap { wide in (1...(16 / wide)).map { (wide, $0) } }
    let scales = grids.map { grid in
      (
        scale: min(
          Double(grid.0 * 336) / Double(width), Double(grid.1 * 336) / Double(height)),
        squares: grid.0 * grid.1
      )
    }
    let larger = scales.filter { $0.scale >= 1 }
    let best =
      larger.min { ($0.scale, $0.squares) < ($1.scale, $1.squares) }
      ?? scales.max { ($0.scale, -$0.squares) < ($1.scale, -$1.squares) }
    let squares = best?.squares ?? 16
    return squares == 1 ? llamaTile + 2 : (squares + 1) * llamaTile + squares + 3
  }
}
