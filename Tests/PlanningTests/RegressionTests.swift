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
    #expect(abs(line.margin(of: 1, sumX: 9) - expected) < 0.002)
  }

  @Test func `the mean is used if a line explains too little`() {
    var flat = Regression()
    for index in 0..<20 { flat.add(x: Double(index % 5), y: index % 2 == 0 ? 1 : 3) }
    #expect(!flat.isLine)
    #expect(flat.value(at: 1000) == 2)
    #expect(Regression().margin(of: 3, sumX: 3) == .infinity)
  }

  @Test(
    arguments: zip([1, 2, 3, 5, 10, 30, 1000], [12.706, 4.303, 3.182, 2.571, 2.228, 2.042, 1.962]))
  func `quantiles of Student's t agree with tables to 1 %`(freedom: Int, quantile: Double) {
    let ratio = Regression.quantile(degreesOfFreedom: freedom) / quantile
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
      let error = abs(seen.meanY * 200 - sum)
      if error <= seen.margin(of: 200, sumX: 200) { inside += 1 }
    }
    print("forecast: \(inside) of 2000 sums within their 95 % margin")
    #expect((1860...1940).contains(inside))
  }
}
