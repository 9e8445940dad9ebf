import Foundation
import MediaModel
@testable import Show
import Testing

@Suite struct PresetSwapTests {
    private let cup = Product(id: "cup", name: "Cup", price: 3980, currency: "JPY")

    private func preset(_ layers: [Layer], masked: [String] = []) -> Preset {
        var preset = Preset(layers: layers)
        preset.maskedWords = masked
        return preset
    }

    @Test func keepsWhatIsOnStage() {
        var reducer = ShowReducer(preset: preset([.price(PriceLayer()), .hearts(HeartsLayer())]))
        reducer.apply(ShowEvent(action: .price(.show(cup))), atTick: 10)
        reducer.apply(ShowEvent(action: .hearts(count: 3)), atTick: 12)
        let before = reducer.state
        var box = PriceLayer.standardBox
        box.width = 0.5
        reducer.adopt(preset([.hearts(HeartsLayer()), .price(PriceLayer(box: box))]))
        #expect(reducer.state.price == before.price)
        #expect(reducer.state.hearts == before.hearts)
    }

    @Test func masksWhatIsOnScreenWhenAWordIsAdded() {
        var reducer = ShowReducer(preset: preset([.comment(CommentLayer())]))
        reducer.apply(
            ShowEvent(
                action: .comment(.show(Comment(id: "c", author: "d\u{AD}arn", text: "so darn good"), isPinned: true))),
            atTick: 1)
        reducer.apply(ShowEvent(id: "e", action: .comment(.show(Comment(id: "d", text: "x")))), atTick: 2)
        reducer.adopt(preset([.comment(CommentLayer())], masked: ["darn"]))
        // Also where an undone event has the rest happen again.
        reducer.apply(ShowEvent(action: .undo(id: "e")), atTick: 3)
        let masked = Comment(id: "c", author: "****", text: "so **** good")
        #expect(reducer.state.comments.recent.map(\.comment) == [masked])
        #expect(reducer.state.comments.pinned.current == masked)
        reducer.adopt(preset([.comment(CommentLayer())]))
        #expect(reducer.state.comments.pinned.current == masked)
    }

    @Test func keepsALayerHiddenThatAnEventHasHidden() {
        var reducer = ShowReducer(preset: preset([.price(PriceLayer()), .hearts(HeartsLayer())]))
        reducer.apply(ShowEvent(action: .layer(name: "price", isShown: false)), atTick: 4)
        reducer.adopt(preset([.price(PriceLayer())]))
        #expect(!reducer.state.visibility(of: "price").isShown)
        #expect(reducer.state.visibility["hearts"] == nil)
    }

    @Test func saysWhatTheNewPresetSaysUnlessAnEventSaidSomethingElse() {
        func named(_ name: String) -> Preset {
            preset([.nameplate(NameplateLayer(nameplate: Nameplate(name: .plain(name))))])
        }
        var reducer = ShowReducer(preset: named("Miki"))
        reducer.adopt(named("Yui"))
        #expect(reducer.state.nameplate.current?.name == "Yui")
        reducer.apply(ShowEvent(action: .nameplate(Nameplate(name: "Guest"))), atTick: 3)
        reducer.adopt(named("Rin"))
        #expect(reducer.state.nameplate.current?.name == "Guest")
    }

    @Test func undoesByTheNewRules() {
        var reducer = ShowReducer(preset: preset([.price(PriceLayer())]))
        reducer.apply(ShowEvent(id: "a", action: .price(.show(cup))), atTick: 10)
        reducer.adopt(preset([.price(PriceLayer()), .hearts(HeartsLayer())]))
        let outcome = reducer.apply(ShowEvent(action: .undo(id: "a")), atTick: 20)
        #expect(outcome == .applied)
        #expect(reducer.state.price.current == nil)
    }

    @Test func masksByTheNewWords() {
        var reducer = ShowReducer(preset: preset([.comment(CommentLayer())]))
        reducer.adopt(preset([.comment(CommentLayer())], masked: ["rude"]))
        reducer.apply(ShowEvent(action: .comment(.show(Comment(id: "c", text: "so rude")))), atTick: 1)
        #expect(reducer.state.comments.recent.last?.comment.text.contains("rude") == false)
    }

    @Test func letsTheLastComerHoldASlotOfTheNewPreset() {
        func slotted(_ layers: [Layer]) -> Preset { preset(layers) }
        var (price, coupon) = (PriceLayer.standardBox, CouponLayer.standardBox)
        var reducer = ShowReducer(preset: slotted([.price(PriceLayer()), .coupon(CouponLayer())]))
        reducer.apply(ShowEvent(action: .price(.show(cup))), atTick: 1)
        price.slot = "left"
        coupon.slot = "left"
        reducer.adopt(slotted([.coupon(CouponLayer(box: coupon)), .price(PriceLayer(box: price))]))
        #expect(reducer.state.slots["left"]?.holder == "price")
        #expect(reducer.state.slots["left"]?.changedAt == nil)
    }
}
