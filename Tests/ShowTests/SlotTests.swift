import Foundation
import MediaModel
import Testing

@testable import Show

/// Who holds a place that layers share. Ticks are of 30 a second.
@Suite struct SlotTests {
    private let coupon = ShowEvent.Action.coupon(Coupon(code: "YORU10"))
    private let poll = ShowEvent.Action.poll(
        .open(Poll(question: "?", options: ["a", "b"].map { Poll.Option(text: .plain($0)) })))

    private func reducer() -> ShowReducer {
        func inCard<Layer: LayerDescriptor>(_ layer: Layer) -> Layer {
            var layer = layer
            layer.box.slot = "card"
            return layer
        }
        return ShowReducer(
            frameRate: .fps30,
            layers: [
                .comment(inCard(CommentLayer())), .poll(inCard(PollLayer())), .coupon(inCard(CouponLayer())),
                .price(PriceLayer()),
            ])
    }

    private func holder(_ reducer: ShowReducer) -> String? { reducer.state.slots["card"]?.holder }

    @Test func givesThePlaceToWhatCameLast() throws {
        var reducer = reducer()
        #expect(reducer.state.slots == ["card": SlotState(holder: "comment")])
        reducer.apply(ShowEvent(action: coupon), atTick: 10)
        #expect(reducer.state.slots == ["card": SlotState(holder: "coupon", previous: "comment", changedAt: 10)])
        reducer.apply(ShowEvent(action: poll), atTick: 20)
        #expect(holder(reducer) == "poll")
        // A vote is no other poll, and the same coupon no other coupon.
        reducer.apply(ShowEvent(action: .poll(.vote(option: 1, count: 2))), atTick: 25)
        reducer.apply(ShowEvent(action: coupon), atTick: 26)
        #expect(holder(reducer) == "poll" && reducer.state.slots["card"]?.changedAt == 20)
        reducer.apply(ShowEvent(action: .coupon(Coupon(code: "OTHER"))), atTick: 30)
        #expect(holder(reducer) == "coupon")
    }

    @Test func givesItBackWhenThatGoes() throws {
        var reducer = reducer()
        reducer.apply(ShowEvent(action: coupon), atTick: 10)
        reducer.apply(ShowEvent(action: poll), atTick: 20)
        reducer.apply(ShowEvent(action: .poll(.close())), atTick: 30)
        // The result stays for six seconds, and goes by itself.
        reducer.advance(toTick: 209)
        #expect(holder(reducer) == "poll")
        reducer.advance(toTick: 210)
        #expect(reducer.state.slots["card"] == SlotState(holder: "coupon", previous: "poll", changedAt: 210))
        reducer.apply(ShowEvent(action: .coupon(nil)), atTick: 300)
        #expect(holder(reducer) == "comment")
        reducer.apply(ShowEvent(action: .layer(name: "comment", isShown: false)), atTick: 310)
        #expect(reducer.state.slots["card"] == SlotState(previous: "comment", changedAt: 310))
    }

    @Test func countsTheChangesOfOneTickAsOne() throws {
        var reducer = reducer()
        reducer.apply(ShowEvent(action: coupon), atTick: 10)
        reducer.apply(ShowEvent(action: .coupon(nil)), atTick: 10)
        #expect(reducer.state.slots == ["card": SlotState(holder: "comment")])
    }

    @Test func takesBackWhatIsUndone() throws {
        var reducer = reducer()
        reducer.apply(ShowEvent(id: "c", action: coupon), atTick: 10)
        reducer.apply(ShowEvent(action: .undo(id: "c")), atTick: 12)
        #expect(holder(reducer) == "comment")
    }

    @Test func tellsEachLayerWhetherItIsOnScreen() throws {
        var reducer = reducer()
        reducer.apply(ShowEvent(action: coupon), atTick: 10)
        reducer.apply(ShowEvent(action: poll), atTick: 20)
        let visible = reducer.rules.layers.map { reducer.state.visibility(of: $0.box) }
        #expect(
            visible == [
                LayerVisibility(isShown: false), LayerVisibility(isShown: true, changedAt: 20),
                LayerVisibility(isShown: false, changedAt: 20), LayerVisibility(isShown: true),
            ])
    }
}
