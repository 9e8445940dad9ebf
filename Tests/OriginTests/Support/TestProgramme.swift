import HLS
import MediaModel

@testable import Broadcast
@testable import Origin

/// A programme of made-up bytes in front of its viewers' origin. Parts come when a test adds them.
final class TestProgramme {
    let origin = Origin(memoryWindow: .zero)
    let constants = BroadcastConstants(grid: PartGrid(frameRate: .fps30, latency: .low))
    /// Of each rendition.
    private var partCount = 0

    /// One rung, `v360x640`, and its sound, `audio`.
    func begin(window: MediaTime = .seconds(60)) {
        let rung = Rung(size: PixelSize(width: 360, height: 640), bitRate: 700_000)
        let plan = TimelinePlan(
            tracks: [.video(rung), .audio], constants: constants, run: "run", window: window, continuation: nil)
        origin.begin(plan, start: ProgramDateTime(millisecondsSince1970: 0), folder: nil)
        for rendition in 0..<2 { origin.setInitialisation([0], of: rendition) }
        origin.setMultivariant(Array("#EXTM3U\n".utf8), tag: "run")
    }

    /// Adds parts to both, of one byte each.
    func addParts(_ count: Int = 1) {
        for _ in 0..<count {
            let isFirst = partCount.isMultiple(of: constants.grid.partsPerSegment)
            let part = LivePart(
                duration: constants.grid.partDuration, isIndependent: isFirst, byteCount: 1,
                payload: [UInt8(partCount % 256)], iFrameRange: isFirst ? 0..<1 : nil)
            origin.add([(0, part), (1, part)])
            partCount += 1
        }
    }
}
