import BatchRunner

/// What `key check` says about a verdict, and how it ends.
struct KeyAnswer: Equatable {
  let status: ExitStatus
  let text: String
  var help: String?

  /// Goes to standard output.
  var isResult: Bool { status == .finished }

  /// `model`: what a chat request asks for.
  init(_ verdict: KeyVerdict, of place: String, _ options: KeyOptions, model: String) {
    switch verdict {
    case .works, .worksWithoutBalance, .refused:
      self =
        options.expectsRevoked
        ? KeyAnswer(revocation: verdict, place) : KeyAnswer(use: verdict, place)
    case .noAccess:
      self.init(
        .couldNotRun,
        "\(place) answered 403: this key has no access, which does not say whether it "
          + "is valid.", help: "See what the key may do at skillboss.co/console.")
    case .noList where options.spends:
      self.init(
        .couldNotRun, "\(place) has neither a list of models nor the model '\(model)'.",
        help: "Look at --base-url, or name another model with --model.")
    case .noList:
      self.init(
        .couldNotRun, "This API has no list of models, so nothing is known about the key.",
        help: "--spend sends one chat request of one token to \(model).")
    case .unclear(let how):
      self.init(
        .couldNotRun, "\(place) answered \(how), so nothing is known about the key.",
        help: "Try again later, or look at --base-url.")
    case .unreachable(let reason):
      self.init(
        .unreachable, "\(place) could not be asked: \(reason).",
        help: "Look at the network and at --base-url.")
    }
  }

  private init(use verdict: KeyVerdict, _ place: String) {
    switch verdict {
    case .works: self.init(.finished, "The key works: \(place) accepted it.")
    case .worksWithoutBalance:
      self.init(
        .insufficientBalance, "The key works, but its balance is empty.",
        help: "Add credits or enable auto-recharge at skillboss.co/console.")
    default:
      self.init(
        .keyRefused,
        "\(place) refused the key (401). It may be truncated, of the wrong format, "
          + "expired or revoked, or have stray white space.",
        help: "Check it for missing characters (Bearer sk-...), or download the Skills Pack again "
          + "from skillboss.co/console.")
    }
  }

  private init(revocation verdict: KeyVerdict, _ place: String) {
    if verdict == .refused {
      self.init(.finished, "The key is revoked: \(place) refused it, as it should.")
    } else {
      self.init(
        .couldNotRun, "THE KEY STILL WORKS. \(place) accepted it, so it is not revoked.",
        help: "Ask dev@skillboss.co to revoke it, then run this again.")
    }
  }

  private init(_ status: ExitStatus, _ text: String, help: String? = nil) {
    self.status = status
    self.text = text
    self.help = help
  }
}

extension KeyAnswer: UserFacing {
  var problem: String { text }
  var remedy: String? { help }
}
