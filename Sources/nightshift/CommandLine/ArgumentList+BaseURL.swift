import BatchRunner

extension ArgumentList {
  /// From the option, else from the variable; checked, and as it was typed.
  func baseURL(_ environment: [String: String]) throws(UsageError) -> String? {
    let variable = "SKILLBOSS_BASE_URL"
    let source = has(.baseURL) ? OptionDeclaration.baseURL.name : variable
    let typed = text(.baseURL) ?? environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    guard let typed else { return nil }
    do throws(EndpointError) {
      _ = try Endpoint(typed)
    } catch {
      throw .badURL(source: source, problem: error.problem, remedy: error.remedy)
    }
    return typed
  }
}
