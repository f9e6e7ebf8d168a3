import Tokens

/// What a million tokens of each kind cost, in dollars, in one service tier and for prompts of one
/// range of lengths.
package struct TokenRates: Sendable, Hashable {
  /// The prompt.
  package var input: Double
  /// The answer.
  package var output: Double
  /// The part of the prompt that was read from a cache; `nil`: as ``input``.
  package var cached: Double?
  /// The part of the prompt that was written to a cache; `nil`: as ``input``.
  package var written: Double?
  /// The reasoning in the answer; `nil`: as ``output``.
  package var reasoning: Double?
  /// Audio in the prompt; `nil`: as ``input``.
  package var audioIn: Double?
  /// Audio in the answer; `nil`: as ``output``.
  package var audioOut: Double?

  package init(
    input: Double, output: Double, cached: Double? = nil, written: Double? = nil,
    reasoning: Double? = nil, audioIn: Double? = nil, audioOut: Double? = nil
  ) {
    self.input = input
    self.output = output
    self.cached = cached
    self.written = written
    self.reasoning = reasoning
    self.audioIn = audioIn
    self.audioOut = audioOut
  }

  /// The cost of an answer's tokens in dollars. Parts that are larger than their whole count as the
  /// whole.
  func cost(of usage: BilledUsage) -> Double {
    var prompt = Remainder(usage.tokensIn)
    var answer = Remainder(usage.tokensOut)
    var cost = prompt.take(usage.cachedIn) * (cached ?? input)
    cost += prompt.take(usage.writtenIn) * (written ?? input)
    cost += prompt.take(usage.audioIn) * (audioIn ?? input)
    cost += answer.take(usage.reasoningOut) * (reasoning ?? output)
    cost += answer.take(usage.audioOut) * (audioOut ?? output)
    return (cost + prompt.rest * input + answer.rest * output) / 1_000_000
  }

  /// The most that so many tokens cost, in dollars.
  func ceiling(tokensIn: Int, tokensOut: Int, _ terms: BillingTerms) -> Double {
    let highestIn = max(input, cached ?? 0, written ?? 0, terms.sendsAudio ? audioIn ?? 0 : 0)
    let highestOut = max(output, reasoning ?? 0, terms.asksForAudio ? audioOut ?? 0 : 0)
    return (Double(max(tokensIn, 0)) * highestIn + Double(max(tokensOut, 0)) * highestOut)
      / 1_000_000
  }

  /// The tokens of a prompt or an answer that no price was applied to yet.
  private struct Remainder {
    private(set) var rest: Double

    init(_ tokens: Int) { rest = Double(max(tokens, 0)) }

    mutating func take(_ tokens: Int) -> Double {
      let taken = min(Double(max(tokens, 0)), rest)
      rest -= taken
      return taken
    }
  }
}
