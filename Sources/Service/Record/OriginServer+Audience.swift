import Origin
import Prometheus
import Reporting

extension OriginServer {
    /// What there is to say of the audience since the last time; `nil` before the programme begins.
    var audienceSample: AudienceSample? {
        guard let grid = origin.grid else { return nil }
        let reading = statistics.audience.read(grid)
        var sample = AudienceSample()
        (sample.watching, sample.viewers) = (reading.watching, reading.viewers)
        (sample.watchedSeconds, sample.sentBytes) = (reading.watchedSeconds, statistics.byteCount)
        sample.players = statistics.audience.players.map { PlayerSample($0) }
        return sample
    }
}

extension PlayerSample {
    init(_ totals: PlayerTotals) {
        self.init()
        (sessions, starvedSessions, starvedRequests) = (
            totals.sessions, totals.starvedSessions, totals.starvedRequests
        )
        (sessionSeconds, unlistedRequests) = (totals.seconds, totals.unlistedRequests)
        if totals.start.count > 0 {
            starts = totals.start.count
            (startMedian, startNinetyFifth) = (totals.start.quantile(0.5), totals.start.quantile(0.95))
        }
        if totals.throughput.count > 0 { throughputMedian = totals.throughput.quantile(0.5) }
        if totals.startDelay.count > 0 { startDelayMedian = totals.startDelay.quantile(0.5) }
        if totals.starvationSeconds > 0 { starvationSeconds = totals.starvationSeconds }
    }
}
