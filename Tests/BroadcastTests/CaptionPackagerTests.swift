import Captions
import HLS
import MediaModel
import Show
import Testing

@testable import Broadcast

/// Captions on their way into a broadcast's segments, of three parts each.
@Suite struct CaptionPackagerTests {
    private let ja: LanguageTag
    private let en: LanguageTag
    private let feed: CaptionFeed
    private var packager: CaptionPackager
    private let grid = PartGrid(frameRate: .fps30, latency: .low)

    init() throws {
        (ja, en) = (try LanguageTag("ja"), try LanguageTag("en"))
        let known = [
            Caption(id: "f", language: en, text: CaptionText("known"), from: .seconds(1), to: .seconds(2))
        ]
        feed = CaptionFeed(languages: [ja, en], run: "r", known: known)
        let choices = [ja, en].map { CaptionChoice(language: $0, isShown: false, describesSound: false) }
        packager = CaptionPackager(
            feed, tracks: [.audio] + choices.map(Track.captions), firstSequence: 7, grid)
    }

    private func texts(_ segments: [CaptionPackager.Segment]) throws -> [[String]] {
        try segments.map { segment in
            let bytes = segment.parts.flatMap { $0.payload ?? [] }
            #expect(segment.parts.reduce(0) { $0 + $1.byteCount } == bytes.count)
            return try WebVTTDocument(parsing: bytes).cues.map(\.text.plain)
        }
    }

    @Test mutating func cutsAsThePicturesAreCut() throws {
        #expect(packager.add(grid.partDuration).isEmpty)
        let update = CaptionUpdate(
            id: "c", language: ja, text: CaptionText("told"), from: .milliseconds(500), to: .milliseconds(900))
        #expect(feed.put(.show(update), at: .seconds(1)) == nil)
        #expect(packager.add(grid.partDuration).isEmpty)
        let first = packager.add(grid.partDuration)
        #expect(first.map(\.track) == [1, 2] && first.map(\.sequence) == [7, 7])
        #expect(first.allSatisfy { $0.parts.count == 3 && $0.parts.allSatisfy { $0.duration == grid.partDuration } })
        #expect(try texts(first) == [["told"], ["known"]])

        #expect(packager.add(.milliseconds(100)).isEmpty)
        let last = packager.finish()
        #expect(last.map(\.sequence) == [8, 8] && last.allSatisfy { $0.parts.count == 1 })
        #expect(try texts(last) == [[], ["known"]])
        #expect(packager.finish().isEmpty)
    }

    @Test func saysWhatComesTooLate() throws {
        let update = CaptionUpdate(id: "f", language: en, text: CaptionText("other"), from: nil, to: nil)
        _ = feed.segment(of: en, until: .seconds(3))
        #expect(
            feed.put(.show(update), at: .seconds(3))
                == "a caption was changed after its segment was out, where it stays as it was")
        let old = CaptionUpdate(id: "o", language: en, text: CaptionText("old"), from: .zero, to: .seconds(1))
        _ = feed.segment(of: en, until: .seconds(100))
        #expect(
            feed.put(.show(old), at: .seconds(100))
                == "a caption came more than a minute late, and is left out of its track")
        // Of a language without a track nothing is kept.
        let foreign = CaptionUpdate(
            id: "d", language: try LanguageTag("de"), text: CaptionText("eins"), from: nil, to: nil)
        #expect(feed.put(.show(foreign), at: .zero) == nil)
    }
}
