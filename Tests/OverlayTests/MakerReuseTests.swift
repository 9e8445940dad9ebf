import MediaModel
import Show
import Testing

@testable import Overlay

/// What a maker takes over from the one before must not be seen: the picture is that of a maker that began anew.
@Suite struct MakerReuseTests {
    private static let canvas = PixelSize(width: 360, height: 640)

    private static func picture(_ builder: SceneBuilder) throws -> TestFrame {
        var frame = TestFrame(size: canvas)
        var compositor = OverlayBlender()
        frame.draw(try builder.prepare(TestShow.fullState), at: 80, with: &compositor)
        return frame
    }

    private static func changed(_ change: (inout Preset) -> Void) -> Preset {
        var preset = TestShow.fullPreset
        change(&preset)
        return preset
    }

    private static func changedHearts(_ change: (inout HeartsLayer) -> Void) -> Preset {
        changed { preset in
            guard case .hearts(var layer) = preset.layers[0] else { return }
            change(&layer)
            preset.layers[0] = .hearts(layer)
        }
    }

    private static let presets: [Preset] = [
        TestShow.fullPreset,
        changedHearts { $0.rise = 20 },
        changedHearts { $0.colors = [.white] },
        changed { $0.layers.reverse() },
        changed { $0.layers.removeSubrange(2..<5) },
        changed { $0.safeArea = SafeArea(top: 10, right: 8, bottom: 6, left: 4) },
        changed { $0.timeZone = "Europe/Berlin" },
        changed { $0.words.soldOut = "gone" },
        changed { $0.canvas.frameRate = .fps60 },
    ]

    @Test(arguments: presets.indices)
    func drawsWhatANewMakerDraws(index: Int) throws {
        let preset = Self.presets[index]
        let first = try SceneBuilder(preset: TestShow.fullPreset, canvas: Self.canvas)
        _ = try first.prepare(TestShow.fullState)
        let draft = try SceneBuilder(preset: preset, canvas: Self.canvas, isDraft: true, reusing: first)
        _ = try draft.prepare(TestShow.fullState)
        let next = try SceneBuilder(preset: preset, canvas: Self.canvas, reusing: draft)
        let new = try SceneBuilder(preset: preset, canvas: Self.canvas)
        #expect(try Self.picture(next) == Self.picture(new))
        // And back again.
        let back = try SceneBuilder(preset: TestShow.fullPreset, canvas: Self.canvas, reusing: next)
        #expect(try Self.picture(back) == Self.picture(SceneBuilder(preset: TestShow.fullPreset, canvas: Self.canvas)))
    }

    @Test func keepsWhatHasNotChanged() throws {
        let first = try SceneBuilder(preset: TestShow.fullPreset, canvas: Self.canvas)
        _ = try first.prepare(TestShow.fullState)
        let bytes = first.cachedByteCount
        let second = try SceneBuilder(
            preset: Self.changedHearts { $0.rise = 20 }, canvas: Self.canvas, reusing: first)
        _ = try second.prepare(TestShow.fullState)
        // The hearts' counter alone has been drawn anew.
        #expect(second.cachedByteCount - bytes < bytes / 20)
    }
}
