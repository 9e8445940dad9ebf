import MediaModel
import Show
import Testing

@testable import Overlay

@Suite struct TransitionTests {
    let travel = Travel(
        x: 20, y: 900, size: PixelSize(width: 300, height: 200), canvas: PixelSize(width: 720, height: 1_280))

    func make(_ kind: LayerAnimation.Kind, milliseconds: Int64 = 400) -> Transition {
        Transition(LayerAnimation(kind: kind, duration: .milliseconds(milliseconds)), frameRate: .fps30)
    }

    @Test(arguments: LayerAnimation.Kind.allCases)
    func endsAtItsPlace(kind: LayerAnimation.Kind) {
        let transition = make(kind)
        for elapsed in 11...2_000 { #expect(transition.entering(after: elapsed, from: travel) == Pose()) }
    }

    @Test(arguments: LayerAnimation.Kind.allCases)
    func endsOutOfSight(kind: LayerAnimation.Kind) {
        let transition = make(kind)
        for elapsed in 11...2_000 { #expect(transition.leaving(after: elapsed, to: travel).opacity == 0) }
    }

    @Test(arguments: LayerAnimation.Kind.allCases)
    func showsNothingBeforeItsTick(kind: LayerAnimation.Kind) {
        #expect(make(kind).entering(after: -1, from: travel).opacity == 0)
        #expect(make(kind).leaving(after: -1, to: travel) == Pose())
    }

    @Test(arguments: LayerAnimation.Kind.allCases)
    func showsItsFirstStepOnItsTick(kind: LayerAnimation.Kind) {
        let pose = make(kind).entering(after: 0, from: travel)
        #expect(pose.opacity > 0)
        #expect(kind == .none || pose != Pose())
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
        #expect(cut.entering(after: 0, from: travel) == Pose())
        #expect(cut.leaving(after: 0, to: travel).opacity == 0)
    }
}

extension TransitionTests {
    @Test(arguments: LayerAnimation.Easing.allCases)
    func endsAtItsPlaceWithEachEasing(easing: LayerAnimation.Easing) {
        let animation = LayerAnimation(kind: .slideLeft, duration: .milliseconds(400), easing: easing)
        let transition = Transition(animation, frameRate: .fps30)
        let places = (0..<14).map { transition.entering(after: $0, from: travel).dx }
        #expect(places[0] < 0 && places[11] == 0 && places[13] == 0)
        // Only `back` goes beyond its place, and only a little.
        #expect(easing == .back ? 1...20 ~= places.max()! : places.max()! == 0)
    }

    @Test(arguments: LayerAnimation.Kind.allCases.filter { $0 != .none })
    func dissolvesInItsPlace(kind: LayerAnimation.Kind) {
        let transition = make(kind)
        let (comes, goes) = (transition.dissolvingIn, transition.dissolvingOut)
        for elapsed in 0..<12 {
            let (new, old) = (comes.entering(after: elapsed, from: travel), goes.leaving(after: elapsed, to: travel))
            // A tenth of its 200 samples at most, never across the canvas.
            #expect(abs(new.dx) <= 20 && abs(new.dy) <= 20 && old.dx == 0 && old.dy == 0)
            // The picture never shows through both.
            #expect(max(new.opacity, old.opacity) == 256)
        }
        #expect(comes.entering(after: 11, from: travel) == Pose() && goes.leaving(after: 11, to: travel) == .unseen)
    }

    @Test func waitsForItsDelay() {
        let late = make(.fade).delayed(by: 6)
        #expect(late.entering(after: 5, from: travel) == .unseen)
        for elapsed in 0..<14 {
            #expect(
                late.entering(after: elapsed + 6, from: travel) == make(.fade).entering(after: elapsed, from: travel))
        }
    }
}
