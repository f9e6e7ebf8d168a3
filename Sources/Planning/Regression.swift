/// A least-squares line through points, or just their mean if a line explains too little.
///
/// It keeps sums and not the points (Welford's online updates of means and co-moments), so that a
/// million points need no more memory than two.
package struct Regression: Sendable, Equatable {
  /// The number of points.
  package private(set) var count = 0
  package private(set) var meanX = 0.0
  package private(set) var meanY = 0.0
  /// The sums of the squared deviations from the means.
  private var squaresX = 0.0
  private var squaresY = 0.0
  /// The sum of the cubed deviations of y from its mean.
  private var cubesY = 0.0
  /// The sum of the products of the deviations of x and y.
  private var products = 0.0
  /// The steps from each point to the next one.
  private var steps = Steps()

  package init() {}

  package mutating func add(x: Double, y: Double) {
    let before = Double(count)
    count += 1
    steps.add(x: x, y: y)
    let step = (y - meanY) / Double(count)
    // Terriberry's update of the third moment, by the second before this point.
    cubesY +=
      step * step * step * Double(count) * before * (before - 1) - 3 * step * squaresY
    let offsetX = x - meanX
    let offsetY = y - meanY
    meanX += offsetX / Double(count)
    meanY += offsetY / Double(count)
    squaresX += offsetX * (x - meanX)
    squaresY += offsetY * (y - meanY)
    products += offsetX * (y - meanY)
  }

  /// Whether a line is used: there are at least 10 points, it explains at least a tenth of the
  /// variance of y, and its slope is ``leastSlope`` standard errors from 0.
  package var isLine: Bool {
    guard count >= 10, squaresX > 0 else { return false }
    let explained = products * products
    let all = squaresX * squaresY
    return explained >= 0.1 * all
      && explained * Double(count - 2) >= Self.leastSlope * Self.leastSlope * (all - explained)
  }

  /// A slope that is none reaches 2 in one of 20 samples, and its line then makes the forecast worse
  /// (Cochran, Sampling Techniques, 1977, 7.3: a regression estimate from few points is biased).
  private static let leastSlope = 2.8

  /// The change of y for each unit of x; 0 if only the mean is used.
  package var slope: Double { isLine ? products / squaresX : 0 }

  /// The predicted y.
  package func value(at x: Double) -> Double { meanY + slope * (x - meanX) }

  private var degreesOfFreedom: Int { count - (isLine ? 2 : 1) }

  /// The variance of y around the line or the mean, in the square of y's unit; 0 with too few
  /// points.
  package var variance: Double {
    guard degreesOfFreedom > 0 else { return 0 }
    return max(0, squaresY - slope * products) / Double(degreesOfFreedom)
  }

  /// How lopsided the values of y are: 0 if they are symmetrical, above 0 if a few are much larger
  /// than most.
  var skewness: Double {
    let variance = squaresY / Double(max(1, count))
    guard count > 2, variance > 0 else { return 0 }
    let skewness = cubesY / Double(count) / (variance * variance.squareRoot())
    return skewness.isFinite ? skewness : 0
  }

  /// The predicted sum of y for `newValues` points whose x add up to `sumX`.
  func sum(of newValues: Int, sumX: Double) -> Double {
    Double(newValues) * meanY + slope * (sumX - Double(newValues) * meanX)
  }

  /// How far the predicted sum of `newValues` values of y may be off. `sumX` is the sum of their x.
  ///
  /// The new points are assumed to come from the same distribution as those added so far.
  /// `isSpread`: the points were drawn from equal parts of the file, and added in its order. The
  /// variance within the parts then counts, and not the drift along the file.
  func error(of newValues: Int, sumX: Double, isSpread: Bool = false) -> SamplingError {
    guard newValues > 0 else { return SamplingError() }
    guard degreesOfFreedom > 0 else { return .unknown }
    let number = Double(newValues)
    let deviation = sumX - number * meanX
    // The new values vary independently (the first term). An error in the mean or in the slope
    // affects all of them in the same direction (the other terms).
    var varianceFactor = number + number * number / Double(count)
    if isLine { varianceFactor += deviation * deviation / squaresX }
    let variance = isSpread ? varianceOfSteps : variance
    return SamplingError(
      variance: variance * varianceFactor, degreesOfFreedom: degreesOfFreedom,
      thirdCumulant: SamplingError.thirdCumulant(
        of: newValues, seen: count, variance: variance, skewness: skewness))
  }

  /// The variance of y around the line or the mean, from the differences of neighbouring points
  /// (Wolter, Introduction to Variance Estimation, 2007, 8.2: the estimator v2).
  private var varianceOfSteps: Double {
    max(0, steps.squaresY - 2 * slope * steps.products + slope * slope * steps.squaresX)
      / Double(2 * degreesOfFreedom)
  }

  /// The sums of squares of the steps between neighbours.
  private struct Steps: Equatable {
    private var last: (x: Double, y: Double)?
    private(set) var squaresX = 0.0
    private(set) var squaresY = 0.0
    private(set) var products = 0.0

    mutating func add(x: Double, y: Double) {
      if let last {
        squaresX += (x - last.x) * (x - last.x)
        squaresY += (y - last.y) * (y - last.y)
        products += (x - last.x) * (y - last.y)
      }
      last = (x, y)
    }

    static func == (left: Steps, right: Steps) -> Bool {
      (left.squaresX, left.squaresY, left.products)
        == (right.squaresX, right.squaresY, right.products)
    }
  }
}
