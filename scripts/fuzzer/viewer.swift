// A libFuzzer target over a viewer's whole session and the rules of reloading, compiled in one module with the sources of Origin that know
// no socket. An input is a script, a line for each thing that happens; see `run`.

import HLS
import HTTPTypes
import MediaModel

private let start = ContinuousClock.now

/// A broadcast whose parts are numbers, as the origin answers of it.
private struct Programme {
    private var timeline: LiveTimeline<Int>
    private let constants: BroadcastConstants
    /// Whether media has to be read.
    let isOnDisk: Bool

    init(isOnDisk: Bool) {
        constants = BroadcastConstants(grid: PartGrid(frameRate: .fps30, latency: .low))
        self.isOnDisk = isOnDisk
        timeline = LiveTimeline(
            constants: constants, renditions: [Rendition(id: "v", codec: .avc)], run: "r",
            start: ProgramDateTime(millisecondsSince1970: 0))
        timeline.setInitialisation(0, byteCount: 700, of: 0)
    }

    mutating func addPart() {
        guard !timeline.isEnded else { return }
        let next = timeline.next(of: 0)
        timeline.add(
            LivePart(
                duration: constants.grid.partDuration, isIndependent: next.part == 0, byteCount: 200_000, payload: 0,
                iFrameRange: next.part == 0 ? 0..<100 : nil), to: 0)
    }

    mutating func end() { timeline.end() }

    func have(_ condition: WaitCondition) -> Bool {
        guard case .part(_, let position) = condition else { return true }
        return timeline.isEnded || timeline.last(of: 0) >= position
    }

    func answer(_ request: OriginRequest) -> OriginAnswer {
        let names = request.path.split(separator: "/", omittingEmptySubsequences: false)
        guard names.count == 3, names[1] == "v" else { return .refuse(.notFound) }
        if request.heldTag != nil || request.mayJoin {
            let end = JoinPolicy(constants).end(
                last: timeline.last(of: 0), elapsed: timeline.elapsed(of: 0), age: Int64(request.query.utf8.count))
            if end > timeline.last(of: 0), !timeline.isEnded { return wait(end, isRefused: false) }
        }
        if names[2] == "playlist.m3u8" || names[2] == "iframes.m3u8" {
            let edge = names[2] == "iframes.m3u8" ? timeline.iFrameEdge(of: 0) : timeline.edge(of: 0)
            switch edge.answer(query: request.query) {
            case .now(let isDelta):
                let text =
                    names[2] == "iframes.m3u8"
                    ? timeline.iFramePlaylist(of: 0, isDelta: isDelta) : timeline.livePlaylist(of: 0, isDelta: isDelta)
                return .playlist(
                    PlaylistFacts(
                        kind: .live(targetDuration: constants.targetDuration), tag: "r-\(timeline.version)",
                        byteCount: text.byteCount, isCompressed: request.acceptsGzip))
            case .wait(let position, _): return wait(position, isRefused: true)
            case .refuse(let refusal): return .refuse(refusal)
            }
        }
        switch timeline.media(names[2], of: 0) {
        case .available(_, let byteCount):
            return .media(
                MediaFacts(kind: .video, tag: String(names[2]), byteCount: byteCount, isOnDisk: isOnDisk))
        case .wait(let position): return wait(position, isRefused: true)
        case .stored, .notFound, .lost: return .refuse(.notFound)
        }
    }

    private func wait(_ position: PartPosition, isRefused: Bool) -> OriginAnswer {
        .wait(
            OriginWait(
                condition: .part(rendition: 0, position), atMost: .seconds(6),
                refusal: isRefused ? ReloadDecision.timedOut(constants) : nil))
    }
}

/// Lets one session in.
private struct OneSession: ViewerGate {
    func refusal(of session: Substring) -> RequestRefusal? { session == "good" ? nil : .noSession }
}

