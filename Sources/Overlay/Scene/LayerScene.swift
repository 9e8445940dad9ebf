import Show

/// One layer of a scene, with the sprites it needs.
///
/// A new kind of layer is two types: a layer builder, which prepares it, and its scene, which knows what is where at a tick.
protocol LayerScene: Sendable {
    /// Appends what the layer shows at a tick. A pure function; allocates nothing but the list's own growth.
    func appendPlacements(at tick: Int, to list: inout [Placement])
}

/// Prepares one layer of a preset, over and over as the show changes. Made once, with the sprites that never change.
protocol LayerBuilder: Sendable {
    associatedtype Kind: LayerDescriptor

    /// - Parameter number: The layer's in its preset, from 0: with a content it names a cached sprite.
    init(_ layer: Kind, number: Int, in factory: SpriteFactory) throws(OverlayError)

    /// Makes the sprites that a state needs. May take milliseconds; any thread.
    func prepare(_ state: ShowState, in factory: SpriteFactory) throws(OverlayError) -> any LayerScene
}
