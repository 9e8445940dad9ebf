import MediaModel
import Show
import Typeset

/// What all layers but hearts have in common, on one canvas: a box, a look, and how contents come, go and change.
///
/// Made once for each layer. A layer's own files say what its content is and how that is drawn:
///
///     func prepare(_ state: ShowState, in factory: Workshop) throws(OverlayError) -> any LayerScene {
///         try stage.scene(of: state.nameplate, in: state) { (nameplate) throws(OverlayError) in
///             try stage.card(for: nameplate, in: factory) { (typesetter) throws(TypesetError) in
///                 try design.draw(nameplate, with: typesetter)
///             }
///         }
///     }
struct LayerContext: Sendable {
    let box: LayerBox
    /// The layer's in its preset, from 0: it stands for the style in the keys of cached sprites.
    let number: Int
    let geometry: CanvasGeometry
    let look: Look
    let enter, exit, change: Transition
    /// How long the layers that share its slot take to leave, by their names, in ticks.
    private let departures: [String: Int]

    /// - Parameter isText: Whether the layer writes anything: pictures alone need no room for letters.
    init(_ box: LayerBox, number: Int, in factory: SpriteFactory, isText: Bool = true) throws(OverlayError) {
        self.box = box
        self.number = number
        geometry = factory.geometry
        look = try Look(box, in: factory, isText: isText)
        enter = Transition(box.enter, frameRate: factory.frameRate)
        exit = Transition(box.exit, frameRate: factory.frameRate)
        change = Transition(box.change, frameRate: factory.frameRate)
        departures = factory.departures[box.slot ?? ""] ?? [:]
    }
}

// MARK: - Scenes

extension LayerContext {
    /// The scene of a content, and of the one that it took the place of.
    ///
    /// - Parameters:
    ///   - exit: How the old one goes; `nil` for the box's way.
    ///   - isSame: Whether the second is the first with other figures, so that it changes in its place rather than come.
    ///   - make: Makes the sprites of a content; `nil` for a value that shows nothing.
    func scene<Value>(
        of shown: Timed<Value>, in state: ShowState, exit: Transition? = nil,
        isSame: (Value, Value) -> Bool = { _, _ in false }, make: (Value) throws(OverlayError) -> Content?
    ) throws(OverlayError) -> StagedScene {
        var (comes, goes) = (enter, exit ?? self.exit)
        if let current = shown.current, let previous = shown.previous {
            if isSame(previous, current) {
                (comes, goes) = (change.dissolvingIn, change.dissolvingOut)
            } else if exit == nil {
                // Two tags at one place are none: the old one is gone before the new one comes.
                comes = enter.delayed(by: self.exit.ticks)
            }
        }
        var (current, previous): (Content?, Content?)
        if let value = shown.current { current = try make(value) }
        if let value = shown.previous { previous = try make(value) }
        return StagedScene(
            current: current, previous: previous, changedAt: shown.changedAt,
            contents: StagedScene.Passage(enter: comes, exit: goes), visibility: state.visibility(of: box),
            layer: layerPassage(in: state))
    }

    /// The scene of a content that is there from the start: only its layer comes and goes.
    func scene(of content: Content?, in state: ShowState) -> StagedScene {
        StagedScene(
            current: content, previous: nil, changedAt: .min / 2,
            contents: StagedScene.Passage(enter: enter, exit: exit), visibility: state.visibility(of: box),
            layer: layerPassage(in: state))
    }

    /// How the whole layer comes and goes: to a slot only when the layer that held it has left.
    private func layerPassage(in state: ShowState) -> StagedScene.Passage {
        guard let slot = box.slot.flatMap({ state.slots[$0] }), slot.holder == box.name, let previous = slot.previous
        else { return StagedScene.Passage(enter: enter, exit: exit) }
        return StagedScene.Passage(enter: enter.delayed(by: departures[previous] ?? 0), exit: exit)
    }
}

// MARK: - Sprites

extension LayerContext {
    /// A sprite from the cache, drawn if it isn't there.
    ///
    /// - Parameter key: What it shows; with the layer's number it says all that the sprite depends on.
    func sprite(
        for key: some Hashable & Sendable, in factory: SpriteFactory,
        draw: (borrowing Typesetter) throws(TypesetError) -> Bitmap
    ) throws(OverlayError) -> Sprite {
        try factory.cache.sprite(for: SpriteKey(layer: number, key)) { () throws(OverlayError) in
            try factory.makeSprite(draw)
        }
    }

    /// A content of one sprite: a plate with the look's margin around it, its plate at the box's place.
    func card(
        for key: some Hashable & Sendable, in factory: SpriteFactory,
        draw: (borrowing Typesetter) throws(TypesetError) -> Bitmap
    ) throws(OverlayError) -> Content {
        let sprite = try sprite(for: key, in: factory, draw: draw)
        let corner = corner(of: sprite)
        return Content(sprite, x: corner.x, y: corner.y, canvas: geometry.canvas)
    }

    /// Where a sprite stands whose plate keeps to the box; its shadow may reach beyond.
    func corner(of sprite: Sprite) -> (x: Int, y: Int) {
        let plate = PixelSize(
            width: sprite.size.width - 2 * look.margin, height: sprite.size.height - 2 * look.margin)
        let corner = geometry.position(of: plate, in: box)
        return (corner.x - look.margin, corner.y - look.margin)
    }
}
