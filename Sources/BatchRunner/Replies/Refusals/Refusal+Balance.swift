// Whether the account has no money left, and whether that passes.
extension Refusal {
  /// Codes and types that say it at any status, also inside a success.
  private static let balanceLabels: Set<String> = [
    "insufficient_balance", "insufficient_credits", "insufficient_credit", "insufficient_funds",
    "insufficient_user_quota", "payment_required", "budget_exceeded", "out_of_credits",
    "credit_balance_exhausted", "credits_exhausted", "exceeded_current_quota_error",
    "billing_not_active", "billing_hard_limit_reached", "billing_error", "arrearage",
    "allocationquota.freetieronly", "blocked_api_access", "enforced_spend_limit_reached",
    "openrouter_credits", "openrouter_key_limit", "weight_exceeds_budget",
    // Zhipu; SiliconFlow.
    "1113", "30001", "30011",
  ]

  /// Without punctuation, since `InsufficientBalance` is the same code.
  private static let plainBalanceLabels = Set(
    balanceLabels.map { label in label.filter { $0.isLetter || $0.isNumber } })

  /// Families of codes: Groq's `spend_...`, OpenAI's limits of organisations and projects.
  private static func isBalanceLabel(_ label: String) -> Bool {
    plainBalanceLabels.contains(label.filter { $0.isLetter || $0.isNumber })
      || label.hasPrefix("spend_")
      || label.hasSuffix("spend_limit_exceeded") || label.hasSuffix("usage_limit_exceeded")
      || label.hasSuffix("spend_limit_reached")
  }

  /// Codes of an empty budget that fills again by itself.
  private static let passingLabels: Set<String> = ["openrouter_in_flight_budget"]

  /// Sentences about credits, money and the account's standing.
  private static let balanceSentences: [WordPattern] = [
    "credit* balance .. low|insufficient|empty|exhausted|zero|depleted|negative",
    "account balance .. low|insufficient|empty|exhausted|zero|depleted|negative",
    "balance is|was too|not|insufficient|empty|exhausted|depleted|negative",
    "insufficient balance|credit*|funds",
    "insufficient account|available|remaining balance|credit*",
    "not|without enough|sufficient credit*|funds|balance",
    "don't|doesn't|didn't|cannot|not have enough|sufficient|any credit*|funds|balance",
    "don't|doesn't|not have enough|sufficient|any .. credit*|funds",
    "have|has|with no credit*|funds", "no credit* left|remaining|available",
    "no remaining|available|more credit*", "out of credit*|funds|money",
    "used all|up .. credit*", "credit* .. depleted|exhausted", "credit* have run",
    "credit* .. used up",
    "depleted|exhausted .. credit*", "exceeded .. included|monthly|free credit*",
    "monthly|billing|hard|account spend|spending|billing|usage limit|cap",
    "spend|spending|billing|cost limit|limits|cap .. reached|exceeded|hit",
    "reached|reaching|exceeded|exceeds|hit .. spend|spending|billing|cost limit|limits|cap",
    "billing hard|soft limit", "credit limit|limits .. exceeded|reached", "credit* .. expired",
    "check your billing details on", "account .. not active .. billing",
    "payment|invoice|invoices|bill .. overdue|failed|declined|unpaid", "payment required",
    "unpaid|overdue|outstanding invoice*|payment*|balance|bill*", "pay past invoices", "in arrears",
    "account .. in good standing", "recharge your|the account|balance", "please recharge",
    "free tier|trial .. has been exhausted|used",
    "top up your|the account|balance|credit*", "free tier|trial .. exhausted|expired|ended",
    "free quota .. exhausted",
  ]
  /// Sentences about a budget, in money.
  private static let budgetSentences: [WordPattern] = [
    "crossed|exceeded|over .. budget", "budget .. exceeded|exhausted|depleted|reached",
    "exceededbudget", "budgetexceedederror", "exceededtokenbudget", "exceededmodelbudget",
  ]
  /// Sentences about what was used. They may also speak of a rate.
  private static let usageSentences: [WordPattern] = [
    "key limit exceeded",
    "usage limit|limits reached|exceeded|hit",
    "usage limit|limits has|have|was|is .. reached|exceeded",
    "reached|exceeded|hit .. usage limit|limits",
  ]
  /// Sentences about a quota. At 429 they are limits of any kind.
  private static let quotaSentences: [WordPattern] = [
    "exceeded .. quota", "quota .. exceeded|exhausted", "quota is|was not|insufficient",
    "out of .. quota",
  ]
  /// OpenAI's sentence for no money, which others send for any limit.
  private static let currentQuota: WordPattern = "exceeded .. current quota"
  private static let chinese = [
    "\u{4F59}\u{989D}\u{4E0D}\u{8DB3}", "\u{6B20}\u{8D39}", "\u{989D}\u{5EA6}\u{4E0D}\u{8DB3}",
    "\u{989D}\u{5EA6}\u{5DF2}\u{7528}\u{5C3D}", "\u{8BF7}\u{5145}\u{503C}",
  ]
  /// Budgets of other things than money.
  private static let otherBudgets: [WordPattern] = [
    "thinking|token|tokens|reasoning|context|time|latency|retry budget", "budget tokens",
    "in flight", "inflight",
  ]
  /// The words of a limit that comes back within a day.
  private static let shortLimits: [WordPattern] = [
    "per|a|each second|minute|hour|day|min", "tpm|rpm|rps|tpd|rpd",
    "resets|reset|resetting in|at|after",
    "try again in|at", "5 hour",
  ]

