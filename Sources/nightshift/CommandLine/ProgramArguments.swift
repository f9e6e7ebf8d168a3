import CPlatform

/// The arguments that the program was started with.
enum ProgramArguments {
  /// The program's name, then the arguments. In an argument that is not UTF-8, the bad bytes are
  /// replaced.
  static var all: [String] {
    var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    let count = Int(nightshift_arguments(&list))
    guard let list, count > 0 else { return CommandLine.arguments }
    return (0..<count).compactMap { list[$0].map { String(cString: $0) } }
  }
}
