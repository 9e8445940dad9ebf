import FFmpegKit

/// Tells a source whether the programme is over, and lets it end the programme. Any thread.
struct ProgrammeEnd: Sendable {
    /// Requested when the composer has made its last picture.
    let interrupt: Interrupt
    let length: ProgrammeLength
    let clock: GatedClock
    /// How long the source's last picture still waits for its time, in nanoseconds.
    let jitterBuffer: Int64

    /// A programme that is told to stop still completes its segment, with the source's pictures.
    var isOver: Bool { interrupt.isRequested || length.hasPassed(clock.now) }

    /// Ends the programme when what has come is shown.
    func endSoon() {
        clock.start()
        length.decide(at: clock.now + jitterBuffer)
    }
}
