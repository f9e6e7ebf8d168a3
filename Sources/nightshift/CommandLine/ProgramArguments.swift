import CPlatform

/// The words that the program was started with.
enum ProgramArguments {
  /// Its own name first.
  static var all: [String] {
    var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    let count = Int(nightshift_arguments(&list))
    guard let list, count > 0 else { return CommandLine.arguments }
    return (0..<count).compactMap { list[$0].map { String(cString: $0) } }
  }
}
