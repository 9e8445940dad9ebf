public import MediaModel
public import Show

/// A state of the show, prepared: everything that drawing it takes, at whatever tick.
///
/// A value that any thread may hold; made by a ``SceneBuilder``. It keeps its sprites alive, also after the cache has
/// dropped them.
public struct Scene: Sendable {
    /// What is shown.
    public let state: ShowState
    /// The size of the pictures that it is drawn on.
    public let canvas: PixelSize
    /// From back to front.
    let layers: [any LayerScene]

    /// Appends what the scene shows at a tick of the programme clock, from back to front.
    ///
    /// Depends on nothing but the state and the tick: ticks may be asked for in any order, and again. Allocates nothing
    /// but the list's own growth.
    public func appendPlacements(at tick: Int, to list: inout [Placement]) {
        for layer in layers { layer.appendPlacements(at: tick, to: &list) }
    }
}
