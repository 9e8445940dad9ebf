import MediaModel
import Show
import Testing

@testable import Overlay

@Suite struct StagedSceneTests {
    private static let canvas = PixelSize(width: 720, height: 1_280)
    private static let first = Content(Sprite(.flat(.white, width: 10, height: 10)), x: 100, y: 100, canvas: canvas)
    private static let second = Content(Sprite(.flat(.black, width: 20, height: 20)), x: 100, y: 100, canvas: canvas)

    private func fade(_ milliseconds: Int64) -> Transition {
        Transition(
            LayerAnimation(kind: .fade, duration: .milliseconds(milliseconds), easing: .linear), frameRate: .fps30)
    }

    /// The widths and opacities of what is placed: 10 is the old content, 20 the new one. A change at tick 100, fades of
    /// ten ticks.
    private func shown(
        _ tick: Int, isShown: Bool = true, turnedAt: Int? = nil, hasPrevious: Bool = true, hasCurrent: Bool = true
    ) -> [[Int]] {
        let fade = StagedScene.Passage(enter: fade(333), exit: fade(333))
        let scene = StagedScene(
            current: hasCurrent ? Self.second : nil, previous: hasPrevious ? Self.first : nil, changedAt: 100,
            contents: fade, visibility: LayerVisibility(isShown: isShown, changedAt: turnedAt), layer: fade)
        var list: [Placement] = []
        scene.appendPlacements(at: tick, to: &list)
        return list.map { [$0.sprite.size.width, $0.opacity] }
    }

    @Test func changesOneContentIntoTheOther() {
        #expect(shown(99) == [[10, 256]])
        #expect(shown(104) == [[10, 128], [20, 128]])
        #expect(shown(109) == [[20, 256]])
        #expect(shown(5_000) == [[20, 256]])
    }

    @Test func comesAndGoes() {
        #expect(shown(104, hasPrevious: false) == [[20, 128]])
        #expect(shown(104, hasCurrent: false) == [[10, 128]])
        #expect(shown(109, hasCurrent: false).isEmpty)
    }

    @Test func staysHiddenWhereItNeverWasShown() {
        for tick in [0, 99, 104, 5_000] { #expect(shown(tick, isShown: false).isEmpty) }
    }

    @Test func hidesAllOfIt() {
        #expect(shown(199, isShown: false, turnedAt: 200) == [[20, 256]])
        #expect(shown(204, isShown: false, turnedAt: 200) == [[20, 128]])
        #expect(shown(209, isShown: false, turnedAt: 200).isEmpty)
    }

    @Test func showsAllOfIt() {
        #expect(shown(199, turnedAt: 200).isEmpty)
        #expect(shown(204, turnedAt: 200) == [[20, 128]])
        #expect(shown(209, turnedAt: 200) == [[20, 256]])
    }

    @Test func hidesAChangeThatIsUnderWay() {
        #expect(shown(106, isShown: false, turnedAt: 102) == [[10, 39], [20, 90]])
    }

    @Test func doesNotShowWhatChangedBehindTheCurtain() {
        // Hidden first: what viewers saw goes, and what came meanwhile never shows.
        #expect(shown(94, isShown: false, turnedAt: 90) == [[10, 128]])
        #expect(shown(104, isShown: false, turnedAt: 90).isEmpty)
        // Shown on the tick of the change: the new content comes once, not twice.
        #expect(shown(104, turnedAt: 100) == [[20, 128]])
    }

    @Test func movesEverySpriteOfAContentTogether() {
        let sprites = [Self.first.still[0], Self.second.still[0]]
        let content = Content(
            sprites, area: PixelArea(x: 100, y: 100, width: 20, height: 20), canvas: Self.canvas)
        var list = [Placement(sprite: sprites[0].sprite, x: 1, y: 1)]
        content.appendPlacements(at: 0, in: Pose(dx: -7, dy: 3, opacity: 100), to: &list)
        #expect(list.map { [$0.x, $0.y, $0.opacity] } == [[1, 1, 256], [93, 103, 100], [93, 103, 100]])
    }
}
