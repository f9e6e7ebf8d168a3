import Testing

/// The built program as a child process, against a simulated API in this one.
///
/// One test at a time: what they kill and time out, they start themselves.
@Suite(.serialized, .timeLimit(.minutes(10))) enum EndToEnd {}
