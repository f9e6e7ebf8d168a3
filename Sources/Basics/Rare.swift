/// A value that few owners ever change. It takes one word in its owner, which stays cheap to copy,
/// and is on the heap only once it differs from `Value()`.
///
/// It is public because the compiler inlines and specialises only public code across targets.
@propertyWrapper
public struct Rare<Value: RareValue>: Sendable, Equatable {
  @usableFromInline
  final class Box: Sendable {
    @usableFromInline let value: Value

    @inlinable
    init(_ value: Value) {
      self.value = value
    }
  }

  /// `nil`: the value is `Value()`.
  @usableFromInline var box: Box?

  @inlinable
  public init(wrappedValue: Value) {
    box = wrappedValue == Value() ? nil : Box(wrappedValue)
  }

  @inlinable
  public var wrappedValue: Value {
    get { box?.value ?? Value() }
    set { box = newValue == Value() ? nil : Box(newValue) }
  }

  /// Whether the value is `Value()`; quicker than comparing it.
  @inlinable
  public var isInitial: Bool { box == nil }

  @inlinable
  public static func == (left: Rare, right: Rare) -> Bool {
    left.box === right.box || left.wrappedValue == right.wrappedValue
  }
}

/// A value for ``Rare``.
public protocol RareValue: Sendable, Equatable {
  /// The value that most owners keep.
  init()
}
