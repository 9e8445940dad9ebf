import Overlay

extension LiveGauge {
    /// What overlays are kept in: what memory grows by in a broadcast's first hour, up to the limit.
    static func sprites(of maker: SceneMaker) -> [LiveGauge] {
        let (account, limit) = (maker.account, maker.cacheLimit)
        return [
            LiveGauge(
                "sprite_cache_bytes", "Memory that drawn overlays take which are kept for when they are seen again"
            ) {
                Double(account.byteCount)
            },
            LiveGauge("sprite_cache_limit_bytes", "The most that they may take") { Double(limit) },
            LiveGauge("sprite_cache_entries", "Drawn overlays that are kept") { Double(account.entryCount) },
            LiveGauge("sprite_cache_hits", "Overlays that were there when they were needed", isCounter: true) {
                Double(account.hits)
            },
            LiveGauge("sprite_cache_misses", "Overlays that had to be drawn", isCounter: true) {
                Double(account.misses)
            },
            LiveGauge("sprite_cache_evictions", "Overlays that went to make room for others", isCounter: true) {
                Double(account.evictions)
            },
        ]
    }
}
