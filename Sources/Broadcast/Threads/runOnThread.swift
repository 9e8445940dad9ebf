import Foundation

/// Runs blocking work on a thread of its own, outside Swift's cooperative pool.
///
/// The pool has a thread per core and expects none of them to wait: a demuxer that waits for
/// its file's next packet would stall tasks that have nothing to do with it.
///
/// Returns when `body` has, so what `body` owns is released by then.
///
/// - Parameter name: For the process list; Linux shows 15 characters.
func runOnThread<Success: Sendable>(
    named name: String, _ body: @escaping @Sendable () throws -> Success
) async throws -> Success {
    try await withCheckedThrowingContinuation { continuation in
        let thread = Thread {
            // On Linux a name that is given from outside, before the start, isn't passed on to the system.
            Thread.current.name = name
            continuation.resume(with: Result { try body() })
        }
        // x264 and swscale keep small tables on the stack; the secondary threads' default is too close to it.
        thread.stackSize = 4 << 20
        thread.start()
    }
}
