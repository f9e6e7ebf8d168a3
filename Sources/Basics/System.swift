// What every file of the program may count on: the small half of Foundation, and the C library.
//
// All of Foundation would bring tables of every language and calendar along, some forty megabytes
// of a program that is linked statically. Only here is it said where the parts come from; other
// files import this module.
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
