import HLS
import MediaModel
import NIOCore
import Testing

@testable import Broadcast
@testable import Origin

/// The show as one stream, for players without playlists.
@Suite struct OriginStreamTests {
    private let origin = Origin()
    private let grid = PartGrid(frameRate: .fps30, latency: .ultra)

    private func begin() {
        let rung = Rung(size: PixelSize(width: 360, height: 640), bitRate: 700_000)
        let timeline = TimelinePlan(
            tracks: [.audio, .video(rung)], constants: BroadcastConstants(grid: grid), window: .seconds(60),
            continuation: nil)
        origin.begin(timeline, start: ProgramDateTime(millisecondsSince1970: 0), folder: nil)
        origin.setInitialisation(Array("start".utf8), of: 1)
        origin.setMultivariant(Array("#EXTM3U\n".utf8), tag: "r")
    }

    /// Adds parts that say their number.
    private func add(_ numbers: Range<Int>) {
        origin.add(
            numbers.map { number in
                let payload = Array("\(number)".utf8)
                let part = LivePart(
                    duration: grid.partDuration, isIndependent: number % grid.partsPerSegment == 0,
                    byteCount: payload.count, payload: payload)
                return (1, part)
            })
    }

    /// All parts from a place on that are there, and the place after them.
    private func read(from start: StreamPlace) -> (parts: [Int?], next: StreamPlace) {
        var (parts, place) = ([Int?](), start)
        while case .media(let pieces, let next) = origin.step(from: place) {
            parts.append(Int(pieces.map { String(buffer: $0) }.joined()))
            place = next
        }
        return (parts, place)
    }

    @Test func beginsWithTheSegmentThatGrows() throws {
        #expect(origin.beginStream(.video) == nil)
        begin()
        #expect(origin.beginStream(.audio) == nil)
        let count = grid.partsPerSegment
        add(0..<count + 2)
        let stream = try #require(origin.beginStream(.video))
        #expect(String(buffer: stream.initialisation) == "start")
        let (parts, next) = read(from: stream.place)
        #expect(parts == [count, count + 1])
        add(count + 2..<count + 4)
        #expect(read(from: next).parts == [count + 2, count + 3])
    }

    @Test func beginsWithAWholeSegmentWhereTheNextHasNothing() throws {
        begin()
        let count = grid.partsPerSegment
        add(0..<2 * count)
        let stream = try #require(origin.beginStream(.video))
        #expect(read(from: stream.place).parts == Array(count..<2 * count))
    }

    @Test func takesWhoIsSlowToTheLatestSegment() throws {
        begin()
        let count = grid.partsPerSegment
        add(0..<1)
        let (first, place) = read(from: try #require(origin.beginStream(.video)).place)
        #expect(first == [0])
        add(1..<4 * count + 1)
        #expect(read(from: place).parts == [4 * count])
    }

    @Test func ends() throws {
        begin()
        add(0..<3)
        let (_, place) = read(from: try #require(origin.beginStream(.video)).place)
        guard case .nothingYet = origin.step(from: place) else {
            Issue.record("more than there is")
            return
        }
        origin.end()
        guard case .end = origin.step(from: place) else {
            Issue.record("no end")
            return
        }
    }
}
