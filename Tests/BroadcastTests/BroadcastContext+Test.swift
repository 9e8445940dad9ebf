import FFmpegKit
import HLS
import Logging
import MediaModel

@testable import Broadcast

extension BroadcastContext {
    /// A context for one part that is tested alone: whatever isn't named is made anew.
    static func test(
        clock: any ProgrammeClock = VirtualClock(), status: LiveStatus = LiveStatus(), diagnostics: Diagnostics? = nil,
        log: any LogHandler = SwiftLogNoOpLogHandler(), events: BroadcastEventBus = BroadcastEventBus(),
        isStarted: Bool = true
    ) -> BroadcastContext {
        let started = clock as? StartGatedClock ?? StartGatedClock(clock: clock)
        if isStarted { started.start() }
        return BroadcastContext(
            grid: PartGrid(frameRate: .fps30, latency: .low), clock: started, status: status,
            diagnostics: diagnostics ?? Diagnostics(logger: Logger(label: "test") { _ in log }), events: events,
            stop: Interrupt())
    }
}
