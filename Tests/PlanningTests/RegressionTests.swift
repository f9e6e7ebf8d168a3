import Basics
import Testing

@testable import Planning

@Suite struct RegressionTests {
  /// The first data set of Anscombe, "Graphs in Statistical Analysis" (1973): slope 0.5, intercept
  /// 3, residual sum of squares 13.76.
  @Test func `a published data set gives the published line`() {
    let xs = [10.0, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
    let ys = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
    var line = Regression()
    for (x, y) in zip(xs, ys) { line.add(x: x, y: y) }
    #expect(line.isLine)
    #expect(abs(line.slope - 0.5001) < 0.0001)
    #expect(abs(line.value(at: 0) - 3.0001) < 0.0001)
    let variance = 13.7627 / 9
    #expect(abs(line.variance - variance) < 0.0001)
    // For one new value at the mean: t(9) · s · sqrt(1 + 1/11).
    let expected = 2.262 * (1.5292 * 12 / 11).squareRoot()
    // The values of y are lopsided to the left a little, so the interval reaches further down.
    let margins = line.error(of: 1, sumX: 9).margins
    #expect(line.skewness < 0 && margins.below > expected && margins.above < expected)
    #expect(abs(margins.above - expected) < 0.01)
  }

  @Test func `the mean is used if a line explains too little`() {
    var flat = Regression()
    for index in 0..<20 { flat.add(x: Double(index % 5), y: index % 2 == 0 ? 1 : 3) }
    #expect(!flat.isLine)
    #expect(flat.value(at: 1000) == 2)
    #expect(Regression().error(of: 3, sumX: 3).margins.above == .infinity)
  }

  @Test(
    arguments: zip([1, 2, 3, 5, 10, 30, 1000], [12.706, 4.303, 3.182, 2.571, 2.228, 2.042, 1.962]))
  func `quantiles of Student's t agree with tables to 1 %`(freedom: Int, quantile: Double) {
    let ratio = SamplingError.quantile(degreesOfFreedom: Double(freedom)) / quantile
    #expect(abs(ratio - 1) < 0.01)
  }

  @Test func `95 % of sums lie within the margin`() {
    var generator = SplitMix64(seed: 11)
    var inside = 0
    for _ in 0..<2000 {
      var seen = Regression()
      for _ in 0..<20 { seen.add(x: 1, y: generator.logNormal(mean: 100, variance: 400)) }
      var sum = 0.0
      for _ in 0..<200 { sum += generator.logNormal(mean: 100, variance: 400) }
      let error = sum - seen.meanY * 200
      let margins = seen.error(of: 200, sumX: 200).margins
      if (-margins.below...margins.above).contains(error) { inside += 1 }
    }
    print("forecast: \(inside) of 2000 sums within their 95 % margin")
    #expect((1880...1960).contains(inside))
  }

  /// By hand: deviations -2, -1, 3 of the mean 3; squares 14, cubes 18.
  @Test func `skewness is the third moment over the second`() {
    var values = Regression()
    for y in [1.0, 2, 6] { values.add(x: 0, y: y) }
    let variance = 14.0 / 3
    #expect(abs(values.skewness - 6 / (variance * variance.squareRoot())) < 1e-12)
    var mirrored = Regression()
    for y in [-1.0, -2, -6] { mirrored.add(x: 0, y: y) }
    #expect(abs(mirrored.skewness + values.skewness) < 1e-12)
    #expect(Regression().skewness == 0)
  }

  /// Lengths of answers as they are: a few are ten times as long as most. Pilots of 50.
  @Test func `95 % of the sums of lopsided lengths lie within the margins`() {
    var generator = SplitMix64(seed: 12)
    var inside = 0
    for _ in 0..<1000 {
      var seen = Regression()
      for _ in 0..<50 { seen.add(x: 1, y: generator.logNormal(mean: 100, variance: 17_000)) }
      var sum = 0.0
      for _ in 0..<1000 { sum += generator.logNormal(mean: 100, variance: 17_000) }
      let error = sum - seen.meanY * 1000
      let margins = seen.error(of: 1000, sumX: 1000).margins
      if (-margins.below...margins.above).contains(error) { inside += 1 }
    }
    print("forecast: \(inside) of 1000 sums of lopsided lengths within their 95 % margins")
    #expect((945...985).contains(inside))
  }

  /// Through 20 points that have nothing to do with each other, 1 line in 80 explains 0.30 of the
  /// variance of y (2.8 standard errors), and 1 in 20 explains 0.20. These explain 0.39 and 0.24.
  @Test func `a line is used only if its slope is clear`() {
    func line(_ noise: Double) -> Regression {
      var line = Regression()
      for index in 0..<20 {
        line.add(x: Double(index), y: Double(index) + (index / 2 % 2 == 0 ? noise : -noise))
      }
      return line
    }
    #expect(line(6).isLine)
    #expect(!line(8).isLine)
  }

  /// Values of 90 and 110 in turn pairs, on a step from 100 to 1,000 in the middle of the file.
  @Test func `a drift along the file does not widen the interval if the answers are spread`() {
    var values = Regression()
    for index in 0..<50 {
      values.add(x: 1, y: (index < 25 ? 100 : 1000) + (index / 2 % 2 == 0 ? 10 : -10))
    }
    func width(_ isSpread: Bool) -> Double {
      let margins = values.error(of: 1000, sumX: 1000, isSpread: isSpread).margins
      return margins.below + margins.above
    }
    #expect(width(true) < width(false) / 4)
    // Without a drift both variances are alike.
    var flat = Regression()
    var generator = SplitMix64(seed: 5)
    for _ in 0..<2000 { flat.add(x: 1, y: Double.random(in: 0..<1, using: &generator)) }
    let plain = flat.error(of: 1000, sumX: 1000).margins.below
    let steps = flat.error(of: 1000, sumX: 1000, isSpread: true).margins.below
    #expect(abs(steps / plain - 1) < 0.05)
  }
}
