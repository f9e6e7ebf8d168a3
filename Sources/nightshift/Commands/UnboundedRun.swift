import Basics
import BatchRunner

/// The warning that a run with a cap or a budget has requests that nothing limits.
struct UnboundedRun: UserFacing {
  let options: [String]
  let gaps: CeilingGaps

  var problem: String {
    let assumed =
      gaps.withoutLimit > 0
      ? " An answer without max_tokens counts as \(Figure.count(CostCeiling.assumedOut)) tokens "
        + "until then." : ""
    return "\(options.joined(separator: " and ")) may be exceeded: nothing limits \(gaps.words). "
      + "What they really took is known only when they are answered.\(assumed)"
  }

  var remedy: String? { gaps.withoutLimit > 0 ? "Set max_tokens in the jobs." : nil }
}
