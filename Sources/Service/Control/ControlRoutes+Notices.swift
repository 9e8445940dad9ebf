import Broadcast
import HLS
import Hummingbird
import MediaModel
import NIOCore

/// `GET /v1/events`.
extension ControlRoutes {
    /// Tells what happens, as it happens, as server-sent events: first the whole state, then what changes.
    func listen(_ request: Request, _ context: ServiceContext, _ role: ControlAccess.Role) throws -> Response {
        guard let slot = listeners.take() else {
            throw ControlRefusal(
                .serviceUnavailable, "\(limits.listeners) listen already, which is as many as may", retryAfter: 5)
        }
        let (programme, limits, channel) = (programme, limits, context.channel)
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                defer { withExtendedLifetime(slot) {} }
                let messages = NoticeMessages(programme, limits: limits) {
                    // The listener takes nothing: what is written to it would wait for ever.
                    channel.close(promise: nil)
                }
                defer { messages.stop() }
                for await message in messages.stream { try await writer.write(message) }
                try await writer.finish(nil)
            })
    }
}

/// What one listener is told: the state, what happens, and signs of life.
private final class NoticeMessages: Sendable {
    let stream: AsyncStream<ByteBuffer>
    private let tasks: [Task<Void, Never>]

    /// - Parameter onLag: Called when the listener lags too far behind.
    init(_ programme: any BroadcastControl, limits: ControlLimits, onLag: @escaping @Sendable () -> Void) {
        let (stream, continuation) = AsyncStream.makeStream(
            of: ByteBuffer.self, bufferingPolicy: .bufferingOldest(limits.listenerLag))
        self.stream = stream
        // Before the state is read, so that nothing falls between the two.
        let notices = programme.listen()
        let send: @Sendable (ByteBuffer) -> Void = { message in
            if case .dropped = continuation.yield(message) { onLag() }
        }
        var state = JSONWriter()
        StateReport(programme).write(&state)
        send(Self.message("state", state))
        let feed = Task {
            for await notice in notices { send(Self.message(notice, programme)) }
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

    private static func message(_ notice: BroadcastEvent, _ programme: any BroadcastControl) -> ByteBuffer {
        var name: StaticString = ""
        var time: MediaTime?
        var json = JSONWriter()
        json.object { json in
            switch notice {
            case .source(let state):
                name = "source"
                json.member("state", state.rawValue)
            case .committed(let count, let ids, let committed):
                name = "committed"
                time = committed
                json.member("count", count)
                json.member("ids") { json in json.array { json in for id in ids { json.value(id) } } }
            case .refused(let id, let reason):
                name = "refused"
                json.member("id", id)
                json.member("error", reason)
            case .preset(let preset):
                name = "preset"
                json.member("name", preset)
            case .segment(let sequence):
                name = "segment"
                json.member("sequence", sequence)
            case .warning(let text):
                name = "warning"
                json.member("text", text)
            case .finished:
                name = "finished"
            }
            let instant = time ?? programme.time
            json.member("time", instant)
            json.member("programDateTime", programme.programDateTime(of: instant)?.description)
        }
        return message(name, json)
    }
}
