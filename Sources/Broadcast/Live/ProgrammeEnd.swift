import FFmpegKit

/// Tells a source whether the programme is over, and lets it end the programme. Any thread.
struct ProgrammeEnd: Sendable {
    /// Requested when the composer has made its last picture.
    let interrupt: Interrupt
    let length: ProgrammeLength
    let clock: StartGatedClock
    /// How long the source's last picture still waits for its time, in nanoseconds.
    let jitterBuffer: Int64

    /// A programme that is told to stop still completes its segment, with the source's pictures.
    var isOver: Bool { interrupt.isRequested || length.hasPassed(clock.now) }

    /// However far ahead a source's times are: no encoder reorders more than that.
    private static let longestWait: Int64 = 2_000_000_000

    /// Ends the programme when what has come is shown.
    ///
    /// - Parameter last: When the last picture is to be shown, on the programme's clock; `nil` if there was none.
    func endSoon(after last: Int64?) {
        clock.start()
        let heard = clock.now + jitterBuffer
        // A whole picture more, at thirty a second.
        let seen = min((last ?? 0) + 34_000_000, heard + Self.longestWait)
        length.decide(at: max(heard, seen))
    }
}
