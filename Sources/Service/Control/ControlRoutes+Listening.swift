import Broadcast
import Hummingbird

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
                let messages = EventMessages(programme, limits: limits) {
                    // The listener takes nothing: what is written to it would wait for ever.
                    channel.close(promise: nil)
                }
                defer { messages.stop() }
                for await message in messages.stream { try await writer.write(message) }
                try await writer.finish(nil)
            })
    }
}
