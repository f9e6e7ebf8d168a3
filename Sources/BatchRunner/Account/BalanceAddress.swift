import Basics

/// The API's address for the account's balance; not every server has it.
package struct BalanceAddress: Sendable {
  private let transport: any Transport

  /// Replies to jobs report the credits left only when they are below this number.
  package static let reportedBelow = 10.0

  package init(transport: any Transport) {
    self.transport = transport
  }

  /// Asks for the credits left; `nil`: the server did not answer, or not with a number of credits.
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
