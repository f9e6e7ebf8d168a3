import BatchRunner

extension ArgumentList {
  /// The base URL from `--base-url`, else from `SKILLBOSS_BASE_URL`, as it was typed and checked;
  /// `nil` if neither is set. An empty variable counts as not set.
  func baseURL(_ environment: [String: String]) throws(UsageError) -> String? {
    let variable = "SKILLBOSS_BASE_URL"
    let source = has(.baseURL) ? OptionDeclaration.baseURL.name : variable
    let typed = text(.baseURL) ?? environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    guard let typed else { return nil }
    do throws(EndpointError) {
      _ = try Endpoint(typed, allowsInsecureHTTP: has(.insecureHTTP))
    } catch {
      throw .badURL(source: source, problem: error.problem, remedy: error.remedy)
    }
    return typed
  }
}
