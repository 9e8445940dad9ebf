import Foundation
import MediaModel
@testable import Show
import Testing

@testable import Overlay

/// Nameplate, recap, text and the pinned comment: one card each, which comes, changes and goes.
@Suite struct TextLayersTests {
    /// A layer, and a state in which it shows this text since tick 30, in the place of another.
    private static let layers: [(layer: Layer, state: @Sendable (String, String?) -> ShowState)] = [
        (
            .nameplate(flat(NameplateLayer())),
            { text, before in
                ShowState(
                    nameplate: Timed(
                        current: Nameplate(name: .plain(text), title: .plain(text)),
                        previous: before.map { Nameplate(name: .plain($0)) }, changedAt: 30))
            }
        ),
        (
            .recap(flat(RecapLayer())),
            { text, before in
                ShowState(
                    recap: RecapState(
                        lines: Timed(
                            current: Array(repeating: .plain(text), count: 4),
                            previous: before.map { [.plain($0)] }, changedAt: 30)))
            }
        ),
        (
            .comment(flat(CommentLayer(recent: 0))),
            { text, before in
                ShowState(
                    comments: CommentsState(
                        pinned: Timed(
                            current: Comment(author: text, text: text),
                            previous: before.map { Comment(author: nil, text: $0) }, changedAt: 30)))
            }
        ),
    ]

    /// The layer without a shadow, so that its sprite is as large as its plate.
    private static func flat<Kind: LayerDescriptor>(_ layer: Kind) -> Kind {
        var layer = layer
        layer.box.style.shadow = 0
        return layer
    }

    @Test(arguments: 0..<3)
    func entersOnItsTickAndStays(number: Int) throws {
        let (layer, state) = Self.layers[number]
        let probe = try LayerProbe(layer)
        let show = state("佐藤みき", nil)
        #expect(try probe.placements(show, at: 29).isEmpty)
        let first = try #require(try probe.placements(show, at: 30).first)
        let steady = try #require(try probe.placements(show, at: 60).first)
        #expect(first.x != steady.x || first.opacity < 256)
        #expect(steady.opacity == 256 && steady.x >= 0)
        let later = try #require(try probe.placements(show, at: 500_000).first)
        #expect(later.x == steady.x && later.y == steady.y && later.sprite === steady.sprite)
    }

    @Test(arguments: 0..<3)
    func givesWayToWhatComesNext(number: Int) throws {
        let (layer, state) = Self.layers[number]
        let probe = try LayerProbe(layer)
        let show = state("新しい", "古い")
        #expect(try probe.placements(show, at: 29).map(\.opacity) == [256])
        // One at a time at one place.
        for tick in 30..<60 {
            #expect(try probe.placements(show, at: tick).filter { $0.opacity > 0 }.count <= 1)
        }
        #expect(try probe.placements(show, at: 60).count == 1)
    }

    @Test(arguments: 0..<3)
    func hidesAndShows(number: Int) throws {
        let (layer, state) = Self.layers[number]
        let probe = try LayerProbe(layer)
        var show = state("佐藤みき", nil)
        show.visibility = [layer.box.name: LayerVisibility(isShown: false, changedAt: 90)]
        #expect(try probe.placements(show, at: 89).count == 1)
        #expect(try probe.placements(show, at: 91).count == 1)
        #expect(try probe.placements(show, at: 96).isEmpty)
        show.visibility = [layer.box.name: LayerVisibility(isShown: false)]
        #expect(try probe.placements(show, at: 96).isEmpty)
    }

    @Test(arguments: 0..<3, HostileText.all)
    func neverLeavesItsBox(number: Int, text: String) throws {
        let (layer, state) = Self.layers[number]
        for canvas in [TestShow.canvas, PixelSize(width: 360, height: 640)] {
            let card = try #require(try LayerProbe(layer, canvas: canvas).placements(state(text, nil), at: 99).first)
            #expect(card.x >= 0 && card.x + card.sprite.size.width <= canvas.width)
            #expect(Double(card.sprite.size.width) <= Double(canvas.width) * layer.box.width / 100 + 1)
            #expect(card.sprite.size.height < canvas.height / 3)
        }
    }

    @Test(arguments: HostileText.all)
    func keepsStandingTextInItsBox(text: String) throws {
        var layer = TextLayer(text: .plain(text), lines: 3)
        layer.box.height = 6
        let card = try #require(try LayerProbe(.text(layer)).placements(ShowState(), at: 0).first)
        // Two lines fit 6 % of the height; the shadow reaches beyond the plate.
        #expect(card.sprite.size.height <= 1_280 * 6 / 100 + 45 && card.sprite.size.width <= 720 * 60 / 100 + 45)
    }

    @Test func setsNothingBelowTheSmallestLegibleText() throws {
        // However long, a comment's letters never get so small that more of it fits.
        let layer = Layer.comment(CommentLayer(recent: 0))
        let state = Self.layers[2].state
        let long = try LayerProbe(layer).placements(state(String(repeating: "長い", count: 60), nil), at: 99)[0]
        let longer = try LayerProbe(layer).placements(state(String(repeating: "長い", count: 90), nil), at: 99)[0]
        #expect(long.sprite.size.height == longer.sprite.size.height)
        #expect(Double(long.sprite.size.height) > 1_280 * 0.022 * 3)
    }

    @Test(arguments: [9.0, 3])
    func refusesABoxWithoutRoom(width: Double) {
        var layer = NameplateLayer()
        layer.box.width = width
        #expect(throws: OverlayError.self) { try LayerProbe(.nameplate(layer)) }
    }

    @Test func keepsInsideTheSafeArea() throws {
        var preset = Preset(layers: [.nameplate(NameplateLayer())])
        preset.safeArea = SafeArea(top: 12, right: 15, bottom: 25, left: 6)
        let builder = try SceneBuilder(preset: preset, canvas: TestShow.canvas)
        var list: [Placement] = []
        try builder.prepare(ShowState(nameplate: Timed(current: Nameplate(name: "佐藤")))).appendPlacements(
            at: 99, to: &list)
        // Safe area and inset, less the shadow's margin.
        #expect(list[0].x > 720 * 10 / 100 - 30 && list[0].y > 1_280 * 14 / 100 - 30)
        #expect(list[0].x < 720 * 10 / 100 && list[0].y < 1_280 * 14 / 100)
    }
}
