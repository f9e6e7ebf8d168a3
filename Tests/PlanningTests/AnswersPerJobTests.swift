import Testing

@testable import Planning

@Suite struct AnswersPerJobTests {
  /// The sums of the tokens of all requests and all answers; a job of 100 tokens and a limit of 8.
  @Test(
    arguments: [
      ((1, false, false), 100, 8), ((1, true, true), 100, 8), ((3, false, false), 300, 24),
      // 8 + 16 + 32 + 64 + 128.
      ((5, true, false), 500, 248),
      // The second and the third request also show an answer and a complaint of 250 tokens.
      ((3, false, true), 300 + 2 * 258, 24), ((3, true, true), 300 + 258 + 266, 56),
    ] as [((Int, Bool, Bool), Double, Double)])
  func `ceilings add up all answers of a job`(
    options: (Int, Bool, Bool), tokensIn: Double, tokensOut: Double
  ) {
    var answers = AnswersPerJob()
    (answers.most, answers.doubles, answers.areShown) = options
    #expect(
      answers.sum(tokensIn: 100, tokensOut: 8, hasLimit: true) { each, _ in each } == tokensIn)
    #expect(answers.sum(tokensIn: 100, tokensOut: 8, hasLimit: true) { $1 } == tokensOut)
  }

  /// `doublesStandard`: the API's own limit is known.
  @Test(
    arguments: [
      (true, true, 8 + 16 + 32), (true, false, 8 + 16 + 32), (false, true, 8 + 16 + 32),
      // Nothing can be doubled, so a truncated answer is not asked for again.
      (false, false, 8),
    ] as [(Bool, Bool, Double)])
  func `a job without a limit is not counted as asked again where no limit is known`(
    hasLimit: Bool, doublesStandard: Bool, tokensOut: Double
  ) {
    var answers = AnswersPerJob()
    (answers.most, answers.doubles, answers.isForTruncated) = (3, true, true)
    answers.doublesStandard = doublesStandard
    #expect(answers.sum(tokensIn: 100, tokensOut: 8, hasLimit: hasLimit) { $1 } == tokensOut)
  }

  @Test func `a hundred doublings overflow nothing`() {
    var answers = AnswersPerJob()
    (answers.most, answers.doubles, answers.areShown) = (100, true, true)
    #expect(
      answers.sum(tokensIn: 4e9, tokensOut: 1e9, hasLimit: true) { Double(Int($0) + Int($1)) }
        < 1e12)
  }
}
