import Basics

/// The address that tells the balance, where there is one.
package struct BalanceAddress: Sendable {
  private let transport: any Transport

  /// Answers report the credits that are left only below this.
  package static let reportedBelow = 10.0

  package init(transport: any Transport) {
    self.transport = transport
  }

  /// `nil`: it did not answer, or said nothing of credits.
  package func credits() async -> Double? {
    guard case .success(let response) = await transport.get("/api/me/balance", from: .origin),
      response.status == 200
    else { return nil }
    var outline = JSONOutline()
    return response.body.withUnsafeBytes { text in
      guard (try? outline.read(text, depth: 1)) != nil else { return nil }
      return outline.member("credits", in: text).flatMap { outline.number($0, in: text) }
    }
  }
}
