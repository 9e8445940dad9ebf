import Captions
import Foundation
import MediaModel
@testable import Show
import Testing

@testable import Overlay

@Suite struct CaptionsSceneTests {
    private static let rate = FrameRate.fps30

    private static func event(
        _ id: String, _ text: String, from: Double? = nil, to: Double? = nil, language: String = "ja"
    ) throws -> ShowEvent {
        var members = #""type": "caption", "id": "\#(id)", "language": "\#(language)", "text": "\#(text)""#
        if let from { members += #", "from": \#(from)"# }
        if let to { members += #", "to": \#(to)"# }
        return try EventDecoder().decode(Data("{\(members)}".utf8))
    }

    /// A show with a captions layer that nothing animates, and what it draws.
    private struct Probe {
        let builder: SceneBuilder
        var reducer: ShowReducer

        init(
            locale: String = "ja-JP", roll: Int = 0, canvas: PixelSize = TestShow.canvas, lines: Int = 2,
            frameRate: FrameRate = .fps30
        ) throws {
            var layer = CaptionsLayer(lines: lines)
            layer.box.change = LayerAnimation(
                kind: roll == 0 ? .none : .slideDown, duration: .milliseconds(Int64(roll)))
            layer.box.enter = LayerAnimation(kind: .none, duration: .zero)
            layer.box.exit = LayerAnimation(kind: .none, duration: .zero)
            let preset = Preset(
                canvas: CanvasPreset(frameRate: frameRate), locale: locale, layers: [.captions(layer)])
            builder = try SceneBuilder(preset: preset, canvas: canvas)
            reducer = ShowReducer(preset: preset)
        }

        mutating func say(_ event: ShowEvent, at tick: Int) {
            #expect(reducer.apply(event, atTick: tick) == .applied)
        }

        mutating func placements(at tick: Int) throws -> [Placement] {
            reducer.advance(toTick: tick)
            var list: [Placement] = []
            try builder.prepare(reducer.state).appendPlacements(at: tick, to: &list)
            return list
        }
    }

    @Test func isThereOnItsTickAndGoesAtItsEnd() throws {
        var probe = try Probe()
        probe.say(try Self.event("a", "こんにちは", from: 1, to: 3), at: 0)
        #expect(try probe.placements(at: 29).isEmpty)
        let row = try #require(try probe.placements(at: 30).first)
        #expect(row.opacity == 256)
        #expect(try probe.placements(at: 89).count == 1)
        #expect(try probe.placements(at: 90).isEmpty)
    }

    @Test func aLateOneIsThereAtOnce() throws {
        var probe = try Probe()
        // A recogniser is two seconds behind: it is over before it comes, and is shown for as long as it was said.
        probe.say(try Self.event("a", "こんにちは", from: 1, to: 2.5), at: 120)
        #expect(try probe.placements(at: 120).count == 1)
        #expect(try probe.placements(at: 164).count == 1)
        #expect(try probe.placements(at: 170).isEmpty)
    }

    @Test func onlyItsOwnLanguage() throws {
        let layer = CaptionsLayer(language: try LanguageTag("en"))
        let japanese = try LayerProbe(.captions(CaptionsLayer())), english = try LayerProbe(.captions(layer))
        let caption = Caption(
            id: "a", language: try LanguageTag("en-GB"), text: CaptionText("Hello"), from: .zero, to: .seconds(9))
        let state = ShowState(
            captions: CaptionsState(shown: [
                ShownCaption(caption: caption, shownAt: 0, changedAt: 0, endsAt: 270)
            ]))
        #expect(try japanese.placements(state, at: 100).isEmpty)
        #expect(try english.placements(state, at: 100).count == 1)
    }

    /// A word each 50 ms for six seconds, in one caption: no line that is shown moves but up, by whole rows.
    @Test(arguments: [("en", "so "), ("ja", "それは"), ("ar", "كوب ")], [FrameRate.fps25, .fps30])
    func nothingJumpsAsWordsCome(language: (tag: String, word: String), frameRate: FrameRate) throws {
        var probe = try Probe(locale: language.tag, frameRate: frameRate)
        var text = ""
        var seen: [Int: Placement] = [:]
        var rows: Set<Int> = []
        for step in 0..<120 {
            let tick = step * frameRate.framesPerSecond / 20
            text += step % 9 == 8 && language.tag == "ja" ? "、" : language.word
            probe.say(try Self.event("a", text, language: language.tag), at: tick)
            let placements = try probe.placements(at: tick)
            #expect(1...2 ~= placements.count)
            for placement in placements {
                rows.insert(placement.y)
                guard let before = seen[placement.y] else { continue }
                // Each begins where the row's line before began: at the left, or at the right.
                let edges = [placement, before].map {
                    language.tag == "ar" ? $0.x + $0.sprite.size.width : $0.x
                }
                #expect(edges[0] == edges[1])
            }
            // The line above is the very one that was below, or that was above.
            if placements.count == 2, seen.count == 2 {
                let (below, above) = (placements[0].sprite, placements[1].sprite)
                #expect(seen.values.contains { $0.sprite === above } || below.size.width < 200)
            }
            seen = Dictionary(uniqueKeysWithValues: placements.map { ($0.y, $0) })
        }
        #expect(rows.count == 2)
    }

    @Test func linesRollUpSmoothly() throws {
        var probe = try Probe(roll: 200)
        probe.say(try Self.event("a", "最初の行です", from: 0, to: 60), at: 0)
        let at = try #require(try probe.placements(at: 30).first).y
        probe.say(try Self.event("b", "次の行です", from: 1.5, to: 60), at: 45)
        let heights = try (45...60).map { tick in try #require(try probe.placements(at: tick).map(\.y).min()) }
        #expect(zip(heights, heights.dropFirst()).allSatisfy { $0 >= $1 })
        // Six ticks from row to row, of which the first shows the first step.
        #expect(heights[0] < at && heights[3] > heights[5] && heights[5] == heights[15])
    }

    @Test func linesOfOneCaptionComeAsOne() throws {
        var probe = try Probe(locale: "en-US", roll: 200)
        let text = "Ice that you put in tonight is still there in the morning"
        probe.say(try Self.event("a", text, from: 1, to: 60, language: "en"), at: 0)
        let pitches = try (30...40).map { tick in
            let placements = try probe.placements(at: tick)
            #expect(placements.count == 2 && placements[0].opacity == placements[1].opacity)
            return placements[0].y - placements[1].y
        }
        #expect(Set(pitches).count == 1)
    }

    @Test func aLongCaptionIsReadPageByPage() throws {
        var probe = try Probe(locale: "en-US")
        let text = (100...150).map { "word \($0)" }.joined(separator: " ")
        probe.say(try Self.event("a", text, from: 0, to: 20, language: "en"), at: 0)
        let sprites = try stride(from: 0, to: 600, by: 10).map { tick in
            try probe.placements(at: tick).map { ObjectIdentifier($0.sprite) }
        }
        #expect(sprites.allSatisfy { $0.count == 2 })
        // Line after line comes, and each is there for a while.
        #expect(Set(sprites.joined()).count >= 6)
        #expect(sprites[0] == sprites[2])
    }

    @Test func staysWithinItsBoxWhateverIsSaid() throws {
        for canvas in [PixelSize(width: 320, height: 568), TestShow.canvas] {
            let probe = try LayerProbe(.captions(CaptionsLayer()), canvas: canvas)
            for text in HostileText.all {
                let caption = CaptionText(String(text.prefix(Caption.maximumLength)))
                let state = ShowState(
                    captions: CaptionsState(shown: [
                        ShownCaption(
                            caption: Caption(
                                id: "a", language: try LanguageTag("ja"), text: caption, from: .zero, to: .seconds(10)),
                            shownAt: 0, changedAt: 0, endsAt: 300)
                    ]))
                for tick in [0, 150, 299] {
                    for placement in try probe.placements(state, at: tick) {
                        #expect(placement.x >= 0 && placement.x + placement.sprite.size.width <= canvas.width)
                    }
                }
            }
        }
    }

    @Test func rubyStandsAboveItsWords() throws {
        var probe = try Probe()
        probe.say(try Self.event("a", "<ruby>漢字<rt>かんじ</rt></ruby>です", from: 0, to: 5), at: 0)
        let ruby = try #require(try probe.placements(at: 10).first).sprite
        probe.say(try Self.event("a", "漢字です", from: 0, to: 5), at: 11)
        let plain = try #require(try probe.placements(at: 12).first).sprite
        // The plate is the same, as room for ruby is always there.
        #expect(ruby.size == plain.size)
        func ink(_ sprite: Sprite) -> Int {
            let upper = sprite.luma.prefix(sprite.lumaMask.stride * sprite.size.height / 4)
            return upper.count { $0 > 120 }
        }
        #expect(ink(ruby) > 20 && ink(plain) == 0)
    }

    @Test func halfAnHourOfWordsKeepsNothing() throws {
        var probe = try Probe(locale: "en-US")
        var counts: Set<Int> = []
        // Twenty events a second, of which each tenth begins a caption: the state is looked at now and then.
        for step in 0..<36_000 {
            let tick = step * 3 / 2
            let words = String(repeating: "word ", count: step % 10 + 1)
            let update = CaptionUpdate(
                id: "c\(step / 10)", language: try LanguageTag("en"), text: CaptionText(words), from: nil, to: nil)
            #expect(probe.reducer.apply(ShowEvent(action: .caption(.show(update))), atTick: tick) == .applied)
            guard step % 6_000 == 5_999 else { continue }
            let shown = probe.reducer.state.captions.shown
            counts.insert(shown.count)
            #expect(shown.allSatisfy { $0.growth.count <= ShownCaption.mostGrowth && $0.earlier.isEmpty })
            _ = try probe.placements(at: tick)
        }
        #expect(counts.count == 1 && (counts.first ?? 9) <= CaptionsState.maximumShownCount)
        #expect(probe.builder.cachedByteCount <= probe.builder.cacheLimit)
    }
}
