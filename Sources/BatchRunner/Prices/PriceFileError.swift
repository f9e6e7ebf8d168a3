package import Basics

/// Why a price file cannot be used.
package enum PriceFileError: Error, Equatable {
  case file(FileError)
  /// `reason`: a clause, such as `it is not a JSON object`.
  case malformed(path: String, reason: String)
}

extension PriceFileError: UserFacing {
  package var problem: String {
    switch self {
    case .file(let error): error.problem
    case .malformed(let path, let reason): "\(path): not a price file: \(reason)."
    }
  }

  package var remedy: String? {
    switch self {
    case .file(let error): error.remedy
    case .malformed:
      "Give a saved catalog (products with pricing), OpenRouter's list of models, LiteLLM's price "
        + "map, the data of genai-prices, or an object such as "
        + #"{"MODEL": {"input_per_1m": 3.0, "output_per_1m": 15.0}}, in dollars."#
    }
  }
}
