import Foundation

/// Runs blocking work on a thread of its own, outside Swift's cooperative pool.
///
/// The pool has a thread per core and expects none of them to wait: a demuxer that waits for
/// its file's next packet would stall tasks that have nothing to do with it.
///
/// Returns when `body` has, so what `body` owns is released by then.
///
/// - Parameters:
///   - name: For the process list; Linux shows 15 characters.
///   - yields: Whether others come first where there are more threads than cores: an encoder works on for many pictures' time,
///     and nobody notices if it ends a little later; a picture that comes in is to be on the canvas at once.
func runOnThread<Success: Sendable>(
    named name: String, yields: Bool = false, _ body: @escaping @Sendable () throws -> Success
) async throws -> Success {
    try await withCheckedThrowingContinuation { continuation in
        let thread = Thread {
            // On Linux a name that is given from outside, before the start, isn't passed on to the system.
            Thread.current.name = name
            // Of this thread alone, which is what Linux takes for a process here (setpriority(2), "C library/kernel differences").
            // To become less important needs no right.
            if yields { _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 5) }
            continuation.resume(with: Result { try body() })
        }
        // x264 and swscale keep small tables on the stack; the secondary threads' default is too close to it.
        thread.stackSize = 4 << 20
        thread.start()
    }
}
