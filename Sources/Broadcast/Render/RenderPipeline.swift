import FFmpegKit
import Foundation
import HLS
import Logging
import MediaModel
import Overlay

/// The threads of one render, and the queues between them.
final class RenderPipeline: Sendable {
    let report: SourceReport
    private let options: RenderOptions
    private let plan: RenderPlan
    private let folder: OutputFolder
    private let length: ProgrammeLength
    private let movie: MovieWriter?
    private let stopReading: Interrupt
    private let writer: Handover<ShowWriterBox>
    private let works: Handover<WorkList>
    private let canvases: [BoundedQueue<CanvasTick>]
    private let videoPackets = BoundedQueue<Packet>(capacity: 64)
    private let audioPackets = BoundedQueue<Packet>(capacity: 256)
    private let pictures = BoundedQueue<SourcePicture>(capacity: 5)
    private let scenes = BoundedQueue<PreparedScene>(capacity: 8)
    private let output = BoundedQueue<TrackOutput>(capacity: 16)
}
