/// Something that was waited for didn't come to be.
public struct Unmet: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}

/// Waits until something is so that nobody announces, and throws when it takes too long.
///
/// - Parameters:
///   - what: What is waited for, for the message.
///   - limit: Long enough for a busy machine: passing it means that it never comes.
public func waitUntil(
    _ what: String, within limit: Duration = .seconds(30), _ isSo: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while try await !isSo() {
        guard ContinuousClock.now < end else { throw Unmet("\(what): not within \(limit)") }
        try await Task.sleep(for: .milliseconds(10))
    }
}
