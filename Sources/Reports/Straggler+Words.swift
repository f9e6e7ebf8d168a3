import Basics
package import BatchRunner

extension Straggler {
  /// `review-17 (gpt-5-mini, 12m 4s)`. Not printable yet.
  package var words: String {
    "\(job) (\(model.map { $0 + ", " } ?? "")\(age.countdown))"
  }

  /// As an object for JSON.
  var json: JSONLine {
    var object = JSONLine()
    object.member("id", job)
    object.member("model", model)
    object.member("seconds", age.inSeconds)
    return object
  }
}
