import MediaModel
import Synchronization

/// The closed captions that a render has found in its source, for the playlist that is written at its end. Any thread.
final class RenderedCaptions: Sendable {
    private let found = Mutex(ClosedCaptionStatus())

    var channels: [ClosedCaptionChannel] { found.withLock { $0.channels } }

    /// Keeps what was found, and says it the first time.
    func note(_ status: ClosedCaptionStatus, isKept: Bool, _ diagnostics: Diagnostics) {
        let before = found.withLock { found in
            defer { found = status }
            return found
        }
        if status.channels != before.channels { diagnostics.log(isKept ? status.keptWords : status.omittedWords) }
        if isKept, status.lostPairs > 0 { diagnostics.warnOnce("lost captions", ClosedCaptionStatus.lossWarning) }
    }
}
