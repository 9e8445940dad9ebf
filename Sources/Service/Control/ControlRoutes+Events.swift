import Broadcast
import HLS
import HTTPTypes
import Hummingbird
import MediaModel
import NIOCore
import Show

/// `POST /v1/events`.
extension ControlRoutes {
    /// Commits one event (`application/json`) or one a line (`application/x-ndjson`), and tells what became of each.
    ///
    /// 200 if all are committed, scheduled or were before; 207 if some are; 400 if none is, 403 if none is for its token, 503 if
    /// the programme can't take any now.
    func postEvents(
        _ request: Request, _ context: ServiceContext, _ role: ControlAccess.Role
    ) async throws -> Response {
        let type = try Self.contentType(of: request, among: ["application/json", "application/x-ndjson"])
        let body = try await body(of: request, context, limit: limits.eventByteCount)
        guard let start = programme.status.start else {
            throw ControlRefusal(
                .serviceUnavailable, "the programme hasn't begun: it begins with its source's first picture",
                retryAfter: 1)
        }
        let bytes = body.readableBytesView
        let ranges =
            type == "application/json"
            ? [(number: 1, range: bytes.startIndex..<bytes.endIndex)]
            : EventLines.ranges(in: bytes, limit: limits.eventCount)
        guard let ranges else {
            throw ControlRefusal(.contentTooLarge, "expected at most \(limits.eventCount) events in a request")
        }
        guard !ranges.isEmpty else { throw ControlRefusal(.badRequest, "expected one event or more, found none") }
        if role == .audience { try takeAudienceEvents(ranges.count) }
        var lines = EventLines(start: start, role: role)
        for (index, line) in ranges.enumerated() {
            lines.read(bytes[line.range], line: line.number)
            // Some thousand take a while, and others wait for this thread.
            if index % 256 == 255 { await Task.yield() }
        }
        let answers = lines.events.isEmpty ? [] : await programme.commit(lines.events)
        return EventReport(lines, answers, programme.status).response
    }
}

/// What became of the events of a request.
private struct EventReport {
    private var json = JSONWriter()
    private var good = 0
    private var forbidden = 0
    private var busy = 0
    private var count = 0
    /// All events of a tick have the same.
    private var last: (time: MediaTime, text: String)?
    private let status: LiveStatus.Snapshot

    init(_ lines: EventLines, _ answers: [CommitResult], _ status: LiveStatus.Snapshot) {
        self.status = status
        count = lines.lines.count
        var json = JSONWriter()
        json.object { json in
            json.member("events") { json in
                json.array { json in
                    for line in lines.lines { self.write(line, lines.events, answers, &json) }
                }
            }
            json.member("accepted", good)
            json.member("rejected", count - good)
        }
        self.json = json
    }

    var response: Response {
        var response = Response(statusCode, json)
        if statusCode == .serviceUnavailable { response.headers[.retryAfter] = "1" }
        return response
    }

    private var statusCode: HTTPResponse.Status {
        if good == count { return .ok }
        if good > 0 { return .multiStatus }
        if busy > 0 { return .serviceUnavailable }
        return forbidden == count ? .forbidden : .badRequest
    }

    private mutating func write(
        _ line: EventLines.Line, _ events: [LiveEvent], _ answers: [CommitResult], _ json: inout JSONWriter
    ) {
        json.object { json in
            json.member("line", line.number)
            switch line.content {
            case .invalid(let reason): self.write("invalid", error: reason, &json)
            case .forbidden(let reason):
                forbidden += 1
                self.write("forbidden", error: reason, &json)
            case .event(let place):
                if let id = events[place].event.id { json.member("id", id) }
                self.write(answers[place], &json)
            }
        }
    }

    private mutating func write(_ answer: CommitResult, _ json: inout JSONWriter) {
        switch answer {
        case .committed(let time, let warnings): write("committed", at: time, warnings, &json)
        case .scheduled(let time, let warnings): write("scheduled", at: time, warnings, &json)
        case .repeated(let time): write("repeated", at: time, [], &json)
        case .refused(let reason): write("refused", error: reason, &json)
        case .busy(let reason):
            busy += 1
            write("busy", error: reason, &json)
        }
    }

    private mutating func write(
        _ status: String, at time: MediaTime?, _ warnings: [String], _ json: inout JSONWriter
    ) {
        good += 1
        json.member("status", status)
        if !warnings.isEmpty {
            json.member("warnings") { json in json.array { json in for warning in warnings { json.value(warning) } } }
        }
        guard let time else { return }
        json.member("time", time)
        if last?.time != time { last = self.status.programDateTime(of: time).map { (time, "\($0)") } }
        json.member("programDateTime", last?.text)
    }

    private mutating func write(_ status: String, error: String, _ json: inout JSONWriter) {
        json.member("status", status)
        json.member("error", error)
    }
}
