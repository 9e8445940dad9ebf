import MediaModel
import Show
import Testing

@testable import Overlay

@Suite struct TransitionTests {
    private let travel = Travel(
        x: 20, y: 900, size: PixelSize(width: 300, height: 200), canvas: PixelSize(width: 720, height: 1_280))

    private func make(_ kind: LayerAnimation.Kind, milliseconds: Int64 = 400) -> Transition {
        Transition(LayerAnimation(kind: kind, duration: .milliseconds(milliseconds)), frameRate: .fps30)
    }

    @Test(arguments: LayerAnimation.Kind.allCases)
    func endsAtItsPlace(kind: LayerAnimation.Kind) {
        let transition = make(kind)
        for elapsed in 11...2_000 { #expect(transition.entering(after: elapsed, from: travel) == .init()) }
    }

    @Test(arguments: LayerAnimation.Kind.allCases)
    func endsOutOfSight(kind: LayerAnimation.Kind) {
        let transition = make(kind)
        for elapsed in 11...2_000 { #expect(transition.leaving(after: elapsed, to: travel).opacity == 0) }
    }

    @Test(arguments: LayerAnimation.Kind.allCases)
    func showsNothingBeforeItsTick(kind: LayerAnimation.Kind) {
        #expect(make(kind).entering(after: -1, from: travel).opacity == 0)
        #expect(make(kind).leaving(after: -1, to: travel) == .init())
    }

    @Test(arguments: LayerAnimation.Kind.allCases)
    func showsItsFirstStepOnItsTick(kind: LayerAnimation.Kind) {
        let pose = make(kind).entering(after: 0, from: travel)
        #expect(pose.opacity > 0)
        #expect(kind == .none || pose != .init())
    }

    @Test func slidesFromTheEdgeItIsNamedAfter() {
        let first = { (kind: LayerAnimation.Kind) in make(kind).entering(after: 0, from: travel) }
        #expect(-320 ... -200 ~= first(.slideLeft).dx)
        #expect(500...700 ~= first(.slideRight).dx)
        #expect(-1_100 ... -700 ~= first(.slideUp).dy)
        #expect(200...380 ~= first(.slideDown).dy)
    }

    @Test func slowsDownAsItArrives() {
        let places = (0..<12).map { make(.slideLeft).entering(after: $0, from: travel).dx }
        let steps = zip(places.dropFirst(), places).map { $0 - $1 }
        #expect(steps.allSatisfy { $0 >= 0 })
        #expect(steps.first! > steps.last! * 4)
        #expect(places.last == 0)
    }

    @Test func cutsWhereThereIsNoTime() {
        let cut = make(.slideLeft, milliseconds: 0)
        #expect(cut.entering(after: 0, from: travel) == .init())
        #expect(cut.leaving(after: 0, to: travel).opacity == 0)
    }
}
