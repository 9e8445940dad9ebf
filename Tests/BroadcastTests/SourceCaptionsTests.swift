import Captions
import FFmpegKit
import HLS
import MediaModel
import Reframe
import Synchronization
import Testing

@testable import Broadcast

@Suite struct SourceCaptionsTests {
    private static let text = [
        ClosedCaptionPair(.first, 0x94, 0x20), .init(.first, 0x94, 0x20), .init(.first, 0xc1, 0xc2),
        .init(.first, 0x94, 0x2f),
        .init(.first, 0x94, 0x2f),
    ]
    private static let erasure: [UInt8] = [
        0xfc, 0x94, 0x2c, 0xfc, 0x94, 0x2c, 0xfc, 0x94, 0xae, 0xfc, 0x94, 0xae,
    ]

    private static func picture(_ time: Int64, _ captions: [ClosedCaptionPair], stretch: Int = 0) throws
        -> SourcePicture
    {
        SourcePicture(
            frame: try VideoFramePool(size: PixelSize(width: 2, height: 2)).makeFrame().share(),
            sampleAspectRatio: .init(width: 1, height: 1), time: time, captions: captions, stretch: stretch)
    }

    private static func bytes(_ pairs: [ClosedCaptionPair]) -> [UInt8] {
        pairs.flatMap { [0xfc, $0.first, $0.second] }
    }

    @Test func anotherSourceClearsWhatTheOneBeforeHasOnScreens() throws {
        var captions = SourceCaptions(frameRate: .fps30, isKept: true) { _ in }
        captions.take(try Self.picture(0, Self.text), dueOn: 0)
        // Half of it is out.
        let before = (0..<3).flatMap { captions.triplets(forTick: $0) }
        #expect(before == Self.bytes(Array(Self.text.prefix(3))))
        captions.take(try Self.picture(0, Self.text, stretch: 1), dueOn: 3)
        #expect((3..<20).flatMap { captions.triplets(forTick: $0) } == Self.erasure + Self.bytes(Self.text))
    }

    @Test func nothingIsReadOverTheSlate() throws {
        var captions = SourceCaptions(frameRate: .fps30, isKept: true) { _ in }
        captions.take(try Self.picture(0, Self.text), dueOn: 0)
        _ = captions.triplets(forTick: 0)
        #expect((1..<10).flatMap { captions.triplets(forTick: $0, isShown: false) } == Self.erasure)
        captions.take(try Self.picture(0, Self.text), dueOn: 10)
        #expect(captions.triplets(forTick: 10, isShown: false).isEmpty)
        #expect(captions.triplets(forTick: 11).isEmpty)
        captions.take(try Self.picture(0, Self.text), dueOn: 12)
        #expect((12..<20).flatMap { captions.triplets(forTick: $0) } == Self.bytes(Self.text))
    }

    @Test func whoeverDoesNotKeepThemHearsOfThemOnce() throws {
        let told = Mutex<[ClosedCaptionStatus]>([])
        var captions = SourceCaptions(frameRate: .fps30, isKept: false) { status in told.withLock { $0.append(status) }
        }
        for tick in 0..<100 {
            captions.take(try Self.picture(0, tick.isMultiple(of: 10) ? Self.text : []), dueOn: tick)
            #expect(captions.triplets(forTick: tick).isEmpty)
        }
        #expect(told.withLock { $0 } == [ClosedCaptionStatus(channels: [.cc1])])
    }

    /// A source whose pictures all come at once: those that find no room leave what they say to the next.
    @Test func picturesWithoutRoomLeaveTheirCaptions() throws {
        let buffer = PictureBuffer(jitterBuffer: 0)
        let pairs = (0..<100).map { ClosedCaptionPair(.first, 0xc1, UInt8($0)) }
        for (index, pair) in pairs.enumerated() { buffer.push(try Self.picture(Int64(index), [pair]), at: 0) }
        #expect(buffer.dropped == 60)
        var left: [ClosedCaptionPair] = []
        while let entry = buffer.pop() { left += entry.picture.captions }
        #expect(left == pairs)
    }

    @Test func aServiceHasANameOfItsOwn() throws {
        let (english, spanish) = (try LanguageTag("en"), try LanguageTag("es"))
        func names(_ languages: [ClosedCaptionChannel: LanguageTag?]) -> [String] {
            ClosedCaptionService.services(languages).map { $0.rendition(of: "cc").name }
        }
        #expect(names([.cc1: english, .cc3: spanish]) == ["English", "español"])
        #expect(names([.cc1: english, .cc2: english, .cc4: nil]) == ["English (CC1)", "English (CC2)", "CC4"])
    }
}