  var isOutOfBalance: Bool {
    if labels.contains(where: Self.isBalanceLabel) { return true }
    if labels.contains("insufficient_quota"), status != 429, status != nil { return true }
    return saysBalance
  }

  /// Whether the error's words say it. Statuses that are about the address or the form of a request
  /// never do, nor errors that are about its content.
  private var saysBalance: Bool {
    // A flat body inside a success may be an answer of a form of its own.
    let isUnknown = isInside && !(error?.isFlat ?? true)
    guard let status = status ?? (isUnknown ? 400 : nil), (400...499).contains(status),
      ![404, 405, 406, 408, 409, 410, 411, 413, 414, 415, 416, 425, 431].contains(status),
      !isAboutContent, !has(anyOf: Self.passingLabels)
    else { return false }
    let isShort = wording.has(Self.shortLimits)
    if wording.contains(Self.chinese) || wording.has(Self.balanceSentences) { return true }
    if wording.has(Self.budgetSentences), !wording.has(Self.otherBudgets) { return true }
    if wording.has(Self.usageSentences), !isShort { return true }
    return status != 429 && wording.has(Self.quotaSentences) && exactLimit != .rate
  }

  /// Codes of refusals for what a request says or asks for. Their messages may repeat the prompt.
  private static let contentLabels: [String] = [
    "content_policy", "content_filter", "contentfilter", "moderation", "safety", "invalid_prompt",
    "prompt_", "responsibleai", "data_inspection", "datainspection", "context_length",
    "string_above", "model_not_found", "sensitive", "flagged", "invalid_json", "exceed_context",
    "unsupported",
  ]
  private static let contentSentences: [WordPattern] = [
    "content policy|policies|filter|filters|management|filtering|moderation",
    "flagged .. by|as|for", "prompt|input|content|message .. flagged|rejected|blocked|refused",
    "safety system|filter|policy",
    "blocked .. by .. filter|moderation|policy",
  ]

  /// The refusal is about what the request says, so its message may repeat the prompt.
  var isAboutContent: Bool {
    error?.isAboutRequest ?? false
      || labels.contains { label in Self.contentLabels.contains(where: label.contains) }
      || wording.has(Self.contentSentences)
  }

  /// Status 402, but the balance comes back by itself, for example once requests in flight end.
  var isBalanceThatReturns: Bool {
    status == 402 && !isTooDear && (rate.hasRetryAfter || has(anyOf: Self.passingLabels))
  }

  /// One request costs more than is left, because of its `max_tokens`.
  private var isTooDear: Bool {
    guard status == 402 else { return false }
    return labels.contains("weight_exceeds_budget")
      || wording.has(["can only afford", "fewer max tokens", "max tokens .. afford"])
  }

  var shortfall: BalanceShortfall {
    var shortfall = BalanceShortfall(
      message: message, requiredCredits: error?.requiredCredits,
      availableCredits: error?.availableCredits)
    shortfall.isForOneRequest = isTooDear
    return shortfall
  }

  /// A 429 that means no money at one service and a passing limit at another (DashScope: tokens per
  /// minute; Gemini: any limit), with nothing more exact beside it.
  var isPerhapsOutOfBalance: Bool {
    guard status == 429, exactLimit == nil else { return false }
    return has(anyOf: ["insufficient_quota", "resource_exhausted"])
      || wording.has(Self.currentQuota)
  }
}
