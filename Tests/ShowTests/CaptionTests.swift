import Captions
import MediaModel
import Testing

@testable import Show

/// Captions on screen. Ticks are of 30 a second.
@Suite struct CaptionTests {
    private var reducer: ShowReducer
    private let ja: LanguageTag

    init() throws {
        ja = try LanguageTag("ja")
        reducer = ShowReducer(frameRate: .fps30, layers: [], captionLanguages: [ja, try LanguageTag("en")])
    }

    private mutating func send(_ json: String, at tick: Int) throws -> String? {
        switch reducer.apply(try EventDecoder().decode(json.utf8), atTick: tick) {
        case .applied: nil
        case .repeated: "repeated"
        case .refused(let error): error.description
        }
    }

    private static func caption(_ id: String, _ text: String, _ more: String = "", language: String = "ja") -> String {
        #"{"type":"caption","id":"\#(id)","language":"\#(language)","text":"\#(text)"\#(more)}"#
    }

    private var texts: [String] { reducer.state.captions.shown(in: ja).map(\.caption.text.plain) }

    @Test mutating func comesAndGoesAtItsTimes() throws {
        #expect(try send(Self.caption("c1", "one", #","from":2,"to":3"#), at: 0) == nil)
        #expect(texts.isEmpty && reducer.nextChange(after: 0) == 60)
        reducer.advance(toTick: 60)
        #expect(texts == ["one"] && reducer.nextChange(after: 60) == 90)
        reducer.advance(toTick: 90)
        #expect(texts.isEmpty && reducer.nextChange(after: 90) == nil)
    }

    @Test mutating func replacesItsWordsByItsID() throws {
        #expect(try send(Self.caption("c1", "to"), at: 30) == nil)
        #expect(try send(Self.caption("c1", "today"), at: 36) == nil)
        #expect(try send(Self.caption("c1", "other", language: "en"), at: 36) == nil)
        #expect(texts == ["today"])
        #expect(reducer.state.captions.shown.first?.shownAt == 30)
        #expect(reducer.state.captions.shown.first?.changedAt == 36)
        #expect(try send(Self.caption("c2", "next"), at: 60) == nil)
        // Lines roll up: the one before is read on for four seconds.
        #expect(texts == ["today", "next"] && reducer.nextChange(after: 60) == 180)
        reducer.advance(toTick: 180)
        #expect(texts == ["next"])
    }

    @Test mutating func newerOnesStandAsLongAsOlderOnes() throws {
        #expect(try send(Self.caption("c1", "one", #","from":0,"to":5"#), at: 0) == nil)
        #expect(try send(Self.caption("c2", "two", #","from":1,"to":2"#), at: 30) == nil)
        reducer.advance(toTick: 100)
        #expect(texts == ["one", "two"])
        reducer.advance(toTick: 150)
        #expect(texts.isEmpty && reducer.nextChange(after: 150) == nil)
    }

    @Test mutating func remembersWhatItsLinesStandBy() throws {
        for (tick, text) in [(0, "I"), (5, "I scream"), (9, "ice cream is"), (9, "ice cream is cold")] {
            #expect(try send(Self.caption("c1", text), at: tick) == nil)
        }
        let shown = try #require(reducer.state.captions.shown.first)
        #expect(shown.isGrowing && shown.earlier.map(\.plain) == ["I scream"])
        #expect(shown.growth.map(\.tick) == [0, 5, 9] && shown.growth.map(\.length) == [1, 8, 17])
        #expect(shown.tick(ofCharacter: 0) == 0 && shown.tick(ofCharacter: 4) == 5 && shown.tick(ofCharacter: 8) == 9)
        for number in 0..<100 {
            #expect(try send(Self.caption("c1", "\(number) words"), at: 10 + number) == nil)
        }
        let late = try #require(reducer.state.captions.shown.first)
        #expect(late.earlier.count == ShownCaption.mostEarlier && late.growth.count == ShownCaption.mostGrowth)
    }

