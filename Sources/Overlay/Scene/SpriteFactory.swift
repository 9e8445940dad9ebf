import Foundation
import MediaModel
import ImageCodecs
import Show
import Synchronization
import Typeset

/// What all layers of a preset draw with.
final class SpriteFactory: Sendable {
    let geometry: CanvasGeometry
    /// The smallest picture that is made of the canvas.
    let smallestRung: PixelSize
    let frameRate: FrameRate
    /// A BCP 47 tag.
    let locale: String
    let words: Wording
    let cache: SpriteCache<SpriteKey>
    /// Of the cache, and of those of the presets before.
    let account: SpriteAccount
    let pictures: PictureFolder
    /// Where the show's instants are written for.
    let timeZone: TimeZone
    /// How long layers take to leave a slot, by the slot's and their own names, in ticks.
    let departures: [String: [String: Int]]
    /// Whether speed counts for more than how things move: for a single picture.
    let isDraft: Bool
    /// Sprites that take long to make.
    let stock: SharedSpriteCache
    private let canvas: PixelSize
    private let safeArea: SafeArea
    private let zoneName: String
    private let fonts: FontCatalogue
    private let typesetter: SharedTypesetter

    /// - Parameter old: The factory of the preset before, of which what still fits is used again.
    init(
        preset: Preset, canvas: PixelSize, smallestRung: PixelSize, folder: String?, cacheLimit: Int,
        isDraft: Bool = false, reusing old: SpriteFactory? = nil
    ) {
        self.smallestRung = smallestRung
        self.isDraft = isDraft
        (self.canvas, safeArea, zoneName) = (canvas, preset.safeArea, preset.timeZone)
        geometry = CanvasGeometry(canvas: canvas, safeArea: preset.safeArea)
        frameRate = preset.canvas.frameRate
        locale = preset.locale
        words = preset.words
        pictures = PictureFolder(path: folder)
        // Readers of presets refuse what isn't in the tz database.
        timeZone = TimeZone(identifier: preset.timeZone) ?? .gmt
        var departures: [String: [String: Int]] = [:]
        for box in preset.layers.map(\.box) {
            guard let slot = box.slot else { continue }
            departures[slot, default: [:]][box.name] = Transition(box.exit, frameRate: frameRate).ticks
        }
        self.departures = departures
        fonts = old?.fonts ?? FontCatalogue()
        if let typesetter = old?.typesetter, typesetter.language == preset.locale {
            self.typesetter = typesetter
        } else {
            typesetter = SharedTypesetter(language: preset.locale)
        }
        stock = SharedSpriteCache(reusing: old?.stock)
        let isAlike =
            old?.canvas == canvas && old?.smallestRung == smallestRung && old?.frameRate == preset.canvas.frameRate
            && old?.locale == preset.locale
            && old?.words == preset.words && old?.safeArea == preset.safeArea && old?.zoneName == preset.timeZone
            && old?.departures == departures && old?.pictures.path == folder && old?.cache.limit == cacheLimit
        let account = old?.account ?? SpriteAccount()
        self.account = account
        if let old, isAlike { cache = old.cache } else { cache = SpriteCache(limit: cacheLimit, account: account) }
    }

    /// Whether a layer that looks the same in this factory's preset looks the same here: then they share their sprites.
    func isAlike(_ other: SpriteFactory) -> Bool { cache === other.cache }

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
        typesetter.lock.withLock { typesetter in body(typesetter) }
    }

    /// The film of a picture that an event names, from the cache or from the show's folder.
    ///
    /// - Parameter layer: The number of the layer that shows it.
    func film(named name: String, _ fit: PictureFit, layer: Int) throws(OverlayError) -> AnimatedSprite {
        struct Key: Hashable {
            let name: String
            let fit: PictureFit
        }
        let path = try pictures.path(of: name)
        return try cache.film(for: SpriteKey(layer: layer, Key(name: name, fit: fit))) { () throws(OverlayError) in
            AnimatedSprite(try PictureFolder.load(path: path, fit))
        }
    }

    /// Draws a sprite with the typesetter, one thread at a time.
    func makeSprite(
        edges: Sprite.Edges = .clear, _ draw: (borrowing Typesetter) throws(TypesetError) -> Bitmap
    ) throws(OverlayError) -> Sprite {
        do throws(TypesetError) {
            return Sprite(
                try typesetter.lock.withLock { (typesetter) throws(TypesetError) in
                    try draw(typesetter)
                }, edges: edges)
        } catch {
            throw OverlayError(.drawingFailed, "can't draw a sprite: \(error)")
        }
    }
}

/// A typesetter that several threads and workshops take in turn. It keeps the fonts that it has opened.
final class SharedTypesetter: Sendable {
    /// A BCP 47 tag.
    let language: String
    let lock: Mutex<Typesetter>

    init(language: String) {
        self.language = language
        lock = Mutex(Typesetter(language: language))
    }
}
