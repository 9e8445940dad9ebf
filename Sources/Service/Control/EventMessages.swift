import Broadcast
import HLS
import MediaModel
import NIOCore

/// What one listener of `GET /v1/events` is told, as server-sent events: the state, what happens, and signs of life.
final class EventMessages: Sendable {
    let stream: AsyncStream<ByteBuffer>
    private let tasks: [Task<Void, Never>]

    /// - Parameter onLag: Called when the listener lags too far behind.
    init(_ programme: any BroadcastControl, limits: ControlLimits, onLag: @escaping @Sendable () -> Void) {
        let (stream, continuation) = AsyncStream.makeStream(
            of: ByteBuffer.self, bufferingPolicy: .bufferingOldest(limits.listenerLag))
        self.stream = stream
        // Before the state is read, so that nothing falls between the two.
        let events = programme.listen()
        let send: @Sendable (ByteBuffer) -> Void = { message in
            if case .dropped = continuation.yield(message) { onLag() }
        }
        var state = JSONWriter()
        StateReport(programme).write(&state)
        send(Self.message("state", state))
        let feed = Task {
            for await event in events {
                if let message = Self.message(event, programme) { send(message) }
            }
            continuation.finish()
        }
        let heartbeat = Task {
            while (try? await Task.sleep(for: limits.heartbeat)) != nil { send(ByteBuffer(string: ":\n\n")) }
        }
        tasks = [feed, heartbeat]
    }

    func stop() {
        for task in tasks { task.cancel() }
    }

    private static func message(_ name: StaticString, _ json: JSONWriter) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.writeStaticString("event: ")
        buffer.writeStaticString(name)
        buffer.writeStaticString("\ndata: ")
        buffer.writeImmutableBuffer(json.bytes)
        buffer.writeStaticString("\n\n")
        return buffer
    }

    /// - Returns: `nil` for what listeners hear of in a warning's words, or see in the state.
    private static func message(_ event: BroadcastEvent, _ programme: any BroadcastControl) -> ByteBuffer? {
        let name: StaticString
        switch event {
        case .source: name = "source"
        case .committed: name = "committed"
        case .refused: name = "refused"
        case .preset: name = "preset"
        case .segment: name = "segment"
        case .destinationUp: name = "destination.up"
        case .destinationDown: name = "destination.down"
        case .clip(.ready): name = "clip.ready"
        case .clip(.failed): name = "clip.failed"
        case .warning: name = "warning"
        case .finished: name = "finished"
        case .upload: name = "upload"
        case .ready, .takeover, .overload, .disk: return nil
        }
        var json = JSONWriter()
        json.object { json in
            write(event, &json)
            let time = if case .committed(_, _, _, let time) = event { time } else { programme.time }
            json.member("time", time)
            json.member("programDateTime", programme.programDateTime(of: time)?.description)
        }
        return message(name, json)
    }

    private static func write(_ event: BroadcastEvent, _ json: inout JSONWriter) {
        switch event {
        case .source(let state, _): json.member("state", state.rawValue)
        case .committed(let count, _, let ids, _):
            json.member("count", count)
            json.member("ids") { json in json.array { json in for id in ids { json.value(id) } } }
        case .refused(let id, let reason):
            json.member("id", id)
            json.member("error", reason)
        case .preset(let name): json.member("name", name)
        case .segment(let sequence): json.member("sequence", sequence)
        case .destinationUp(let name, let answer):
            json.member("name", name)
            json.member("answer", answer)
        case .destinationDown(let name, let cause, let isRefused):
            json.member("name", name)
            json.member("cause", cause)
            json.member("isRefused", isRefused)
        case .clip(.ready(let id, let file, let from, let to)):
            json.member("id", id)
            json.member("file", file)
            json.member("from", from)
            json.member("to", to)
        case .clip(.failed(let id, let cause)):
            json.member("id", id)
            json.member("error", cause)
        case .warning(let text): json.member("text", text)
        case .upload(let change):
            switch change {
            case .behind(let reason):
                json.member("state", "behind")
                json.member("error", reason)
            case .caughtUp: json.member("state", "caught-up")
            case .lost(let name, let reason):
                json.member("state", "lost")
                json.member("file", name)
                json.member("error", reason)
            }
        case .ready, .takeover, .overload, .disk, .finished: break
        }
    }
}
