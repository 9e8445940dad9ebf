import FFmpegKit
import Foundation
import HLS
import ImageCodecs
import MediaModel
import Stills
import Synchronization
import Typeset

/// Makes the poster and the storyboard of a programme while it runs, on a thread of its own that gives way to all others.
///
/// What goes wrong costs the show these pictures, and is said once.
final class PictureDesk: Sendable {
    /// What a programme has it make.
    struct Order: Sendable {
        /// Of the storyboard; `nil` for none.
        var grid: TileGrid?
        /// That of an earlier run, which stays: the first minute is over.
        var poster: [UInt8]?
        /// Whether viewers look at it before the programme is over.
        var isLive: Bool
    }

    let tap: PictureTap
    private let order: Order
    private let diagnostics: Diagnostics
    private let hand: @Sendable (ShowPicture) -> Bool
    /// What its thread has taken of a processor, in nanoseconds.
    private let processorTime = Atomic(Int64(0))

    /// As good as a screen shows of them.
    private static let posterQuality = 85
    private static let sheetQuality = 75

    /// - Parameter hand: Takes what is made, on the desk's thread. Returns `false` where it finds no room.
    init(
        _ order: Order, frameRate: FrameRate, diagnostics: Diagnostics,
        hand: @escaping @Sendable (ShowPicture) -> Bool
    ) {
        (self.order, self.diagnostics, self.hand) = (order, diagnostics, hand)
        tap = PictureTap(
            frameRate, .init(poster: order.poster == nil, storyboard: order.grid != nil), waits: !order.isLive)
    }

    /// Works until the tap is closed. Never throws: a programme doesn't end for want of its pictures.
    func run() {
        // Of this thread alone, on Linux.
        setpriority(.init(PRIO_PROCESS.rawValue), 0, 10)
        defer {
            tap.abandon()
            noteTime()
        }
        do {
            try work()
        } catch {
            diagnostics.warn("poster and storyboard can't be made any further: \(error)")
        }
    }

    private func work() throws {
        if let poster = order.poster { deliver(.poster(poster)) }
        var search = PosterSearch(isLive: order.isLive)
        var painter = try order.grid.map { grid throws(FFmpegError) in try SheetPainter(grid) }
        while let sample = tap.samples.pop() {
            if let best = search.look(at: sample) { try deliver(poster: best) }
            if let tile = sample.tile {
                for sheet in try painter?.paint(sample.canvas, asTile: tile) ?? [] { try deliver(sheet) }
            }
            if tap.droppedCount > 0 {
                diagnostics.warnOnce(
                    "pictures left out",
                    "the machine is too busy for some pictures of poster and storyboard; those before them stand in their place"
                )
            }
            noteTime()
        }
        if let best = search.finish() { try deliver(poster: best) }
        if let sheet = painter?.finish() { try deliver(sheet) }
    }

    private func deliver(poster: SharedFrame) throws {
        deliver(
            .poster(
                try JPEGEncoder.encode(
                    Bitmap(poster.frame), quality: Self.posterQuality, name: PresentationNames.poster)))
    }

    private func deliver(_ sheet: SheetPainter.Sheet) throws {
        let bytes = try JPEGEncoder.encode(sheet.bitmap, quality: Self.sheetQuality, name: Storyboard.folder)
        deliver(.sheet(.init(number: sheet.number, tileCount: sheet.tileCount, bytes: bytes)))
    }

    private func deliver(_ picture: ShowPicture) {
        if !hand(picture), !tap.ended.isRequested {
            diagnostics.warnOnce("pictures without room", "a picture of the show found no room, and is left out")
        }
    }

    private func noteTime() {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        processorTime.store(Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec), ordering: .relaxed)
    }

    var gauges: [MetricSource] {
        [
            MetricSource(.counter, "storyboard_seconds", "Processor time that poster and storyboard took") { [self] in
                Double(processorTime.load(ordering: .relaxed)) / 1e9
            },
            MetricSource(
                .counter, "storyboard_dropped_pictures", "Pictures of poster and storyboard that were left out"
            ) {
                [tap] in Double(tap.droppedCount)
            },
        ]
    }
}
