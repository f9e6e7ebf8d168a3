package import Basics

extension Schedule {
  /// One attempt's end, in the words of the other rooms.
  package struct End: Sendable {
    package let attempt: AttemptID
    package let verdict: Verdict
    package let leftAt: Moment?
    package let keyGeneration: Int
    package let rate: RateNotice?
    package let balance: BalanceNotice?
    package var charge = Charge.nothing

    package init(
      attempt: AttemptID, verdict: Verdict, leftAt: Moment?, keyGeneration: Int = 0,
      rate: RateNotice? = nil, balance: BalanceNotice? = nil
    ) {
      self.attempt = attempt
      self.verdict = verdict
      self.leftAt = leftAt
      self.keyGeneration = keyGeneration
      self.rate = rate
      self.balance = balance
    }
  }
}

extension Schedule.End {
  /// What a reply says; `body`: the response's, read.
  package init(_ reply: Reply, _ verdict: Verdict, _ body: ResponseBody?, at wall: WallTime) {
    self.init(
      attempt: reply.attempt, verdict: verdict, leftAt: reply.leftAt,
      keyGeneration: reply.keyGeneration,
      rate: reply.response.map { RateNotice($0.headers, wall: wall.seconds) },
      balance: body?.balance)
  }

  /// It may have been charged for, and gave no usable answer.
  package var mayBePaid: Bool {
    switch verdict {
    case .unanswered(_, .ambiguous), .unanswered(_, .unusable): true
    case .dropped(let mayBePaid): mayBePaid
    default: false
    }
  }
}
