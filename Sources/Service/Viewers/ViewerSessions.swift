import Access
import Crypto
import Foundation
import HLS
import Origin
import Synchronization

/// Sessions of viewers: a session says when it ends and by which key it was let in, and is ours as nobody else can sign it. Nothing is kept
/// of them. Any thread.
///
/// A ``SignedText``: when it ends (4 bytes), which key (6), chance (8), and a signature of 18.
final class ViewerSessions: ViewerAccess {
    private let texts: SignedText
    private let duration: Int64
    private let clock: @Sendable () -> Int64
    private let changes = Atomic(0)
    private let allowed = Mutex<Set<Data>>([])

    /// - Parameters:
    ///   - secret: Signs them; `nil` for one that only this process knows.
    ///   - duration: How long they last, in seconds.
    ///   - now: In seconds since 1970.
    init(
        secret: String?, duration: Int64,
        now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) }
    ) {
        texts = SignedText(secret: secret, contentLength: 18, signatureLength: 18)
        (self.duration, clock) = (duration, now)
    }

    var now: Int64 { clock() }
    var generation: Int { changes.load(ordering: .acquiring) }

    /// Only sessions of these keys go on.
    func allow(_ keyIDs: Set<String>) {
        let tags = Set(keyIDs.map { Self.tag(of: $0) })
        allowed.withLock { $0 = tags }
        changes.add(1, ordering: .releasing)
    }

    /// A new session.
    func make(by keyID: String) -> String {
        let end = UInt32(clamping: now + duration)
        var content = Data((0..<4).map { UInt8(truncatingIfNeeded: end >> (24 - 8 * $0)) })
        content += Self.tag(of: keyID)
        content += Data((0..<8).map { _ in UInt8.random(in: .min ... .max) })
        return texts.text(of: content)
    }

    func check(_ session: Substring) throws(RequestRefusal) -> Int64 {
        guard let content = texts.content(of: session) else { throw Self.wrong }
        let end = content.prefix(4).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        guard end > now else { throw RequestRefusal(403, "the session's time is over: come in again with a token") }
        guard allowed.withLock({ $0.contains(Data(content.dropFirst(4).prefix(6))) }) else {
            throw RequestRefusal(
                403, "the key that let this session in was withdrawn: come in again with another token")
        }
        return end
    }

    private static let wrong = RequestRefusal(
        401, "there is no such session, or no longer: come in again, by /master.m3u8?token=…")

    private static func tag(of keyID: String) -> Data { Data(SHA256.hash(data: Data(keyID.utf8)).prefix(6)) }
}
