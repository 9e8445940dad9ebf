public import MediaModel
public import Show
import Typeset

/// Prepares scenes of one preset for one canvas: lays out text and makes sprites, off the frame loop.
///
///     let builder = try SceneBuilder(preset: preset, canvas: PixelSize(width: 720, height: 1280))
///     let scene = try builder.prepare(state)                      // on the task that handles events
///     compositor.draw(scene, at: tick, into: …)                 // on the composer's thread, once a frame
///
/// Any thread; threads that lay out text at the same time wait for each other.
public final class SceneBuilder: Sendable {
    public let preset: Preset
    /// The size of the pictures to draw on.
    public let canvas: PixelSize
    let factory: SpriteFactory
    private let entries: [LayerEntry]
    /// No layer so far has this number or a higher one.
    private let nextNumber: Int

    /// A layer, and who draws it.
    private struct LayerEntry: Sendable {
        let layer: Layer
        let pictures: [PictureVersion]
        let layerBuilder: any LayerBuilder
        let isDraft: Bool
    }

    /// Checks the preset's fonts, and makes the sprites that don't depend on the show: hearts and digits.
    /// Takes about a tenth of a second; milliseconds for what another maker has made already.
    ///
    /// - Parameters:
    ///   - canvas: Both sides even.
    ///   - smallestRung: The smallest picture that is made of the canvas, on which codes must still be read; `nil` for the
    ///     canvas itself.
    ///   - folder: Where the pictures are that events name, e.g. a product's photo; `nil` for none.
    ///   - cacheLimit: The most that sprites which come and go may take, in bytes.
    ///   - isDraft: Whether it is for a single picture, soon: hearts come in fewer sizes, and what grows and pulses doesn't.
    ///   - old: The scene builder of the preset before, of which what hasn't changed is used again.
    /// - Throws: ``OverlayError`` for a font that isn't installed, a picture that can't be read, or a layer that can't be drawn on this canvas.
    public init(
        preset: Preset, canvas: PixelSize, smallestRung: PixelSize? = nil, folder: String? = nil,
        cacheLimit: Int = 64 << 20, isDraft: Bool = false, reusing old: SceneBuilder? = nil
    ) throws(OverlayError) {
        self.preset = preset
        self.canvas = canvas
        let factory = SpriteFactory(
            preset: preset, canvas: canvas, smallestRung: smallestRung ?? canvas, folder: folder,
            cacheLimit: cacheLimit,
            isDraft: isDraft, reusing: old?.factory)
        // Layers that share a cache have numbers of their own in it, whichever preset they belong to.
        let predecessor = old.flatMap { factory.isAlike($0.factory) ? $0 : nil }
        var known = predecessor?.entries ?? []
        var number = predecessor?.nextNumber ?? 0
        var entries: [LayerEntry] = []
        for layer in preset.layers {
            let pictures = layer.pictureVersions
            let isCoarse = isDraft && layer.isCoarseInDrafts
            let index = known.firstIndex {
                $0.layer == layer && $0.pictures == pictures && (isDraft || !$0.isDraft)
            }
            if let index {
                entries.append(known.remove(at: index))
                continue
            }
            let layerBuilder = try layer.makeBuilder(number: number, in: factory)
            entries.append(LayerEntry(layer: layer, pictures: pictures, layerBuilder: layerBuilder, isDraft: isCoarse))
            number += 1
        }
        self.factory = factory
        self.entries = entries
        nextNumber = number
    }

    /// Makes everything that a state needs to be drawn. A price that is new takes some milliseconds, hearts and what was
    /// seen before microseconds.
    public func prepare(_ state: ShowState) throws(OverlayError) -> Scene {
        var layers: [any LayerScene] = []
        for entry in entries { layers.append(try entry.layerBuilder.prepare(state, in: factory)) }
        return Scene(state: state, canvas: canvas, layers: layers)
    }

    /// Where each of the preset's layers is seen, in their order: what they draw, as viewers see it, not what their boxes
    /// would allow.
    ///
    /// - Throws: ``OverlayError`` as ``prepare(_:)``.
    public func layout(of state: ShowState, at tick: Int) throws(OverlayError) -> [LayerLayout] {
        let scene = try prepare(state)
        var layouts: [LayerLayout] = []
        for (layer, layerScene) in zip(preset.layers, scene.layers) {
            var placements: [Placement] = []
            layerScene.appendPlacements(at: tick, to: &placements)
            layouts.append(LayerLayout(of: layer, placements))
        }
        return layouts
    }

    /// What the sprites that come and go take at present, in bytes.
    public var cachedByteCount: Int { factory.cache.byteCount }
    /// The most that they may take.
    public var cacheLimit: Int { factory.cache.limit }
    /// How well they are kept, in this maker and in those that it took over from.
    public var account: SpriteAccount { factory.account }
}
