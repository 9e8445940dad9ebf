import Broadcast
import HTTPTypes
import NIOCore
import NIOHTTP2
import NIOHTTPTypes
import NIOHTTPTypesHTTP2
import Synchronization

/// What it says: of the show from memory or the disk, and what Hummingbird answers of all else.
extension ViewerHandler {
    func ask(_ request: ViewerRequest, mayHold: Bool = true) {
        guard let loop else { return }
        let isHead = request.method == .head
        let held = mayHold ? request.heldTag : nil
        // Who holds a playlist already plays, or is a cache: neither is to be told any later.
        let hasCome = request.method == .get && request.fields[.ifNoneMatch] == nil
        let isFirst = if case .waiting = state { false } else { hasCome }
        switch loop.origin.answer(path: request.path, query: request.query, held: held, isFirst: isFirst) {
        case .text(let text): write(ViewerResponse(text, for: request), isHead: isHead)
        case .media(let media): write(ViewerResponse(media, for: request), isHead: isHead)
        case .stored(let file): load(file, for: request)
        case .wait(let ticket):
            if case .waiting = state {
            } else {
                deadline = .now() + (loop.limits.waitTimeout ?? TimeAmount(loop.origin.patience(for: ticket)))
            }
            state = .waiting(request, ticket)
            loop.wait(self, for: ticket)
        case .refuse(let refusal): write(ViewerResponse(refusal), isHead: isHead)
        case .unknown: write(ViewerResponse(Origin.notFound), isHead: isHead)
        }
    }

    /// What was waited for may be there.
    func answerAgain() {
        guard case .waiting(let request, _) = state else { return }
        ask(request)
    }

    private func load(_ file: OriginFile, for request: ViewerRequest) {
        guard let context else { return }
        state = .loading
        deadline = .distantFuture
        files.response(file, for: request, on: context.eventLoop).assumeIsolated().whenComplete { result in
            guard case .loading = self.state else { return }
            let response = (try? result.get()) ?? ViewerResponse(Origin.unreadable)
            self.write(response, isHead: request.method == .head)
        }
    }

    func write(_ response: ViewerResponse, isHead: Bool) {
        guard let context, let loop else { return }
        state = .writing
        var fields = response.fields
        if response.status != .notModified && response.status != .noContent {
            fields[.contentLength] = String(response.byteCount)
        }
        fields[.date] = loop.date
        if mustClose, !isStream { fields[.connection] = "close" }
        if response.status.code >= 400 { loop.statistics.refusals.add(1, ordering: .relaxed) }
        context.write(
            wrapOutboundOut(.head(HTTPResponse(status: response.status, headerFields: fields))), promise: nil)
        if !isHead {
            loop.statistics.bytes.add(response.byteCount, ordering: .relaxed)
            for piece in response.pieces { context.write(wrapOutboundOut(.body(piece)), promise: nil) }
        }
        deadline = .now() + loop.limits.writeTimeout(byteCount: response.byteCount)
        let done = context.eventLoop.makePromise(of: Void.self)
        done.futureResult.assumeIsolated().whenComplete { result in
            if case .failure = result { self.close() } else { self.finishAnswer() }
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: done)
    }

    /// Of an answer of Hummingbird's.
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .passing(let isRead) = state else { return context.write(data, promise: promise) }
        awaitsContinue = false
        switch unwrapOutboundIn(data) {
        case .head(var head):
            // Refused before its body was there: the rest of it is of no use.
            if !isRead { (mustClose, mustDrain) = (true, true) }
            if mustClose, !isStream { head.headerFields[.connection] = "close" }
            if head.status.code >= 400 { loop?.statistics.refusals.add(1, ordering: .relaxed) }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body(let bytes):
            loop?.statistics.bytes.add(bytes.readableBytes, ordering: .relaxed)
            context.write(data, promise: promise)
        case .end:
            guard mustDrain else {
                context.write(data, promise: promise)
                context.flush()
                return finishAnswer()
            }
            state = .writing
            deadline = .now() + (loop?.limits.writeTimeout(byteCount: 0) ?? .zero)
            let done = promise ?? context.eventLoop.makePromise(of: Void.self)
            done.futureResult.assumeIsolated().whenComplete { result in
                if case .failure = result { self.close() } else { self.finishAnswer() }
            }
            context.writeAndFlush(data, promise: done)
        }
    }

    /// Hummingbird's side is about to read a body, which its sender may hold back until then (RFC 9110, 10.1.1).
    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is BodyIsWanted else { return context.triggerUserOutboundEvent(event, promise: promise) }
        promise?.succeed()
        guard awaitsContinue, case .passing(isRead: false) = state else { return }
        awaitsContinue = false
        context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
    }

    func finishAnswer() {
        if case .closed = state { return }
        if mustDrain { return drain() }
        if mustClose { return close() }
        expectHead(isFirst: false)
        guard !queue.isEmpty else { return }
        var parts = queue
        queue = []
        while !parts.isEmpty {
            guard takesParts else { break }
            take(parts.removeFirst())
        }
        queue = parts + queue
        // Hummingbird takes what it has been handed when a read is complete, and this isn't one.
        if case .passing = state { context?.fireChannelReadComplete() }
        if queue.isEmpty { context?.read() }
    }

    /// To close now would take the answer back from a peer that is still sending.
    private func drain() {
        state = .draining
        queue = []
        guard isStream else {
            deadline = .distantFuture
            connection?.linger()
            context?.close(mode: .output, promise: nil)
            return
        }
        // Asks the peer to stop without an error (RFC 9113, 8.1); the connection goes on.
        deadline = .now() + .seconds(2)
        context?.triggerUserOutboundEvent(NIOHTTP2FramePayloadToHTTPEvent.reset(code: .noError), promise: nil)
    }

    /// Whatever is going on has taken too long.
    func timeOut() {
        guard case .waiting(let request, let ticket) = state, let loop else { return close() }
        loop.stopWaiting(self, for: ticket)
        // Nobody said that a plain reload may be refused.
        switch ticket {
        case .segment, .tuneIn: return ask(request, mayHold: false)
        case .beginning, .part: break
        }
        write(ViewerResponse(loop.origin.refusal(of: ticket)), isHead: request.method == .head)
    }
}
