extension SchemaCheck {
  mutating func mismatch(
    _ rules: SchemaRules.LogicRules, at node: Int
  ) throws(TooDeep) -> Mismatch? {
    if let schema = rules.reference, let found = try mismatch(schema, at: node) { return found }
    for schema in rules.all {
      if let found = try mismatch(schema, at: node) { return found }
    }
    if let found = try mismatch(anyOf: rules.any, at: node) { return found }
    if let found = try mismatch(oneOf: rules.one, at: node) { return found }
    if let schema = rules.not, try mismatch(schema, at: node) == nil {
      return Mismatch(node: node, reason: "fits the schema of 'not'")
    }
    guard let condition = rules.condition, rules.then != nil || rules.otherwise != nil else {
      return nil
    }
    let branch = try mismatch(condition, at: node) == nil ? rules.then : rules.otherwise
    guard let branch else { return nil }
    return try mismatch(branch, at: node)
  }

  private mutating func mismatch(
    anyOf schemas: [Schema.ID], at node: Int
  ) throws(TooDeep) -> Mismatch? {
    var misfits: [Mismatch] = []
    for schema in schemas {
      guard let misfit = try mismatch(schema, at: node) else { return nil }
      misfits.append(misfit)
    }
    return misfits.isEmpty ? nil : best(of: misfits, at: node, "anyOf")
  }

  private mutating func mismatch(
    oneOf schemas: [Schema.ID], at node: Int
  ) throws(TooDeep) -> Mismatch? {
    var misfits: [Mismatch] = []
    for schema in schemas {
      guard let misfit = try mismatch(schema, at: node) else { continue }
      misfits.append(misfit)
    }
    switch schemas.count - misfits.count {
    case 1: return nil
    case 0: return schemas.isEmpty ? nil : best(of: misfits, at: node, "oneOf")
    case let count:
      return Mismatch(
        node: node, reason: "fits \(count) of the \(schemas.count) schemas of 'oneOf', not one")
    }
  }

  /// The only mismatch that lies inside the value: there the other schemas have another kind of
  /// value. Otherwise nobody can tell which of the schemas was meant.
  private func best(of misfits: [Mismatch], at node: Int, _ keyword: String) -> Mismatch {
    let inside = misfits.filter { $0.node != node }
    if inside.count == 1 { return inside[0] }
    return Mismatch(
      node: node, reason: "fits none of the \(misfits.count) schemas of '\(keyword)'")
  }
}