    @Test mutating func layersDrawLanguagesWithoutATrack() throws {
        let drawn = Preset(locale: "ja-JP", layers: [.captions(CaptionsLayer())])
        var reducer = ShowReducer(preset: drawn)
        let event = try EventDecoder().decode(Self.caption("c1", "one").utf8)
        #expect(reducer.apply(event, atTick: 0) == .applied)
        let clear = try EventDecoder().decode(#"{"type":"clear","layer":"captions"}"#.utf8)
        #expect(reducer.apply(clear, atTick: 5) == .applied && reducer.state.captions.shown.isEmpty)
        reducer.adopt(Preset(locale: "ja-JP"))
        let other = try EventDecoder().decode(Self.caption("c2", "two").utf8)
        guard case .refused = reducer.apply(other, atTick: 6) else { throw EventError("taken without a layer") }
    }

    @Test mutating func showsLateOnesAtOnce() throws {
        #expect(try send(Self.caption("c1", "late", #","from":2,"to":3.5"#), at: 150) == nil)
        #expect(texts == ["late"] && reducer.nextChange(after: 150) == 195)
        reducer.advance(toTick: 195)
        // It has been read: to say it again doesn't bring it back.
        #expect(try send(Self.caption("c1", "late!", #","from":2,"to":3.5"#), at: 200) == nil)
        #expect(texts.isEmpty)
    }

    @Test mutating func isTakenAway() throws {
        #expect(try send(Self.caption("c1", "one"), at: 0) == nil)
        #expect(try send(#"{"type":"caption","id":"c1","language":"ja","action":"remove"}"#, at: 10) == nil)
        #expect(texts.isEmpty)
    }

    @Test mutating func saysWhatIsWrong() throws {
        #expect(
            try send(Self.caption("c1", "eins", language: "de"), at: 0)
                == "language: no captions are in \"de\"; did you mean \"en\"?"
                || (try send(Self.caption("c1", "eins", language: "de"), at: 0))
                    == "language: no captions are in \"de\"; expected one of ja, en"
        )
        #expect(try send(Self.caption("c1", "one", #","to":1"#), at: 60) == "to: the caption ends before it begins")
        #expect(throws: EventError.self) {
            try EventDecoder().decode(Self.caption("c1", "a", #","from":2,"to":1"#).utf8)
        }
        var without = ShowReducer(frameRate: .fps30, layers: [])
        let event = try EventDecoder().decode(Self.caption("c1", "a").utf8)
        #expect(
            without.apply(event, atTick: 0)
                == .refused(EventError("language", "the preset has no captions: add captions: {languages: [ja]}")))
    }

    @Test mutating func isBounded() throws {
        for number in 0..<200 {
            #expect(try send(Self.caption("c\(number)", "n", #","from":0,"to":100"#), at: number) == nil)
        }
        #expect(texts.count == CaptionsState.maximumShownCount)
        for number in 0..<2_000 {
            let answer = try send(Self.caption("d\(number)", "n", #","from":1000,"to":1001"#), at: 300)
            #expect(answer == nil || answer == "from: too many captions wait for their times")
        }
        #expect(texts.count == CaptionsState.maximumShownCount)
    }

    @Test func showsWhatFilesSay() throws {
        let first = Caption(id: "f0", language: ja, text: CaptionText("0"), from: .zero, to: .seconds(1))
        let known =
            [first]
            + [1, 2].map {
                Caption(
                    id: "f\($0)", language: ja, text: CaptionText("\($0)"), from: .seconds($0), to: .seconds($0 + 1))
            }
        var reducer = ShowReducer(preset: Preset(), captions: known)
        #expect(reducer.state.captions.shown.map(\.caption.id) == ["f0"])
        #expect(reducer.nextChange(after: 0) == 30)
        let changes = ShowChanges(of: EventTimeline(), reducer: reducer)
        #expect(changes.map(\.tick) == [30, 60, 90])
        reducer.advance(toTick: 60)
        #expect(reducer.state.captions.shown.map(\.caption.id) == ["f2"])
    }
}
