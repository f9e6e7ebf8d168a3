// Re-exports the C library and FoundationEssentials, so that other files only import Basics.
//
// Full Foundation includes tables for every language and calendar: about 40 MB in a statically
// linked program. This is the only file that chooses between the platforms' modules.
#if canImport(FoundationEssentials)
  @_exported public import FoundationEssentials
  #if canImport(Glibc)
    @_exported public import Glibc
  #elseif canImport(Musl)
    @_exported public import Musl
  #elseif canImport(Bionic)
    @_exported public import Bionic
  #endif
#else
  @_exported public import Foundation
#endif
