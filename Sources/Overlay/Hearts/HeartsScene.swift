import Show

/// The hearts of all bursts on their way, behind their counter.
struct HeartsScene: LayerScene {
    /// From the oldest to the newest, each with the looks that its hearts have.
    let bursts: [(burst: HeartBurst, looks: [[Sprite]])]
    let metrics: HeartsMetrics
    let sprites: HeartSprites
    let counter: CounterScene?

    func appendPlacements(at tick: Int, to list: inout [Placement]) {
        // The oldest have the first claim: a heart that is on its way must not vanish because others set out.
        var room = metrics.maximum
        for (burst, looks) in bursts where room > 0 {
            for index in burst.underway(at: tick, lifetime: metrics.lifetime) {
                guard room > 0 else { break }
                let flight = HeartFlight(seed: burst.seed, index: index, metrics: metrics)
                guard let pose = flight.pose(at: tick - burst.departure(of: index)), pose.opacity > 0 else { continue }
                let sprite = sprites.sprite(looks, look: pose.look, size: pose.size)
                list.append(Placement(sprite: sprite, centreX: pose.x, centreY: pose.y, opacity: pose.opacity))
                room -= 1
            }
        }
        counter?.appendPlacements(at: tick, to: &list)
    }
}
