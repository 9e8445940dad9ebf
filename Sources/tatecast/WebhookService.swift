import Broadcast
import Delivery
import MediaModel
import ServiceLifecycle

/// Webhooks as a part of a broadcast's process: they hear of its end before anything else ends, and end last.
struct WebhookService: ServiceLifecycle.Service {
    let webhooks: Webhooks
    let job: BroadcastJob

    func run() async throws {
        await webhooks.run(listen: { job.events.listen() }, time: { job.mediaTime })
        // A service that returns before its turn ends all others.
        try? await gracefulShutdown()
    }
}

extension BroadcastJob {
    /// The media time of what was composed last; `nil` before the programme begins.
    var mediaTime: MediaTime? {
        let ticks = status.snapshot.ticks
        return ticks > 0 ? frameRate.time(ofTick: ticks) : nil
    }
}
