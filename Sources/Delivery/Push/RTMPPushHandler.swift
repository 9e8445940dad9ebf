import Access
import Broadcast
import FFmpegKit
import Foundation
import Ingest
import MediaModel
import NIOCore
import NIOSSL

/// Moves bytes between a channel and its ``PushSession``, and packets from a queue into it whenever the network takes some.
///
/// The outcome is told once: success if it ended as it was asked to, a ``PushFailure`` otherwise.
final class RTMPPushHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var session: PushSession
    private let feed: PushFeed
    private let queue: PacketQueue
    private let news: PushNews
    private let host: String
    private let outcome: EventLoopPromise<Void>

    private var context: ChannelHandlerContext?
    /// When the stream's first picture is decoded, on the programme's clock; `nil` before it is sent.
    private var start: MediaTime?
    /// Since when the network has taken nothing.
    private var stalledSince: NIODeadline?
    private var hasHeard = false
    private var isEnding = false
    private var isOver = false
    private var deadline: Scheduled<Void>?
    private var watch: RepeatedTask?
    /// A server of RTMP has little to say: what is beyond that is an attack, or isn't one.
    private var rate: RateLimiter?

    private static let receivedBytesPerSecond = 65_536.0
    private static let receivedBurst = 1_048_576.0

    init(
        _ session: PushSession, feed: PushFeed, queue: PacketQueue, news: PushNews, host: String,
        outcome: EventLoopPromise<Void>
    ) {
        (self.session, self.feed, self.queue, self.news) = (session, feed, queue, news)
        (self.host, self.outcome) = (host, outcome)
    }

    // MARK: - Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { begin(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        fail(PushFailure(.away, "it has closed the connection"))
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        hasHeard = true
        var buffer = unwrapInboundIn(data)
        let count = buffer.readableBytes
        let now = Duration.nanoseconds(Int64(context.eventLoop.now.uptimeNanoseconds))
        guard rate?.overdraw(count, at: now) == .zero else {
            return fail(PushFailure(.away, "it sends more than a server of RTMP has to say"))
        }
        for output in session.receive((buffer.readBytes(length: count) ?? [])[...]) {
            switch output {
            case .send(let bytes): context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            case .accepted(let words): accepted(words, context)
            case .failed(let failure): fail(failure)
            }
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stalledSince = context.channel.isWritable ? nil : context.eventLoop.now
        pump()
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let words: String
        if let error = error as? NIOSSLError, error == .uncleanShutdown {
            words = closingWords
        } else if let tls = PushTrust.words(for: error, host: host) {
            words = tls
        } else {
            let cause = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
            words = session.unanswered == "publish" ? closingWords : "the connection is broken: \(cause)"
        }
        fail(PushFailure(.away, words))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(PushFailure(.away, closingWords))
        context.fireChannelInactive()
    }

    /// What it means that the peer closes the connection now. Several networks have no other word for a wrong key.
    private var closingWords: String {
        switch session.unanswered {
        case "publish": "it closes the connection when it is given the stream key: is that the right one?"
        case let step?: "it closes the connection instead of answering \(step)"
        case nil: "it has closed the connection"
        }
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard deadline == nil, !isOver else { return }
        rate = RateLimiter(
            perSecond: Self.receivedBytesPerSecond, burst: Self.receivedBurst,
            now: .nanoseconds(Int64(context.eventLoop.now.uptimeNanoseconds)))
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: TimeAmount(PushPatience.acceptance)) {
            this.value.failUnanswered()
        }
        watch = context.eventLoop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in
            this.value.checkStall()
        }
        // Before a secured connection stands it waits for it.
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: session.opening)), promise: nil)
    }

    private func failUnanswered() {
        let seconds = PushPatience.acceptance.components.seconds
        fail(
            PushFailure(
                .away,
                hasHeard
                    ? "it hasn't answered \(session.unanswered ?? "us") within \(seconds) s"
                    : "it takes the connection and says nothing for \(seconds) s"))
    }

    private func checkStall() {
        guard let context, let stalledSince,
            context.eventLoop.now - stalledSince >= TimeAmount(PushPatience.stall)
        else { return }
        fail(PushFailure(.away, "it has taken next to nothing for \(PushPatience.stall.components.seconds) s"))
    }

    // MARK: - Sending

    private func accepted(_ words: String, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        let (loop, this) = (context.eventLoop, NIOLoopBound(self, eventLoop: context.eventLoop))
        queue.open { loop.execute { this.value.pump() } }
        news.onUp(words)
    }

    /// Sends what the network takes now.
    private func pump() {
        guard let context, session.isLive, !isOver else { return }
        var hasWritten = false
        while context.channel.isWritable, let packet = queue.next(isEnding: isEnding) {
            let bytes: [UInt8]
            do throws(PushFailure) {
                bytes = try self.bytes(of: packet)
            } catch {
                return fail(error)
            }
            news.onSent(bytes.count)
            context.write(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            hasWritten = true
        }
        if hasWritten { context.flush() }
        if isEnding, context.channel.isWritable { end(context) }
    }

    private func bytes(of packet: ProgrammePacket) throws(PushFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        if start == nil {
            guard let stream = feed.stream else { throw PushFailure(.away, "the programme's encoders aren't open yet") }
            bytes = try session.begin(stream)
        }
        // What comes first is a key picture: everything is counted from it.
        let start = start ?? packet.decodingTime
        self.start = start
        let time = (packet.decodingTime - start).ticks(timescale: 1_000, rounding: .nearest)
        switch packet.kind {
        case .picture:
            let shown = (packet.presentationTime - start).ticks(timescale: 1_000, rounding: .nearest)
            return packet.packet.withBytes { units in
                bytes + session.picture(units, isKey: packet.isKey, time: time, offset: shown - time)
            }
        case .sound: return packet.packet.withBytes { frame in bytes + session.sound(frame, time: time) }
        }
    }

    /// Ends the stream in order, soon.
    ///
    /// - Parameter sendsRest: Whether what waits is sent before.
    func finish(sendsRest: Bool) {
        guard !isOver, let context else { return }
        isEnding = true
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: TimeAmount(PushPatience.farewell)) { this.value.succeed() }
        if !sendsRest { queue.close() }
        if session.isLive { pump() } else { succeed() }
    }

    private func end(_ context: ChannelHandlerContext) {
        let bytes = session.end()
        guard !bytes.isEmpty else { return }
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes))).whenComplete { _ in this.value.succeed() }
    }

    private func succeed() {
        guard !isOver else { return }
        stop()
        outcome.succeed()
    }

    private func fail(_ failure: PushFailure) {
        guard !isOver else { return }
        stop()
        outcome.fail(failure)
    }

    private func stop() {
        isOver = true
        deadline?.cancel()
        watch?.cancel()
    }
}
