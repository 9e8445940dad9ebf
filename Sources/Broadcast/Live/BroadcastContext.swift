import FFmpegKit
import HLS
import MediaModel

/// What all parts of one broadcast share. Every thread has it.
struct BroadcastContext: Sendable {
    let grid: PartGrid
    /// The programme's; it stands until the programme begins.
    let clock: StartGatedClock
    /// What can be asked about the broadcast while it runs.
    let status: LiveStatus
    /// What the log says of it.
    let diagnostics: Diagnostics
    /// What happens, for whoever listens; see ``tell(_:)``.
    let events: BroadcastEventBus
    /// Requested by whoever ends the broadcast: the segment in progress is still completed.
    let stop: Interrupt
    /// Where it is kept what the programme shows of its recorded source; `nil` where the source isn't recorded, or the show isn't on the disk.
    var sourceMap: SourceMap?

    /// When a tick is shown, on the programme's clock, in nanoseconds.
    func time(ofTick tick: Int) -> Int64 {
        Int64(tick) * 1_000_000_000 / Int64(grid.frameRate.framesPerSecond)
    }
}
