import Foundation
import TestTools

/// The library that the fault tests preload into the program.
///
/// It is not a target of the package, so that only these tests build it. It is compiled when it is
/// first used.
enum FaultLibrary {
  /// The path of the library; `nil` if there is no C compiler.
  static let path: String? = {
    guard let compiler = Tool("clang") ?? Tool("cc") else { return nil }
    let path = BuiltProgram.folder + "/libFaults.so"
    // Another test process may be using the old file, so it is replaced with a rename.
    let fresh = "\(path).\(ProcessInfo.processInfo.processIdentifier)"
    let arguments = ["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", fresh, source, "-ldl"]
    do {
      let (output, status) = try compiler.run(arguments)
      guard status == 0, rename(fresh, path) == 0 else {
        preconditionFailure("cannot compile faults.c: \(String(decoding: output, as: UTF8.self))")
      }
    } catch {
      preconditionFailure("cannot start the compiler: \(error)")
    }
    return path
  }()

  private static let source = ProjectFolder.path(of: "Tests/Support/Faults/faults.c")
}
