// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

// Each target lists only targets above it in its list.
let program: [Target] = [
  // Opens the library at run time: neither its headers nor a link to it is needed.
  .target(name: "CLibcurl", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
  .target(name: "CPlatform"),
  .target(name: "Basics", dependencies: ["CPlatform"], swiftSettings: strict),
  .target(name: "Tokens", dependencies: ["Basics"], swiftSettings: strict),
  .target(
    name: "BatchRunner", dependencies: ["Basics", "Tokens", "CPlatform"], swiftSettings: strict),
  .target(
    name: "Planning", dependencies: ["Basics", "Tokens", "BatchRunner"], swiftSettings: strict),
  .target(
    name: "Datasets", dependencies: ["Basics", "Tokens", "BatchRunner", "Planning"],
    swiftSettings: strict),
  .target(
    name: "Reports", dependencies: ["Basics", "BatchRunner", "Datasets"], swiftSettings: strict),
  .target(
    name: "CurlTransport", dependencies: ["Basics", "BatchRunner", "CLibcurl"],
    swiftSettings: strict),
  .target(name: "SandboxAPI", dependencies: ["Basics", "BatchRunner"], swiftSettings: strict),
  .executableTarget(
    name: "nightshift",
    dependencies: [
      "Basics", "BatchRunner", "Planning", "Datasets", "Reports", "CurlTransport", "SandboxAPI",
      "CPlatform",
    ],
    swiftSettings: strict),
]

// What only tests and measurements use.
let support: [Target] = [
  .target(name: "CTLSServer", path: "Tests/Support/CTLSServer"),
  .target(
    name: "TestTools", path: "Tests/Support/TestTools",
    swiftSettings: strict),
  .target(
    name: "RunSamples", dependencies: ["Basics", "BatchRunner", "TestTools"],
    path: "Tests/Support/RunSamples", swiftSettings: strict),
  .target(
    name: "Fuzzing", dependencies: ["Basics", "BatchRunner"], path: "Tests/Support/Fuzzing",
    swiftSettings: strict),
  .target(
    name: "NightSimulator", dependencies: ["Basics", "BatchRunner", "SandboxAPI"],
    path: "Tests/Support/NightSimulator", swiftSettings: strict),
  .executableTarget(
    name: "nightshift-checker", path: "Tests/Support/Checker", swiftSettings: strict),
  .executableTarget(
    name: "nightshift-prices", dependencies: ["Basics", "BatchRunner"],
    path: "Tests/Support/PriceListBuilder", exclude: ["rebuild", "table.py"], swiftSettings: strict),
  .executableTarget(
    name: "nightshift-bench",
    dependencies: [
      "Basics", "Tokens", "BatchRunner", "Planning", "CurlTransport",
      "NightSimulator", "SandboxAPI", "Fuzzing", "TestTools", "CLibcurl",
    ],
    path: "Tests/Support/Benchmarks", swiftSettings: strict),
]

let tests: [Target] = [
  .testTarget(name: "BasicsTests", dependencies: ["Basics", "TestTools"], swiftSettings: strict),
  .testTarget(
    name: "TokensTests", dependencies: ["Basics", "Tokens", "TestTools"], swiftSettings: strict),
  .testTarget(
    name: "BatchRunnerTests",
    dependencies: ["Basics", "BatchRunner", "SandboxAPI", "Fuzzing", "RunSamples", "TestTools"],
    swiftSettings: strict),
  .testTarget(
    name: "PlanningTests",
    dependencies: [
      "Basics", "Tokens", "BatchRunner", "Planning", "SandboxAPI", "RunSamples", "TestTools",
    ],
    swiftSettings: strict),
  .testTarget(
    name: "DatasetsTests",
    dependencies: ["Basics", "BatchRunner", "Datasets", "RunSamples", "TestTools"],
    swiftSettings: strict),
  .testTarget(
    name: "ReportsTests",
    dependencies: ["Basics", "BatchRunner", "Reports", "RunSamples", "TestTools"],
    swiftSettings: strict),
  .testTarget(
    name: "CurlTransportTests",
    dependencies: ["Basics", "BatchRunner", "CurlTransport", "CTLSServer", "TestTools"],
    swiftSettings: strict),
  .testTarget(
    name: "SandboxAPITests", dependencies: ["Basics", "BatchRunner", "SandboxAPI"],
    swiftSettings: strict),
  .testTarget(
    name: "NightSimulatorTests", dependencies: ["NightSimulator"], swiftSettings: strict),
  .testTarget(
    name: "NightshiftTests",
    dependencies: [
      "nightshift", "nightshift-checker", "Basics", "BatchRunner", "Planning", "Datasets",
      "Reports", "SandboxAPI", "RunSamples", "TestTools",
    ],
    swiftSettings: strict),
]

let package = Package(
  name: "nightshift",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "nightshift", targets: ["nightshift"])],
  targets: program + support + tests,
  swiftLanguageModes: [.v6]
)
