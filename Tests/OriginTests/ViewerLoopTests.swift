import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import Origin

/// Viewers without a network, on an event loop that goes on only when it is told to.
private struct Viewers {
    let programme: TestProgramme
    let loop = EmbeddedEventLoop()
    let loops: ViewerLoops
    private(set) var channels: [EmbeddedChannel] = []

    /// - Parameter programme: What they watch.
    init(_ programme: TestProgramme) {
        self.programme = programme
        loops = ViewerLoops(
            loop, origin: programme.origin, configuration: ViewerConfiguration(), statistics: ViewerStatistics())
        loop.run()
    }

    /// One more, who asks for this.
    mutating func add(_ path: String) throws {
        let channel = EmbeddedChannel(
            handler: ViewerHandler(loops: loops, connection: ConnectionGuard(loops: loops)), loop: loop)
        channels.append(channel)
        let request = HTTPRequest(method: .get, scheme: "http", authority: "x", path: path)
        try channel.writeInbound(HTTPRequestPart.head(request))
        try channel.writeInbound(HTTPRequestPart.end(nil))
    }

    /// The status that each of them has got since this was last asked; `nil` for none.
    func answers() throws -> [Int?] {
        try channels.map { channel in
            var status: Int?
            while let part = try channel.readOutbound(as: HTTPResponsePart.self) {
                if case .head(let head) = part { status = head.status.code }
            }
            return status
        }
    }

    func close() {
        for channel in channels { _ = try? channel.finish(acceptAlreadyClosed: true) }
    }
}

@Suite(.timeLimit(.minutes(1))) struct ViewerLoopTests {
    private static let reload = "/v360x640/playlist.m3u8?_HLS_msn=0&_HLS_part="

    /// The loop belongs to the thread that made it: nothing in `body` is asynchronous.
    private func withViewers(_ body: (inout Viewers) throws -> Void) async throws {
        let (loops, result) = {
            let programme = TestProgramme()
            programme.begin()
            programme.addParts()
            var viewers = Viewers(programme)
            let result = Result { try body(&viewers) }
            viewers.close()
            return (viewers.loops, result)
        }()
        await loops.close()
        try result.get()
    }

    /// Were all told at once, the first would get their part only after the last had been told of it.
    @Test func thoseWhoWaitAreAnsweredInPortions() async throws {
        try await withViewers { viewers in
            for _ in 0..<100 { try viewers.add(Self.reload + "1") }
            viewers.loop.run()
            #expect(try viewers.answers().allSatisfy { $0 == nil })

            viewers.programme.addParts()
            var counts: [Int] = []
            for _ in 0..<6 {
                // As much as the loop does before it looks at its sockets again.
                viewers.loop.run()
                counts.append(try viewers.answers().count { $0 == 200 })
                viewers.loop.advanceTime(by: .microseconds(49))
                #expect(try viewers.answers().allSatisfy { $0 == nil })
                viewers.loop.advanceTime(by: .microseconds(1))
                counts.append(try viewers.answers().count { $0 == 200 })
            }
            #expect(counts.filter { $0 > 0 } == [32, 32, 32, 4])
        }
    }

    @Test func whoWaitedLongerIsAnsweredFirstAndNobodyIsLeftOut() async throws {
        try await withViewers { viewers in
            for _ in 0..<50 { try viewers.add(Self.reload + "1") }
            for _ in 0..<50 { try viewers.add(Self.reload + "2") }
            viewers.loop.run()
            viewers.programme.addParts()
            viewers.loop.run()
            // The next part is there before all have been told of the last.
            viewers.programme.addParts()
            viewers.loop.run()
            #expect(try viewers.answers().prefix(50).count { $0 != nil } == 32)
            viewers.loop.advanceTime(by: .microseconds(50))
            let second = try viewers.answers()
            #expect(second.prefix(50).count { $0 != nil } == 18 && second.suffix(50).count { $0 != nil } == 14)
            viewers.loop.advanceTime(by: .milliseconds(1))
            #expect(try viewers.answers().count { $0 == 200 } == 36)
        }
    }

    @Test func whoLeavesIsPassedOver() async throws {
        try await withViewers { viewers in
            for _ in 0..<64 { try viewers.add(Self.reload + "1") }
            viewers.loop.run()
            for channel in viewers.channels.prefix(10) { _ = try channel.finish(acceptAlreadyClosed: true) }
            viewers.programme.addParts()
            viewers.loop.run()
            let told = try viewers.answers()
            // Some of those whose turn comes next leave too.
            for (channel, status) in zip(viewers.channels, told).suffix(20) where status == nil {
                _ = try channel.finish(acceptAlreadyClosed: true)
            }
            let left = zip(viewers.channels, told).filter { $0.isActive && $1 == nil }.count
            viewers.loop.advanceTime(by: .milliseconds(1))
            #expect(told.prefix(10).allSatisfy { $0 == nil } && told.count { $0 == 200 } == 32)
            #expect(try viewers.answers().count { $0 == 200 } == left)
        }
    }
}
