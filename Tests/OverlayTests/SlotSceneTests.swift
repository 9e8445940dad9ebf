import MediaModel
@testable import Show
import Testing

@testable import Overlay

/// Layers that share a place are never on screen together.
@Suite struct SlotSceneTests {
    private func scene(_ slot: SlotState) throws -> Scene {
        var nameplate = NameplateLayer()
        var coupon = CouponLayer(qr: 0)
        nameplate.box.slot = "head"
        coupon.box.slot = "head"
        let preset = Preset(layers: [.nameplate(nameplate), .coupon(coupon)])
        let state = ShowState(
            coupon: Timed(current: Coupon(code: "A"), changedAt: 30),
            nameplate: Timed(current: Nameplate(name: "佐藤"), changedAt: 0), slots: ["head": slot])
        return try SceneBuilder(preset: preset, canvas: TestShow.canvas).prepare(state)
    }

    private func count(_ scene: Scene, at tick: Int) -> Int {
        var list: [Placement] = []
        scene.appendPlacements(at: tick, to: &list)
        return list.filter { $0.opacity > 0 && $0.x < TestShow.canvas.width && $0.x > -$0.sprite.size.width }.count
    }

    @Test func comesWhenTheOtherHasLeft() throws {
        let scene = try scene(SlotState(holder: "coupon", previous: "nameplate", changedAt: 30))
        for tick in 30..<80 { #expect(count(scene, at: tick) <= 1, "\(tick)") }
        #expect(count(scene, at: 29) == 1 && count(scene, at: 79) == 1)
    }

    @Test func comesBackWhenTheOtherGoes() throws {
        let scene = try scene(SlotState(holder: "nameplate", previous: "coupon", changedAt: 90))
        for tick in 90..<140 { #expect(count(scene, at: tick) <= 1, "\(tick)") }
        #expect(count(scene, at: 89) == 1 && count(scene, at: 139) == 1)
    }

    @Test func showsOneFromTheStart() throws {
        let scene = try scene(SlotState(holder: "coupon"))
        for tick in 0..<99 { #expect(count(scene, at: tick) <= 1, "\(tick)") }
    }
}
