/// The pinned comment above the last ones.
struct CommentScene: LayerScene {
    let pinned: StagedScene?
    let ticker: StagedScene

    func appendPlacements(at tick: Int, to list: inout [Placement]) {
        ticker.appendPlacements(at: tick, to: &list)
        pinned?.appendPlacements(at: tick, to: &list)
    }
}
