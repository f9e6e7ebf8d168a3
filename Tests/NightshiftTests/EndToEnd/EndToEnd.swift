import Testing

/// Tests that run the built program as a child process against a simulated API in this process.
///
/// They run one at a time, because they depend on time and load the machine.
@Suite(.serialized, .timeLimit(.minutes(10))) enum EndToEnd {}
