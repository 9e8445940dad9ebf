import Synchronization

/// Carries one value that can't be copied into a closure that runs on another thread.
final class TransferBox<Value: ~Copyable>: Sendable {
    private let slot: Mutex<Value?>

    init(_ value: consuming sending Value) {
        slot = Mutex(value)
    }

    /// Takes the value out.
    ///
    /// - Precondition: It is taken once.
    func take() -> sending Value {
        guard let value = slot.withLock({ $0.take() }) else { preconditionFailure("taken twice") }
        return value
    }
}
