package import Basics

/// `run.json`: what a run is, and its totals when it was last let go.
package struct Manifest: Codable, Sendable, Equatable {
  package static let currentSchema = 1

  package var schema = Manifest.currentSchema
  package var runID: String
  /// As the user named it.
  package var jobFile: String
  package var baseURL: String
  package var origin: String
  package var isSandbox: Bool
  package var plan: String
  package var requestsPerWindow: Int?
  package var concurrency: Int
  package var windowSeconds: Double
  package var version: String
  package var createdAt: String
  package var updatedAt: String
  package var state: RunStateName
  package var exitStatus: ExitStatus?
  package var totals = Totals()
  /// Of the last session; `nil`: none was made.
  package var comparison: Comparison?

  package struct Totals: Codable, Sendable, Equatable {
    package var jobs = 0
    package var succeeded = 0
    package var failed = 0
    package var attempts = 0
    package var tokensIn = 0
    package var tokensOut = 0
    package var creditsLeft: Double?
    /// `nil` in runs of before there were prices.
    package var spendUSD: Double?
    package var spendPerhapsUSD: Double?
    /// Answers of unknown cost, and the most that they cost; `nil` in older runs.
    package var unknownCosts: Int?
    package var spendUnknownUSD: Double?
    package var unpriced: Int?
    /// What the server had shown to take; `nil`: nothing was learned, or the run is older.
    package var learnedStartsPerSecond: Double?

    enum CodingKeys: String, CodingKey {
      case jobs, succeeded, failed, attempts
      case tokensIn = "tokens_in"
      case tokensOut = "tokens_out"
      case creditsLeft = "credits_left"
      case spendUSD = "spend_usd"
      case spendPerhapsUSD = "spend_perhaps_usd"
      case unknownCosts = "unknown_costs"
      case spendUnknownUSD = "spend_unknown_usd"
      case unpriced
      case learnedStartsPerSecond = "learned_starts_per_second"
    }

    package init() {}
  }

  enum CodingKeys: String, CodingKey {
    case schema
    case runID = "run_id"
    case jobFile = "job_file"
    case baseURL = "base_url"
    case origin
    case isSandbox = "sandbox"
    case plan
    case requestsPerWindow = "requests_per_window"
    case concurrency
    case windowSeconds = "window_s"
    case version
    case createdAt = "created_at"
    case updatedAt = "updated_at"
    case state
    case exitStatus = "exit_status"
    case totals
    case comparison = "estimated_against_actual"
  }

  package init(
    jobFile: String, endpoint: Endpoint, isSandbox: Bool, plan: Plan, version: String,
    at now: WallTime
  ) {
    runID = UInt64.random(in: .min ... .max).hexDigits
    self.jobFile = jobFile
    baseURL = endpoint.baseURL
    origin = isSandbox ? "the sandbox" : endpoint.origin
    self.isSandbox = isSandbox
    self.plan = plan.name.rawValue
    requestsPerWindow = plan.requestsPerWindow
    concurrency = plan.concurrency
    windowSeconds = plan.window / .seconds(1)
    self.version = version
    createdAt = now.description
    updatedAt = now.description
    state = .running
  }

  /// `nil`: there is none.
  package init?(in directory: RunDirectory) throws(CheckpointError) {
    guard directory.disk.has(directory.manifest) else { return nil }
    let data: Data
    do throws(FileError) {
      let file = try ReadableFile(directory.manifest, on: directory.disk)
      data = Data(try file.bytes(at: 0, count: try file.size()))
    } catch {
      throw .file(error)
    }
    struct Version: Codable { var schema: Int }
    do {
      let version = try JSONDecoder().decode(Version.self, from: data).schema
      guard version <= Self.currentSchema else {
        throw CheckpointError.newerSchema(path: directory.manifest, version: version)
      }
      self = try JSONDecoder().decode(Manifest.self, from: data).inRange
    } catch let error as CheckpointError {
      throw error
    } catch {
      throw .malformedManifest(path: directory.manifest, reason: "it does not read as JSON of ours")
    }
  }

  package func write(to directory: RunDirectory) throws(FileError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(inRange) else {
      preconditionFailure("a manifest could not be written as JSON")
    }
    try directory.replace(directory.manifest, with: Array(data) + [UInt8(ascii: "\n")])
  }
}

// MARK: - Numbers

extension Manifest {
  /// With numbers that are believed: no arithmetic on them overflows, and all can be JSON.
  private var inRange: Manifest {
    var copy = self
    copy.requestsPerWindow = requestsPerWindow.map { StoredNumber.count($0) }
    copy.concurrency = StoredNumber.count(concurrency)
    copy.windowSeconds = StoredNumber.window(windowSeconds)
    copy.totals = totals.inRange
    return copy
  }
}

extension Manifest.Totals {
  fileprivate var inRange: Manifest.Totals {
    var copy = self
    copy.jobs = StoredNumber.count(jobs)
    copy.succeeded = StoredNumber.count(succeeded)
    copy.failed = StoredNumber.count(failed)
    copy.attempts = StoredNumber.count(attempts)
    copy.tokensIn = max(0, tokensIn)
    copy.tokensOut = max(0, tokensOut)
    copy.creditsLeft = StoredNumber.amount(creditsLeft)
    copy.spendUSD = spendUSD.map(StoredNumber.clamped)
    copy.spendPerhapsUSD = spendPerhapsUSD.map(StoredNumber.clamped)
    copy.unknownCosts = unknownCosts.map { StoredNumber.count($0) }
    copy.spendUnknownUSD = spendUnknownUSD.map(StoredNumber.clamped)
    copy.learnedStartsPerSecond = learnedStartsPerSecond.flatMap { $0 > 0 ? $0 : nil }
    copy.unpriced = unpriced.map { StoredNumber.count($0) }
    return copy
  }
}
