/// The command line that writes a mended copy of a file.
enum MendingCommand {
  /// `program`: the program and its options. `takesPath`: it reads the file that is named after
  /// them, else its standard input. `toLines`: what it writes are JSON Lines, whatever the file's
  /// name says. Without a path (`-`) it is the program alone, for a pipe.
  static func text(
    _ program: String, for path: String, takesPath: Bool = true, toLines: Bool
  ) -> String {
    guard path != "-" else { return program }
    let packing = Compression(path: path)
    let unpacked = packing == nil ? path : PathName(path).withoutExtension
    let name = PathName(unpacked)
    let stem = name.fileExtension.isEmpty ? unpacked : name.withoutExtension
    let kept = name.fileExtension.isEmpty ? "" : "." + name.fileExtension
    let new = toLines ? ".jsonl" : kept
    let isUnpacking = packing.map { program == "\($0.program) -dc" } ?? false
    // The copy must not have the name of the file, nor of a copy that may lie unpacked beside it.
    let target = ShellQuote.word(stem + (new == kept && !isUnpacking ? ".lines" : "") + new)
    let source = ShellQuote.word(path)
    if isUnpacking { return "\(program) \(source) > \(target)" }
    if let packing { return "\(packing.program) -dc \(source) | \(program) > \(target)" }
    return "\(program) \(takesPath ? "" : "< ")\(source) > \(target)"
  }
}
