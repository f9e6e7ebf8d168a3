import Foundation
import TestTools

/// The library that the fault tests preload into the program.
///
/// It is no target of the package, so that nothing but these tests builds it: it is compiled when
/// the first of them asks for it.
enum FaultLibrary {
  /// `nil`: there is no clang.
  static let path: String? = {
    guard let compiler = Tool("clang") ?? Tool("cc") else { return nil }
    let path = BuiltProgram.folder + "/libFaults.so"
    // Another test process may be preloading it: it is replaced whole.
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
