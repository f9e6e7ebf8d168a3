import Basics

/// Why runs cannot be compared. A `String` without a label is a run's path.
package enum DiffError: Error, Equatable {
  case noCommonJob(String, String)
}

extension DiffError: UserFacing {
  package var problem: String {
    switch self {
    case .noCommonJob(let first, let second): "'\(first)' and '\(second)' have no job in common."
    }
  }

  package var remedy: String? {
    "Jobs are compared by their custom_id. Without one a job is named after its request, so another "
      + "model or prompt is another job: give the jobs a custom_id."
  }
}
