import Testing
import Tokens

@testable import BatchRunner
@testable import Planning

@Suite struct ForecastErrorTests {
  private static func sampling(_ variance: Double, cube: Double = 0) -> SamplingError {
    SamplingError(variance: variance, degreesOfFreedom: 1_000_000, thirdCumulant: cube)
  }

  /// Standard errors of 30 and 40 make one of 50.
  @Test func `errors of models with answers of their own are independent`() {
    let sum =
      ForecastError(ownAnswers: Self.sampling(900)) + ForecastError(ownAnswers: Self.sampling(1600))
    #expect(abs(sum.margins.below - 50 * 1.959964) < 0.001)
    #expect(sum.margins.below == sum.margins.above)
  }

  @Test func `common errors are added in full`() {
    let common = ForecastError(common: ForecastMargins(below: 30, above: 50))
    let sum = common + common + ForecastError(ownAnswers: Self.sampling(100))
    #expect(abs(sum.margins.below - (60 + 19.6)) < 0.001)
    #expect(abs(sum.margins.above - (100 + 19.6)) < 0.001)
  }

  /// 0.1372 and 0.4900: 1.96 standard errors of 7 and 25 %.
  @Test func `token counts of one family are wrong together, those of two families are not`() {
    let newer = ForecastError(countOf: .o200k, amount: 100)
    let unknown = ForecastError(countOf: .middle, amount: 100)
    #expect(abs((newer + newer).margins.below - 27.44) < 0.01)
    #expect(abs((newer + unknown).margins.above - 50.88) < 0.01)
  }

  @Test func `a long tail widens the interval on its side`() {
    let even = Self.sampling(100).margins
    let long = Self.sampling(100, cube: 500).margins
    #expect(long.above > even.above + 10 && long.below < even.below && long.below > 10)
    let mirrored = Self.sampling(100, cube: -500).margins
    #expect(mirrored.below == long.above && mirrored.above == long.below)
    // Other models without a tail make the sum less lopsided.
    let sum = (Self.sampling(100, cube: 500) + Self.sampling(900)).margins
    #expect(sum.above / sum.below < long.above / long.below)
  }

  @Test func `few answers of one model count less among many of others`() {
    let few = SamplingError(variance: 100, degreesOfFreedom: 4, thirdCumulant: 0)
    #expect(abs(few.margins.below - 10 * 2.776) < 0.1)
    // Welch and Satterthwaite: 1100² / (100² / 4 + 1000² / 1000000) is 484 degrees of freedom.
    let sum = few + SamplingError(variance: 1000, degreesOfFreedom: 1_000_000, thirdCumulant: 0)
    #expect(abs(sum.margins.below - 33.166 * 1.965) < 0.05)
  }

  @Test func `the error in dollars is that in tokens at their price`() {
    let tokens = Self.sampling(100, cube: 500)
    let dollars = tokens.scaled(0.002).margins
    #expect(abs(dollars.above - tokens.margins.above * 0.002) < 1e-12)
    #expect(tokens.scaled(0).margins == ForecastMargins())
    #expect(SamplingError.unknown.margins.above == .infinity)
  }

  @Test(
    arguments: [
      ([5, 15, 25, 35], 40, true), ([9, 19, 20, 39], 40, true), ([0, 0, 0, 0], 40, false),
      ([40, 40, 40, 40], 40, false), ([1, 2, 30, 38], 40, false), ([nil, 15, 25, 35], 40, false),
      ([0], 1, true),
    ] as [([Int?], Int, Bool)])
  func `answers are spread if no gap is longer than two parts`(
    positions: [Int?], jobs: Int, isSpread: Bool
  ) {
    var evidence = AnswerEvidence()
    for position in positions {
      evidence.add(
        AnswerEvidence.Answer(estimatedIn: 1, tokensIn: 1, tokensOut: 1, seconds: 1), at: position)
    }
    #expect(evidence.isSpread(among: jobs) == isSpread)
  }
}
