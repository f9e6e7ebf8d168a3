// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "nightshift",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "nightshift", targets: ["nightshift"]),
    // Preloaded into the program by its tests.
    .library(name: "CFaults", type: .dynamic, targets: ["CFaults"]),
  ],
  targets: [
    // Opens the library at run time: neither its headers nor a link to it is needed.
    .target(name: "CLibcurl", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .target(name: "CPlatform"),
    .target(name: "CFaults"),
    .target(name: "Basics", dependencies: ["CPlatform"], swiftSettings: strict),
    .target(name: "BatchRunner", dependencies: ["Basics"], swiftSettings: strict),
    .target(
      name: "CurlTransport", dependencies: ["Basics", "BatchRunner", "CLibcurl"],
      swiftSettings: strict),
    .target(name: "SandboxAPI", dependencies: ["Basics", "BatchRunner"], swiftSettings: strict),
    .target(
      name: "NightSimulator", dependencies: ["Basics", "BatchRunner", "SandboxAPI"],
      swiftSettings: strict),
    .executableTarget(
      name: "nightshift",
      dependencies: ["Basics", "BatchRunner", "CurlTransport", "SandboxAPI", "CPlatform"],
      swiftSettings: strict),
    .executableTarget(
      name: "nightshift-bench",
      dependencies: [
        "BatchRunner", "CurlTransport", "NightSimulator", "SandboxAPI", "Fuzzing", "CLibcurl",
      ],
      swiftSettings: strict),
    .target(name: "Fuzzing", dependencies: ["BatchRunner"], swiftSettings: strict),
    .executableTarget(name: "nightshift-checker", swiftSettings: strict),
    // For tests only.
    .target(name: "CTLSServer", path: "Tests/Support/CTLSServer"),
    .target(name: "TestTools", path: "Tests/Support/TestTools", swiftSettings: strict),
    .testTarget(name: "BasicsTests", dependencies: ["Basics"], swiftSettings: strict),
    .testTarget(
      name: "BatchRunnerTests",
      dependencies: ["BatchRunner", "SandboxAPI", "Fuzzing", "TestTools"],
      swiftSettings: strict),
    .testTarget(
      name: "CurlTransportTests",
      dependencies: ["BatchRunner", "CurlTransport", "SandboxAPI", "CTLSServer"],
      swiftSettings: strict),
    .testTarget(
      name: "SandboxAPITests", dependencies: ["BatchRunner", "SandboxAPI"], swiftSettings: strict),
    .testTarget(
      name: "NightSimulatorTests", dependencies: ["NightSimulator"], swiftSettings: strict),
    .testTarget(
      name: "NightshiftTests",
      dependencies: [
        "nightshift", "nightshift-checker", "BatchRunner", "CurlTransport", "SandboxAPI",
        "TestTools",
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
