import Synchronization

/// Carries one value out of a thread.
final class TransferSlot<Value: Sendable>: Sendable {
    private let slot = Mutex<Value?>(nil)

    func put(_ value: Value) { slot.withLock { $0 = value } }

    /// - Precondition: Something was put in, and the thread has ended.
    func take() -> Value {
        guard let value = slot.withLock({ $0 }) else { preconditionFailure("the thread left nothing") }
        return value
    }
}
