import Broadcast
import FFmpegKit
import HLS
import MediaModel

/// Draws a clip's pictures without overlays, out of the recorded source. Each run of the broadcast has times of its own.
struct ClipBarePictures: ~Copyable {
    private let source: RecordedSource
    private let timeline: RecordedTimeline
    private let size: PixelSize
    private let frameRate: FrameRate
    private let stop: Interrupt
    private var run: (name: String, start: Int)?
    private var pictures: BarePictures?

    init(
        _ source: RecordedSource, _ timeline: RecordedTimeline, size: PixelSize, _ frameRate: FrameRate,
        _ stop: Interrupt
    ) {
        (self.source, self.timeline, self.size, self.frameRate, self.stop) = (source, timeline, size, frameRate, stop)
    }

    /// - Parameters:
    ///   - tick: Of the recording; one after the other.
    ///   - segment: That has it.
    mutating func picture(forTick tick: Int, in segment: RecordedTimeline.Segment) throws -> SharedFrame? {
        guard let name = segment.runName else { return nil }
        if run?.name != name {
            let start = frameRate.tick(nearest: timeline.start(ofRun: segment.run))
            run = (name, start)
            pictures = try BarePictures(
                source, run: name, from: tick - start, size: size, frameRate: frameRate, interrupt: stop)
        }
        guard let start = run?.start else { return nil }
        return try pictures?.picture(forTick: tick - start)
    }

    /// Says so if the recording of the source lacks something of a range.
    ///
    /// - Throws: ``JobError``.
    static func check(_ source: RecordedSource, _ timeline: RecordedTimeline, _ range: ClipRange) throws(JobError) {
        let segments = timeline.segments(in: range.start..<range.end)
        for run in Set(segments.map(\.run)).sorted() {
            let own = segments.filter { $0.run == run }
            guard let first = own.first, let last = own.last, let name = first.runName else { continue }
            let start = timeline.start(ofRun: run)
            let wanted = max(first.start, range.start) - start..<min(last.end, range.end) - start
            try source.check(name, wanted) { ClipTime.text($0 + start) }
        }
    }
}

extension RecordedTimeline.Segment {
    /// The run that made it, as its name has it.
    var runName: String? {
        if case .segment(let run, _, _)? = MediaName(parsing: uri) { run } else { nil }
    }
}
