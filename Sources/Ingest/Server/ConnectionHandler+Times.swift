import NIOCore

// How long a peer may take, and when it is asked whether it is still there.

extension ConnectionHandler {
    func now(_ context: ChannelHandlerContext) -> Duration {
        .nanoseconds(Int64(context.eventLoop.now.uptimeNanoseconds))
    }

    func schedule(
        _ time: Duration, _ context: ChannelHandlerContext,
        _ body: @escaping (ConnectionHandler, ChannelHandlerContext) -> Void
    ) -> Scheduled<Void> {
        context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) { [weak self] in
            guard let self, context.channel.isActive else { return }
            body(self, context)
        }
    }

    func stopTimers() {
        deadline?.cancel()
        pingTimer?.cancel()
        rateTimer?.cancel()
    }

    func setDeadline(_ time: Duration, _ error: ProtocolError, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = schedule(time, context) { handler, context in
            handler.perform(handler.session.refuse(error, code: "NetConnection.Connect.Rejected"), context)
        }
    }

    func awaitPublish(_ context: ChannelHandlerContext) {
        setDeadline(
            limits.publishTime,
            ProtocolError(.publishTimeout, "Nothing was published within \(limits.publishTime)."), context)
    }

    /// Looks again when the silence would be long enough, counted from the last medium.
    func watchForSilence(_ context: ChannelHandlerContext) {
        deadline?.cancel()
        let silence = context.eventLoop.now - lastMedia
        let rest = TimeAmount(limits.silenceTime) - silence
        guard rest <= .zero else {
            deadline = schedule(.nanoseconds(rest.nanoseconds), context) { $0.watchForSilence($1) }
            return
        }
        guard pauses.isDisjoint(with: [.consumer, .rate]) else {
            // It may well send, and it is us who don't read.
            lastMedia = context.eventLoop.now
            return watchForSilence(context)
        }
        if let why = session.useless?.error {
            let text = "Nothing that can be used came for \(limits.silenceTime). \(why.message)"
            return perform(session.refuse(ProtocolError(why.reason, text), code: "NetStream.Publish.Rejected"), context)
        }
        end(.silent(limits.silenceTime))
        dismiss("NetStream.Publish.Rejected", "No media came for \(limits.silenceTime).", context)
    }

    func ping(_ context: ChannelHandlerContext) {
        pingTimer?.cancel()
        pingTimer = schedule(limits.pingInterval, context) { handler, context in
            let milliseconds = context.eventLoop.now.uptimeNanoseconds / 1_000_000
            handler.pingSent = context.eventLoop.now
            handler.perform(handler.session.ping(time: UInt32(truncatingIfNeeded: milliseconds)), context)
            handler.ping(context)
        }
    }
}