/// Performs a session as its channel does, and holds it to what an answer is.
private struct Viewer {
    private var session: ViewerSession
    private var programme: Programme
    private var now = start
    private var parts: [ViewerSession.Part] = []
    /// Asked for and not answered yet: by the origin, or by the disk.
    private var question: OriginRequest?
    private var pieces: Range<Int>?
    private var waitsFor: WaitCondition?
    /// Of the answer that is being written, what is left of its length; `nil` for none.
    private var missing: Int?
    private var isHeadOnly = false
    /// Whether what is being asked for is for who asks.
    private var mayWatch = true
    private var isSending = false
    private var isClosed = false
    /// Whether more can come: after its end no channel brings anything.
    private var isInputOpen = true
    private var begun = 0
    private var ended = 0

    init(_ kind: ViewerSession.Kind, isOnDisk: Bool) {
        var configuration = ViewerConfiguration()
        configuration.prefix = PathPrefix("/p")
        session = ViewerSession(kind, configuration, at: start)
        programme = Programme(isOnDisk: isOnDisk)
    }

    mutating func receive(_ part: ViewerSession.Part) {
        guard isInputOpen else { return }
        parts.append(part)
        takeParts()
    }

    private mutating func takeParts() {
        while session.takesParts, !parts.isEmpty {
            let part = parts.removeFirst()
            if case .head(let head) = part { readReport(head) }
            if case .head(let head) = part, session.expectsHead {
                isHeadOnly = head.method == .head
                mayWatch = session.gate == nil || head.path?.contains("/s/good") ?? false
            }
            perform(session.receive(part, at: now))
        }
    }

    private mutating func perform(_ outputs: [ViewerSession.Output]) {
        for output in outputs { perform(output) }
    }

    private mutating func perform(_ output: ViewerSession.Output) {
        precondition(!isClosed, "something came after the end")
        switch output {
        case .begin: begun += 1
        case .ask(let request):
            precondition(mayWatch, "the show is shown to who may not watch")
            precondition(question == nil && pieces == nil && missing == nil, "two questions at a time")
            question = request
        case .wait(let condition):
            precondition(waitsFor == nil, "two waits at a time")
            waitsFor = condition
        case .stopWaiting(let condition):
            precondition(waitsFor == condition, "a wait ended that wasn't")
            waitsFor = nil
        case .load(let range):
            precondition(!range.isEmpty && range.count <= ViewerSession.pieceByteCount && pieces == nil)
            pieces = range
        case .head(let head, _):
            precondition(missing == nil, "a head amid an answer")
            let length = head.headerFields[.contentLength].flatMap { Int($0) }
            precondition(
                (head.status == .notModified || head.status == .noContent) == (length == nil), "a length is missing")
            precondition(
                (head.status == .partialContent) == (head.headerFields[.contentRange] != nil && head.status.code < 400))
            missing = isHeadOnly && begun > ended ? 0 : length ?? 0
        case .sentence(let text): write(text.utf8.count)
        case .content(let range): write(range.count)
        case .piece(let range):
            write(range.count)
            isSending = true
        case .end:
            precondition(missing == 0, "an answer isn't as long as it says")
            (missing, isSending) = (nil, true)
            ended += 1
        case .passHead, .pass: precondition(session.isPassing || session.discardsAll, "handed on out of turn")
        case .sayContinue: precondition(session.isPassing)
        case .giveUpStream, .linger: precondition(session.discardsAll)
        case .close: isClosed = true
        }
    }

    private mutating func write(_ count: Int) {
        guard let left = missing, left >= count else { preconditionFailure("more than an answer's length") }
        missing = left - count
    }

