extension ThrowingTaskGroup where ChildTaskResult == Void, Failure == any Error {
    /// Waits for all tasks; at the first failure lets go of what the others wait for, so that they end too.
    ///
    /// - Throws: The first error of any, when all have ended.
    mutating func waitForAll(release: () -> Void) async throws {
        do {
            // Not `waitForAll()`: that reports a failure only when all have ended, and some never would.
            while try await next() != nil {}
        } catch {
            release()
            while (try? await next()) != nil {}
            throw error
        }
    }
}
