/// The limits of a run, and whether anybody chose them.
package struct ResolvedPlan: Sendable, Equatable {
  package var plan: Plan
  /// Nobody named a plan, nor both of its numbers; the run says so in its first line.
  package var assumed: Bool

  package init(plan: Plan, assumed: Bool) {
    self.plan = plan
    self.assumed = assumed
  }
}
