import Overlay

/// Tells a composition what the show looks like.
protocol SceneSupply {
    /// Exchanges a scene for the one that is due on a tick, if there is another.
    ///
    /// - Returns: What it is to viewers.
    mutating func exchange(_ scene: inout Scene, atTick tick: Int) -> SceneMailbox.News

    /// Lets whoever makes scenes go: none is taken any more.
    func leave()
}
