import Foundation
package import HLS

/// Tells sessions that are right from those that aren't. Any thread.
package protocol ViewerAccess: Sendable {
    /// Changes when sessions end before their time, as their key was withdrawn.
    var generation: Int { get }
    /// The time by which sessions end, in seconds since 1970.
    var now: Int64 { get }

    /// - Returns: When the session ends, in seconds since 1970.
    /// - Throws: Why it is none.
    func check(_ session: Substring) throws(RequestRefusal) -> Int64
}

/// The gate of one event loop: it looks closely at each session once, and remembers it. Belongs to its loop.
final class RememberedSessions: ViewerGate {
    /// More than that watch on no loop; who comes then costs a closer look each.
    private static let limit = 16_384

    private let access: any ViewerAccess
    private var generation = 0
    /// When they end.
    private var known: [Substring: Int64] = [:]

    init(_ access: any ViewerAccess) { self.access = access }

    func refusal(of session: Substring) -> RequestRefusal? {
        if generation != access.generation {
            generation = access.generation
            known = [:]
        }
        if let end = known[session], end > access.now { return nil }
        do throws(RequestRefusal) {
            let end = try access.check(session)
            if known.count >= Self.limit { known = [:] }
            // A copy: the whole address isn't to be kept.
            known[String(session)[...]] = end
            return nil
        } catch {
            return error
        }
    }
}
