import HLS
import HTTPTypes
import NIOCore
import NIOHTTP2
import NIOHTTPTypes
import NIOHTTPTypesHTTP2
import Synchronization

/// What is done of what the session says.
extension ViewerHandler {
    func perform(_ outputs: [ViewerSession.Output]) {
        for output in outputs { perform(output) }
    }

    func perform(_ output: ViewerSession.Output) {
        guard let context, let loop else { return }
        switch output {
        case .begin:
            connection?.forgetHead()
            loop.statistics.requests.add(1, ordering: .relaxed)
        case .ask(let request): ask(request, loop, context)
        case .wait(let condition): loop.wait(self, for: condition)
        case .stopWaiting(let condition): loop.stopWaiting(self, for: condition)
        case .load(let range): load(range, context)
        case .head(let head, let isLast): write(head, isLast: isLast, loop, context)
        case .sentence(let text): write([ByteBuffer(string: text)], loop, context)
        case .content(let range): write(pieces(range), loop, context)
        case .piece(let range):
            for piece in pieces(range) {
                loop.statistics.bytes.add(piece.readableBytes, ordering: .relaxed)
                context.writeAndFlush(wrapOutboundOut(.body(piece)), promise: reported(context))
            }
        case .end:
            (content, questions) = (.none, questions + 1)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: reported(context))
        case .passHead, .pass: preconditionFailure("only what has just come is handed on")
        case .sayContinue: context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
        case .giveUpStream:
            parts.removeAll()
            context.triggerUserOutboundEvent(NIOHTTP2FramePayloadToHTTPEvent.reset(code: .noError), promise: nil)
        case .linger:
            parts.removeAll()
            connection?.linger()
            context.close(mode: .output, promise: nil)
        case .close: close(context)
        }
    }

    private func ask(_ request: OriginRequest, _ loop: ViewerLoop, _ context: ChannelHandlerContext) {
        questions += 1
        switch loop.origin.answer(request) {
        case .playlist(let playlist):
            notePlaylist(playlist.kind, loop)
            guard let text = playlist.text(compressed: request.acceptsGzip) else {
                guard playlist.isLong else {
                    return answer(playlist, playlist.makeText(compressed: request.acceptsGzip), to: questions)
                }
                return loop.answerOnceMade(self, playlist, compressed: request.acceptsGzip, to: questions)
            }
            answer(playlist, text, to: questions)
        case .media(let facts, let pieces):
            content = .memory(pieces)
            noteMedia(facts.kind, facts.tag, loop)
            perform(session.answer(.media(facts), at: .now))
        case .stored(let path, let facts):
            noteMedia(facts.kind, facts.tag, loop)
            open(path, facts, context)
        case .wait(let wait): perform(session.answer(.wait(wait), at: .now))
        case .refuse(let refusal): perform(session.answer(.refuse(refusal), at: .now))
        }
    }

    private func notePlaylist(_ kind: PlaylistKind, _ loop: ViewerLoop) {
        guard let visit else { return }
        loop.statistics.audience.notePlaylist(isMaster: kind == .multivariant, by: visit, at: .now)
    }

    /// - Parameter name: Of the file.
    private func noteMedia(_ kind: Rendition.Kind?, _ name: String, _ loop: ViewerLoop) {
        guard let visit, let kind else { return }
        loop.statistics.audience.noteMedia(kind, MediaName(parsing: name), by: visit, at: .now)
    }

    private func open(_ path: String, _ facts: OriginResponse.StoredFacts, _ context: ChannelHandlerContext) {
        let question = questions
        loops.files.open(path, on: context.eventLoop).assumeIsolated().whenComplete { result in
            guard question == self.questions else { return }
            let answer: OriginAnswer
            switch result {
            case .success(let file):
                self.content = .file(file, loaded: ByteBuffer())
                answer = .media(
                    MediaFacts(
                        kind: facts.kind, tag: facts.tag, byteCount: file.byteCount, isOnDisk: true,
                        changes: facts.changes))
            case .failure(let failure):
                answer = .refuse(failure as? FileReader.Failure == .missing ? .notFound : .unreadable)
            }
            self.perform(self.session.answer(answer, at: .now))
        }
    }

    private func load(_ range: Range<Int>, _ context: ChannelHandlerContext) {
        guard case .file(let file, _) = content else { return perform(session.failedToLoad(at: .now)) }
        questions += 1
        let question = questions
        loops.files.read(range, of: file, on: context.eventLoop).assumeIsolated().whenComplete { result in
            guard question == self.questions else { return }
            switch result {
            case .success(let bytes):
                self.content = .file(file, loaded: bytes)
                self.perform(self.session.loaded(at: .now))
            case .failure: self.perform(self.session.failedToLoad(at: .now))
            }
        }
    }

    private func write(
        _ given: HTTPResponse, isLast: Bool, _ loop: ViewerLoop, _ context: ChannelHandlerContext
    ) {
        var head = given
        head.headerFields[.date] = loop.date
        if isLast { head.headerFields[.connection] = "close" }
        if head.status.code >= 400 { loop.statistics.refusals.add(1, ordering: .relaxed) }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
    }

    private func write(_ pieces: [ByteBuffer], _ loop: ViewerLoop, _ context: ChannelHandlerContext) {
        for piece in pieces {
            loop.statistics.bytes.add(piece.readableBytes, ordering: .relaxed)
            context.write(wrapOutboundOut(.body(piece)), promise: nil)
        }
    }

    /// These bytes of the content, without a copy.
    private func pieces(_ range: Range<Int>) -> [ByteBuffer] {
        switch content {
        case .none: return []
        case .file(_, let loaded): return [loaded]
        case .memory(let pieces):
            var start = 0
            return pieces.compactMap { piece in
                defer { start += piece.readableBytes }
                let wanted = range.clamped(to: start..<start + piece.readableBytes)
                return wanted.isEmpty
                    ? nil : piece.getSlice(at: piece.readerIndex + wanted.lowerBound - start, length: wanted.count)
            }
        }
    }

    /// A promise of a write, by which the session is told when that has been sent.
    func reported(_ context: ChannelHandlerContext, _ given: EventLoopPromise<Void>? = nil)
        -> EventLoopPromise<Void>
    {
        let written = given ?? context.eventLoop.makePromise()
        written.futureResult.assumeIsolated().whenComplete { result in
            guard case .success = result else { return self.perform(self.session.close()) }
            self.perform(self.session.written(at: .now))
            self.goOn()
        }
        return written
    }

    private func close(_ context: ChannelHandlerContext) {
        forget()
        context.close(promise: nil)
    }

    /// The channel is gone.
    func end() {
        for case .stopWaiting(let condition) in session.close() { loop?.stopWaiting(self, for: condition) }
        forget()
    }

    private func forget() {
        loop?.remove(self)
        (context, loop) = (nil, nil)
        (content, questions) = (.none, questions + 1)
        parts.removeAll()
    }
}
