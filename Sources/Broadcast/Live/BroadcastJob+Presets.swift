import FFmpegKit
import MediaModel
import Overlay
public import Show
public import Typeset

/// Presets that change while the programme runs. All from any thread.
extension BroadcastJob {
    /// Makes a preset ready to draw the show, on a thread of its own: milliseconds where little has changed against the
    /// one on air, a tenth of a second otherwise.
    ///
    /// - Parameters:
    ///   - folder: Where the pictures are that events name; `nil` for the one from the start.
    ///   - isDraft: Whether it is for a still alone, as soon as can be.
    ///   - draft: Of the same preset, of which most can be used again.
    public func prepare(
        _ preset: Preset, pictureFolder folder: String? = nil, isDraft: Bool = false, from draft: PreparedPreset? = nil
    ) async -> PresetPreparation {
        if let refusal = refusal(of: preset) { return .refused(.fixed(refusal)) }
        var preset = preset
        preset.canvas.size = canvas
        preset.latency = options.preset.latency ?? .low
        do {
            return try await runOnThread(named: "preset") { [preset, options] in
                let builder = try SceneBuilder(
                    preset: preset, canvas: canvas, smallestRung: options.preset.smallestRung(on: canvas),
                    folder: folder ?? options.pictureFolder, cacheLimit: 64 << 20, isDraft: isDraft,
                    reusing: draft?.builder ?? onAir.current)
                // Most of its sprites are made here, and not where events wait for them.
                _ = try builder.prepare(status.show)
                return .ready(PreparedPreset(builder: builder, isDraft: isDraft))
            }
        } catch {
            return .refused(.undrawable("\(error)"))
        }
    }

    /// Lets a preset that is ready draw the show from the next free tick on; what is on stage stays.
    ///
    /// - Precondition: It isn't a draft.
    public func put(_ prepared: PreparedPreset) async -> PresetChangeResult {
        precondition(!prepared.isDraft, "a draft on air")
        return await withCheckedContinuation { continuation in
            let answer = { @Sendable (answer: PresetChangeResult) in
                if case .committed = answer { onAir.current = prepared.builder }
                continuation.resume(returning: answer)
            }
            let command = ShowCommand(work: .preset(prepared.builder, answer: answer))
            if !inbox.offer(command) { command.refuse("the programme is over") }
        }
    }

    /// The picture that is on air now as this preset would draw it, before any encoder has seen it. Blocks no one else.
    ///
    /// - Throws: `OverlayError` for what can't be drawn; ``FFmpegError`` without memory.
    public func still(of prepared: PreparedPreset) async throws -> Bitmap {
        try await runOnThread(named: "still") {
            let view = monitor.current
            let builder = prepared.builder
            let scene = try builder.prepare(status.show)
            var painter = try CanvasRenderer(builder.preset.reframe, canvas: builder.canvas)
            let tick = view?.tick ?? 0
            if let picture = view?.picture {
                return Bitmap(try painter.draw(picture, isRepeatedNext: false, scene: scene, tick: tick).frame)
            }
            let backdrop = try painter.makeBackdrop(of: nil)
            return Bitmap(try painter.draw(on: backdrop, scene: scene, tick: tick).frame)
        }
    }
}
