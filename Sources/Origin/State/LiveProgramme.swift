import Broadcast
import HLS
import MediaModel
import NIOCore

/// A programme on air as its makers change it, and what viewers see of it.
struct LiveProgramme {
    var timeline: LiveTimeline<ByteBuffer>?
    var multivariant: CachedPlaylist?
    var poster: Poster?
    private var folder: String?
    private var window = MediaTime.zero
    private var progress: [LiveSnapshot.Progress] = []

    /// - Parameter memoryWindow: With a folder, what is older than this is read from there.
    mutating func begin(
        _ plan: TimelinePlan, start: ProgramDateTime, folder: String?, memoryWindow: MediaTime,
        at now: ContinuousClock.Instant
    ) {
        var timeline = plan.timeline(
            ByteBuffer.self, start: start, memoryWindow: folder == nil ? nil : memoryWindow, isRecording: false)
        if folder != nil { timeline.expectDiskReports() }
        progress = timeline.renditions.map { _ in .init(segmentVersion: timeline.version, renewal: now) }
        (self.timeline, self.folder, window) = (timeline, folder, plan.window)
    }

    mutating func add(_ part: LivePart<ByteBuffer>, to rendition: Int, at now: ContinuousClock.Instant) {
        // In place: a copy of it would be a copy of all segments.
        guard let growing = timeline?.next(of: rendition).mediaSequence else { return }
        timeline!.add(part, to: rendition)
        noteProgress(of: rendition, since: growing, at: now)
    }

    mutating func end(at now: ContinuousClock.Instant) {
        guard let timeline else { return }
        let growing = timeline.renditions.indices.map { timeline.next(of: $0).mediaSequence }
        self.timeline!.end()
        for (rendition, sequence) in growing.enumerated() { noteProgress(of: rendition, since: sequence, at: now) }
    }

    private mutating func noteProgress(of rendition: Int, since growing: Int, at now: ContinuousClock.Instant) {
        progress[rendition].renewal = now
        if timeline!.next(of: rendition).mediaSequence != growing {
            progress[rendition].segmentVersion = timeline!.version
        }
    }

    /// What viewers see from now on; `nil` while it isn't known which renditions there are.
    var snapshot: LiveSnapshot? {
        guard let timeline, let multivariant else { return nil }
        return LiveSnapshot(
            timeline: timeline, multivariant: multivariant, folder: folder, window: window, progress: progress,
            poster: poster)
    }
}
