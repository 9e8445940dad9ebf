import FFmpegKit

/// What all parts of one render, or of one snapshot, share. Every thread has it.
struct RenderContext: Sendable {
    /// What messages call the file.
    let name: String
    /// Where the programme ends.
    let length: ProgrammeLength
    let progress: RenderProgress
    let diagnostics: Diagnostics
    /// Requested by whoever ends the render: the segment in progress is still completed.
    let stop: Interrupt
    /// Requested when nobody needs more of the file.
    let stopReading: Interrupt
    let captions = RenderedCaptions()
}
