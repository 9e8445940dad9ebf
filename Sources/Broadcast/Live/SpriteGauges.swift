import Overlay

extension MetricSource {
    /// What overlays are kept in: what memory grows by in a broadcast's first hour, up to the limit.
    static func sprites(of builder: SceneBuilder) -> [MetricSource] {
        let (account, limit) = (builder.account, builder.cacheLimit)
        return [
            MetricSource(
                .gauge, "sprite_cache_bytes",
                "Memory that drawn overlays take which are kept for when they are seen again"
            ) {
                Double(account.byteCount)
            },
            MetricSource(.gauge, "sprite_cache_limit_bytes", "The most that they may take") { Double(limit) },
            MetricSource(.gauge, "sprite_cache_entries", "Drawn overlays that are kept") { Double(account.entryCount) },
            MetricSource(.counter, "sprite_cache_hits", "Overlays that were there when they were needed") {
                Double(account.hits)
            },
            MetricSource(.counter, "sprite_cache_misses", "Overlays that had to be drawn") {
                Double(account.misses)
            },
            MetricSource(.counter, "sprite_cache_evictions", "Overlays that went to make room for others") {
                Double(account.evictions)
            },
        ]
    }
}
