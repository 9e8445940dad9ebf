import Delivery
import ServiceLifecycle

/// Destinations as a part of a broadcast's process: they end right after the programme.
struct PushService: ServiceLifecycle.Service {
    let destinations: Destinations

    func run() async throws {
        // A group that is cancelled doesn't wait for anyone's turn.
        try? await gracefulShutdown()
        await destinations.end()
    }
}
