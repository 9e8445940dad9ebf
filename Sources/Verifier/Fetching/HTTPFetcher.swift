import AsyncHTTPClient
import Compression
import Foundation
package import MediaModel
import NIOCore
import NIOHTTP1

/// Fetches over HTTP. Every answer has an end: in bytes, unpacked too, in redirects, and in time.
package final class HTTPFetcher: MediaFetcher {
    static let maximumRedirectCount = 5
    private static let maximumHeaderCount = 200

    private let client: HTTPClient
    private let leastPatience: MediaTime
    private let start = ContinuousClock.now
    /// Closed, it lets nobody wait for a server any longer.
    let mailbox = FetchResultBox()
    private var tasks: [Int: Task<Void, Never>] = [:]

    /// - Parameter leastPatience: How long every answer may take at least, whatever its request says: for tests of what a fetch comes
    ///   to, which on a busy machine mustn't come to a timeout.
    package init(leastPatience: MediaTime = .zero) {
        self.leastPatience = leastPatience
        var configuration = HTTPClient.Configuration()
        // Each is looked at here, and counted.
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .disabled
        configuration.timeout.connect = .seconds(5)
        // Blocked playlists and hinted parts of every rendition are under way at once.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 128
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    package var now: MediaTime { Self.time(since: start) }

    package func send(_ request: FetchRequest) {
        var request = request
        request.patience = max(request.patience, leastPatience)
        tasks[request.id] = Self.fetching(request, client, start, into: mailbox)
    }

    package func next() async -> FetchResult? {
        guard !tasks.isEmpty else { return nil }
        guard let answer = await mailbox.take() else { return nil }
        tasks[answer.request.id] = nil
        return answer
    }

    /// Gives up what is under way. The last call.
    package func close() async {
        for task in tasks.values { task.cancel() }
        for task in tasks.values { await task.value }
        tasks = [:]
        // Connections that were cut off are no fault any more.
        try? await client.shutdown()
    }

    private static func fetching(
        _ request: FetchRequest, _ client: HTTPClient, _ start: ContinuousClock.Instant, into mailbox: FetchResultBox
    ) -> Task<Void, Never> {
        Task.detached { mailbox.put(await fetch(request, client, start)) }
    }

    private static func time(since start: ContinuousClock.Instant) -> MediaTime {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return .microseconds(seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    }
}

// MARK: - One exchange

extension HTTPFetcher {
    @concurrent private static func fetch(
        _ request: FetchRequest, _ client: HTTPClient, _ start: ContinuousClock.Instant
    ) async -> FetchResult {
        let pause = request.notBefore - time(since: start)
        if pause > .zero { try? await Task.sleep(for: pause.duration) }
        let sent = time(since: start)
        let outcome = await withTaskGroup(of: FetchResult.Outcome?.self) { group in
            group.addTask { await exchange(request, client) }
            group.addTask {
                try? await Task.sleep(for: request.patience.duration)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? .failure(.timedOut(request.patience))
        }
        return FetchResult(request: request, sent: sent, arrival: time(since: start), outcome: outcome)
    }

    private static func exchange(_ request: FetchRequest, _ client: HTTPClient) async -> FetchResult.Outcome {
        var address = request.address
        for count in 0...maximumRedirectCount {
            var outgoing = HTTPClientRequest(url: address)
            outgoing.headers.add(name: "User-Agent", value: "tatecast-verify")
            if request.takesGzip { outgoing.headers.add(name: "Accept-Encoding", value: "gzip") }
            if let range = request.range {
                outgoing.headers.add(name: "Range", value: "bytes=\(range.lowerBound)-\(range.upperBound - 1)")
            }
            do {
                let response = try await client.execute(
                    outgoing, deadline: .now() + .microseconds(request.patience.duration.microseconds))
                if [301, 302, 303, 307, 308].contains(response.status.code),
                    let target = response.headers.first(name: "location"),
                    let next = Address.resolve(target, from: address)
                {
                    address = next
                    continue
                }
                return try await finish(response, request, address: address, redirectCount: count)
            } catch let error as HTTPClientError where error == .deadlineExceeded {
                // The client's clock may be a moment ahead of the one that watches it.
                return .failure(.timedOut(request.patience))
            } catch {
                return .failure(.unreachable(sentence(error)))
            }
        }
        return .failure(.tooManyRedirects)
    }

    private static func finish(
        _ response: HTTPClientResponse, _ request: FetchRequest, address: String, redirectCount: Int
    ) async throws -> FetchResult.Outcome {
        var body: [UInt8] = []
        for try await chunk in response.body {
            guard body.count + chunk.readableBytes <= request.byteLimit else {
                return .failure(.tooLong(byteLimit: request.byteLimit))
            }
            body += chunk.readableBytesView
        }
        var headers: [String: String] = [:]
        for (name, value) in response.headers.prefix(maximumHeaderCount) {
            headers[name.lowercased()] = headers[name.lowercased()].map { $0 + ", " + value } ?? value
        }
        let wireByteCount = body.count
        switch headers["content-encoding"]?.lowercased() {
        case nil, "identity": break
        case "gzip", "x-gzip":
            do throws(Gunzip.Failure) {
                body = try Gunzip.unpack(body, byteLimit: request.byteLimit)
            } catch {
                return .failure(
                    error == .tooLong ? .tooLong(byteLimit: request.byteLimit) : .badEncoding("damaged gzip"))
            }
        case let other?: return .failure(.badEncoding("\"\(other.prefix(20))\" wasn't asked for"))
        }
        return .response(
            FetchResponse(
                status: Int(response.status.code), headers: headers, body: body, wireByteCount: wireByteCount,
                address: address, redirectCount: redirectCount))
    }

    private static func sentence(_ error: any Error) -> String {
        // NIO's own words name the system call and its number too.
        let text = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
        return text.count > 200 ? "\(text.prefix(200))…" : text
    }
}

extension MediaTime {
    var duration: Duration { .microseconds(ticks(timescale: 1_000_000, rounding: .up)) }
}

extension Duration {
    fileprivate var microseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }
}
