public import Access
public import Broadcast
import Foundation
import HLS
import HTTPTypes
import Hummingbird
public import Logging
import Origin
import Synchronization

/// Lets viewers with a token in: looks at the token once, and sends them to a session of their own.
///
/// The file of keys is looked at every two seconds, and read when it has changed. One that can't be read then changes nothing, and the log
/// says so. Any thread.
public final class ViewerAdmission: Sendable {
    private static let pause = Duration.seconds(2)

    let sessions: ViewerSessions
    private let path: String
    private let logger: Logger
    private let proxies: [NetworkAddress.Block]
    private let keys: Mutex<ViewerKeys>
    private let wrongTokens = Mutex(WrongTokens())
    private let now: @Sendable () -> Date

    /// Reads the file of keys.
    ///
    /// - Parameters:
    ///   - secret: Signs sessions, so that another process, or the same after a restart, knows them; `nil`: they end with this process.
    ///   - duration: How long a session lasts, in seconds.
    ///   - proxies: Ours, whose word on who asks is believed.
    /// - Throws: ``JobError`` for a file that can't be read or used.
    public static func open(
        keyFile path: String, secret: String?, duration: Int, proxies: [NetworkAddress.Block] = [], logger: Logger
    ) async throws(JobError) -> ViewerAdmission {
        guard let data = await Self.read(path) else {
            throw JobError(
                .inputNotFound, "--viewer-key \(path): it can't be read, or has more than \(ViewerKeys.byteLimit) bytes"
            )
        }
        do throws(ViewerKeys.Failure) {
            return ViewerAdmission(
                try await ViewerKeys(jwks: data), ViewerSessions(secret: secret, duration: Int64(duration)), path: path,
                data: data, proxies: proxies, logger: logger)
        } catch {
            throw JobError(.usage, "--viewer-key \(path): \(error)")
        }
    }

    init(
        _ keys: ViewerKeys, _ sessions: ViewerSessions, path: String, data: Data,
        proxies: [NetworkAddress.Block] = [], logger: Logger, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        (self.sessions, self.path, self.proxies, self.logger, self.now) = (sessions, path, proxies, logger, now)
        self.keys = Mutex(keys)
        sessions.allow(keys.keyIDs)
        Task { [weak self] in
            var last = data
            while true {
                try? await Task.sleep(for: Self.pause)
                guard let self else { return }
                last = await self.refresh(last)
            }
        }
    }

    /// Reads the file again.
    ///
    /// - Parameter last: What was in it.
    /// - Returns: What is in it.
    private func refresh(_ last: Data) async -> Data {
        // A file that is being replaced isn't there for a moment.
        guard let data = await Self.read(path), data != last else { return last }
        do throws(ViewerKeys.Failure) {
            let new = try await ViewerKeys(jwks: data)
            let old = keys.withLock { keys in
                defer { keys = new }
                return keys.keyIDs
            }
            sessions.allow(new.keyIDs)
            let withdrawn = old.subtracting(new.keyIDs).sorted()
            let end = withdrawn.isEmpty ? "" : "; the sessions of \(withdrawn.joined(separator: ", ")) end"
            logger.info("\(path) is read again: \(new.keyIDs.count) keys let viewers in\(end)")
        } catch {
            logger.warning("\(path) can't be used, and the keys from before go on: \(error)")
        }
        return data
    }

    private static func read(_ path: String) async -> Data? {
        let data = try? await runOnThread(named: "viewer keys") {
            try FileHandle(forReadingAtPath: path)?.read(upToCount: ViewerKeys.byteLimit + 1)
        }
        return data.flatMap { $0.count <= ViewerKeys.byteLimit ? $0 : nil }
    }

    // MARK: - Coming in

    /// Answers a request that has a token; `nil` for others.
    ///
    /// - Parameter peer: Where its connection comes from.
    func answer(_ request: Request, from peer: NetworkAddress?) async -> ViewerResponse? {
        guard request.method == .get || request.method == .head, let (token, target) = Self.parse(request.uri.string)
        else { return nil }
        let address = address(of: request, from: peer)
        // By the wall clock: where it is put right, an address waits for a moment longer or shorter.
        let time = Duration.seconds(now().timeIntervalSince1970)
        if let wait = wrongTokens.withLock({ $0.begin(address, at: time) }) {
            var answer = ViewerResponse(.tooManyRequests, "too many wrong tokens came from this address: wait a moment")
            answer.fields[.retryAfter] = String(max(1, Int((wait / .seconds(1)).rounded(.up))))
            return answer
        }
        do throws(RequestRefusal) {
            let grant = try await keys.withLock { $0 }.check(token, now: now())
            var answer = ViewerResponse(.found, "go on at the address of your own session")
            answer.fields[.location] = target(sessions.make(by: grant.keyID))
            answer.fields[.cacheControl] = "no-store"
            wrongTokens.withLock { $0.forgive(address) }
            return answer
        } catch {
            // Whose time is over was right once.
            if error.status == 403 { wrongTokens.withLock { $0.forgive(address) } }
            return ViewerResponse(HTTPResponse.Status(code: error.status), error.sentence)
        }
    }

    /// Of whoever really asks, as a hash that says nothing outside of this process.
    private func address(of request: Request, from peer: NetworkAddress?) -> Int {
        let client = peer.map {
            NetworkAddress.client(peer: $0, forwarded: request.headers[values: .forwardedFor], proxies: proxies)
        }
        return (client?.household ?? []).hashValue
    }

    /// The token of a request's target, and where to send who has it: relative, as a proxy may know the show by another path.
    static func parse(_ target: String) -> (token: String, location: (String) -> String)? {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts[0]
        let items = parts.count > 1 ? parts[1].split(separator: "&") : []
        let query = items.filter { !$0.hasPrefix("token=") }.joined(separator: "&")
        let suffix = query.isEmpty ? "" : "?\(query)"
        if path == "/" || path == "/master.m3u8", let item = items.first(where: { $0.hasPrefix("token=") }) {
            return (String(item.dropFirst("token=".count)), { "s/\($0)\(path)\(suffix)" })
        }
        guard path.hasPrefix("/t/") else { return nil }
        let words = path.dropFirst("/t/".count).split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let rest = words.count > 1 ? String(words[1]) : ""
        // Back from below the token; without a slash behind it, that is one folder less.
        let depth = (words.count > 1 ? 2 : 1) + rest.count { $0 == "/" }
        let up = String(repeating: "../", count: depth)
        return (String(words[0]), { "\(up)s/\($0)/\(rest)\(suffix)" })
    }
}

/// Answers those who come with a token, and hands on all others.
struct ViewerEntrance: RouterMiddleware {
    let admission: ViewerAdmission

    func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        guard let answer = await admission.answer(request, from: context.peer) else {
            return try await next(request, context)
        }
        return Response(answer, to: request)
    }
}
