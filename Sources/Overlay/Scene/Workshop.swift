import MediaModel
import Show
import Synchronization
import Typeset

/// What all layers of a preset draw with.
final class Workshop: Sendable {
    let geometry: CanvasGeometry
    let frameRate: FrameRate
    /// A BCP 47 tag.
    let locale: String
    let words: Wording
    let cache: SpriteCache<SpriteKey>
    private let fonts: FontCatalogue
    private let typesetter: Mutex<Typesetter>

    init(preset: Preset, canvas: PixelSize, cacheLimit: Int) {
        geometry = CanvasGeometry(canvas: canvas, safeArea: preset.safeArea)
        frameRate = preset.canvas.frameRate
        locale = preset.locale
        words = preset.words
        cache = SpriteCache(limit: cacheLimit)
        fonts = FontCatalogue()
        typesetter = Mutex(Typesetter(language: preset.locale))
    }

    /// The face that a layer's style names.
    func face(named name: String) throws(OverlayError) -> FontFace {
        if let face = fonts.face(named: name) { return face }
        let nearest = fonts.names(nearest: name).map { "\"\($0)\"" }
        throw OverlayError(
            .missingFont,
            nearest.isEmpty
                ? "no font \"\(name)\": no fonts are installed"
                : "no font \"\(name)\" is installed; the nearest are \(nearest.joined(separator: ", "))")
    }

    /// Lends the typesetter, to one thread at a time.
    func withTypesetter<Result>(_ body: (borrowing Typesetter) -> Result) -> Result {
        typesetter.withLock { typesetter in body(typesetter) }
    }

    /// Draws a sprite with the typesetter, one thread at a time.
    func makeSprite(_ draw: (borrowing Typesetter) throws(TypesetError) -> Bitmap) throws(OverlayError) -> Sprite {
        do throws(TypesetError) {
            return Sprite(
                try typesetter.withLock { (typesetter) throws(TypesetError) in
                    try draw(typesetter)
                })
        } catch {
            throw OverlayError(.drawingFailed, "can't draw a sprite: \(error)")
        }
    }
}
