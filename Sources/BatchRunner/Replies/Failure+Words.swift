extension Failure {
  /// The status and the message without digits, so that two jobs that met the same error have the
  /// same words.
  var words: String { "\(label) \(message.filter { !$0.isNumber })" }
}
