import Foundation
import HLS
import HLSTesting
import MediaModel

@testable import Verifier

/// A server of a ``ScriptedBroadcast`` with a clock of its own: nothing waits, and every run is the same.
///
/// A fault changes answers on their way out.
final class ScriptedOrigin: MediaFetcher {
    static let address = "http://origin.test/show/master.m3u8"
    private static let folder = "http://origin.test/show/"

    /// An answer on its way out.
    struct Exchange {
        /// Without the query.
        let path: String
        let query: String
        let request: FetchRequest
        /// How many answers this path had before.
        let count: Int
        /// Since the first request.
        let time: MediaTime
        var response: FetchResponse
        var delay = MediaTime.milliseconds(3)
        var failure: FetchFailure?

        var text: String {
            get { String(decoding: response.body, as: UTF8.self) }
            set { response.body = Array(newValue.utf8) }
        }

        var isPlaylist: Bool { path.hasSuffix(".m3u8") }
    }

    typealias Fault = (inout Exchange) throws -> Void

    private enum Event {
        case request(FetchRequest)
        case part(rendition: Int)
        case answer(FetchResult)
    }

    private static let start = MediaTime.seconds(100)

    private(set) var now = ScriptedOrigin.start
    private(set) var errors: [any Error] = []
    private var broadcast: ScriptedBroadcast
    private let fault: Fault?
    /// How much later than due a part comes, by how many parts came before.
    private let lateness: (Int) -> MediaTime
    private let endsAfter: Int?
    private var events: [(time: MediaTime, order: Int, event: Event)] = []
    private var waiting: [(request: FetchRequest, sent: MediaTime)] = []
    private var order = 0
    private var underWay = 0
    private var counts: [String: Int] = [:]
    private var partCount = 0

    init(
        _ broadcast: ScriptedBroadcast = ScriptedBroadcast(), endsAfter: Int? = nil,
        lateness: @escaping (Int) -> MediaTime = { _ in .zero }, fault: Fault? = nil
    ) {
        (self.broadcast, self.endsAfter, self.lateness, self.fault) = (broadcast, endsAfter, lateness, fault)
        schedulePart()
    }

    func send(_ request: FetchRequest) {
        underWay += 1
        add(.request(request), at: max(now, request.notBefore) + .milliseconds(1))
    }

    func next() async -> FetchResult? {
        while underWay > 0, !events.isEmpty {
            let index = events.indices.min { (events[$0].time, events[$0].order) < (events[$1].time, events[$1].order) }
            let (time, _, event) = events.remove(at: index ?? 0)
            now = max(now, time)
            switch event {
            case .request(let request): handle(request, sent: now)
            case .part(let rendition): addPart(rendition)
            case .answer(let answer):
                underWay -= 1
                return answer
            }
        }
        return nil
    }

    private func add(_ event: Event, at time: MediaTime) {
        order += 1
        events.append((time, order, event))
    }

    // MARK: - Parts

    private func schedulePart() {
        let due = Self.start + ScriptedBroadcast.grid.partDuration.times(partCount + 1) + lateness(partCount)
        partCount += 1
        for (place, rendition) in [2, 3, 0, 1].enumerated() {
            add(.part(rendition: rendition), at: max(now, due) + .milliseconds(Int64(place)))
        }
    }

    private func addPart(_ rendition: Int) {
        broadcast.addPart(to: rendition)
        if rendition == 1 {
            if let endsAfter, partCount >= endsAfter { broadcast.end() } else { schedulePart() }
        }
        let held = waiting
        waiting = []
        for (request, sent) in held { handle(request, sent: sent) }
    }

    // MARK: - Answers

    private func handle(_ request: FetchRequest, sent: MediaTime) {
        let halves = request.address.split(separator: "?", maxSplits: 1).map(String.init)
        guard halves[0].hasPrefix(Self.folder) else { return finish(request, sent, .failure(.unreachable("no route"))) }
        let path = String(halves[0].dropFirst(Self.folder.count))
        let query = halves.count > 1 ? halves[1] : ""
        var response: FetchResponse
        switch broadcast.answer(path: path, query: query) {
        case .wait:
            waiting.append((request, sent))
            return
        case .refuse(let status):
            response = FetchResponse(
                status: status, headers: ["content-type": "text/plain"], body: [], address: halves[0])
        case .now(let bytes, let type):
            response = FetchResponse(headers: ["content-type": type], body: bytes, address: halves[0])
            let isPlaylist = path.hasSuffix(".m3u8")
            response.headers["cache-control"] = isPlaylist ? "max-age=1" : "max-age=31536000, immutable"
            if isPlaylist, request.takesGzip { response.headers["content-encoding"] = "gzip" }
            if let range = request.range {
                response.body = bytes.slice(range) ?? []
                response.status = response.body.isEmpty ? 416 : 206
            }
        }
        var exchange = Exchange(
            path: path, query: query, request: request, count: counts[path, default: 0], time: now - Self.start,
            response: response)
        counts[path, default: 0] += 1
        do { try fault?(&exchange) } catch { errors.append(error) }
        let outcome: FetchResult.Outcome = exchange.failure.map { .failure($0) } ?? .response(exchange.response)
        finish(request, sent, outcome, after: exchange.delay)
    }

    private func finish(
        _ request: FetchRequest, _ sent: MediaTime, _ outcome: FetchResult.Outcome,
        after delay: MediaTime = .milliseconds(3)
    ) {
        let answer = FetchResult(request: request, sent: sent, arrival: now + delay, outcome: outcome)
        add(.answer(answer), at: now + delay)
    }
}

extension MediaTime {
    func times(_ count: Int) -> MediaTime { MediaTime(value * Int64(count), timescale: timescale) }
}
