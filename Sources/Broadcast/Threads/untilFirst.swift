/// Runs two operations at a time, until one of them ends; the other one's task is cancelled, and waited for.
///
/// - Returns: What the first to end returns.
package func untilFirst<Value: Sendable>(
    _ one: @escaping @Sendable () async -> Value, _ other: @escaping @Sendable () async -> Value
) async -> Value {
    await withTaskGroup(of: Value.self) { group in
        group.addTask { await one() }
        group.addTask { await other() }
        // Of two operations one ends first.
        guard let value = await group.next() else { preconditionFailure() }
        group.cancelAll()
        return value
    }
}