    /// Something happens besides what is received.
    mutating func happen(_ event: UInt8, _ count: Int) {
        now += .milliseconds(count)
        guard !isClosed else { return }
        switch event {
        case UInt8(ascii: "a"):
            programme.addPart()
            wake()
        case UInt8(ascii: "z"):
            programme.end()
            wake()
        case UInt8(ascii: "o"):
            guard let request = question else { return }
            question = nil
            perform(session.answer(programme.answer(request), at: now))
        case UInt8(ascii: "l"), UInt8(ascii: "f"):
            guard pieces != nil else { return }
            pieces = nil
            perform(event == UInt8(ascii: "l") ? session.loaded(at: now) : session.failedToLoad(at: now))
        case UInt8(ascii: "w"):
            guard isSending else { return }
            isSending = false
            perform(session.written(at: now))
            if !isClosed { takeParts() }
        case UInt8(ascii: "t"):
            guard let deadline = session.deadline else { return }
            now = max(now, deadline)
            // What was asked of others comes too late.
            (question, pieces) = (nil, nil)
            perform(session.timeOut(at: now))
        case UInt8(ascii: "i"):
            isInputOpen = false
            perform(session.inputClosed() ?? [])
        case UInt8(ascii: "q"): _ = session.quiesce()
        case UInt8(ascii: "g"): session.gate = OneSession()
        case UInt8(ascii: "n"): session.hasRoom = count.isMultiple(of: 2)
        case UInt8(ascii: "c"): perform(session.bodyIsWanted())
        case UInt8(ascii: "m"): perform(session.refuseNonsense(at: now))
        case UInt8(ascii: "h"): perform(session.refuseHead(isFirstLine: count.isMultiple(of: 2), at: now))
        case UInt8(ascii: "r"):
            guard session.isPassing else { return }
            _ = session.handBack(HTTPResponse(status: HTTPResponse.Status(code: 200 + count % 400)))
            session.handBackEnd(at: now)
            isSending = true
        case UInt8(ascii: "x"): perform(session.close())
        default: break
        }
    }

    private mutating func wake() {
        guard let condition = waitsFor, programme.have(condition) else { return }
        waitsFor = nil
        perform(session.changed(at: now))
    }
}

/// A line each: `GET /v/playlist.m3u8` begins a head, which has fields behind it (`range: bytes=0-9`) until another line; `.` ends a
/// request, `b12` is 12 bytes of a body; a letter with a number is an event.
private func run(_ script: [UInt8], _ kind: ViewerSession.Kind, isOnDisk: Bool) {
    var viewer = Viewer(kind, isOnDisk: isOnDisk)
    var head: HTTPRequest?
    for line in script.split(separator: UInt8(ascii: "\n")) {
        let words = line.split(separator: UInt8(ascii: " "), maxSplits: 1)
        guard let first = words.first else { continue }
        let text = words.count > 1 ? String(decoding: words[1], as: UTF8.self) : ""
        if head != nil, first.last == UInt8(ascii: ":") {
            let name = String(decoding: first.dropLast(), as: UTF8.self)
            if name == "host" {
                head?.authority = text
            } else if let name = HTTPField.Name(name) {
                head?.headerFields[name] = text
            }
            continue
        }
        if let whole = head { viewer.receive(.head(whole)) }
        head = nil
        if words.count > 1, let method = HTTPRequest.Method(rawValue: String(decoding: first, as: UTF8.self)) {
            head = HTTPRequest(method: method, scheme: "http", authority: "x", path: text)
        } else if first.first == UInt8(ascii: ".") {
            viewer.receive(.end)
        } else {
            let count = min(Int(String(decoding: first.dropFirst(), as: UTF8.self)) ?? 0, 1 << 20)
            if first.first == UInt8(ascii: "b") {
                viewer.receive(.body(byteCount: max(0, count)))
            } else {
                viewer.happen(first[first.startIndex], max(0, count))
            }
        }
    }
    if let whole = head { viewer.receive(.head(whole)) }
    viewer.happen(UInt8(ascii: "x"), 0)
}

/// What the player says of itself is within its limits, or left out.
private func readReport(_ head: HTTPRequest) {
    let request = ViewerRequest(head)
    guard let report = CMCDReport(query: request.query, fields: request.fields) else { return }
    precondition(1...10_000_000 ~= report.throughput ?? 1, "a throughput that can't be")
    precondition(
        0...3_600_000 ~= report.startDelay ?? 0 && 0...3_600_000 ~= report.starvation ?? 0, "a time beyond an hour")
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 1 else { return 0 }
    let script = Array(UnsafeBufferPointer(start: start, count: count))
    run(script, .connection, isOnDisk: false)
    run(script, .stream, isOnDisk: true)
    return 0
}
