import Captions
public import MediaModel

/// A source's closed captions on their way from its pictures to the programme's. Belongs to the composer's thread.
struct SourceCaptions {
    private var queue: ClosedCaptionQueue
    private let isKept: Bool
    private let tell: @Sendable (ClosedCaptionStatus) -> Void
    private var told = ClosedCaptionStatus()
    private var stretch: Int?
    private var isShown = true

    /// - Parameters:
    ///   - isKept: Whether viewers get them. Otherwise they are only looked at.
    ///   - tell: Told of what there is whenever that has changed, on the composer's thread: returns at once.
    init(frameRate: FrameRate, isKept: Bool, tell: @escaping @Sendable (ClosedCaptionStatus) -> Void) {
        queue = ClosedCaptionQueue(frameRate: frameRate)
        (self.isKept, self.tell) = (isKept, tell)
    }

    /// Takes what came with a picture, whether or not it is ever shown: once, in the pictures' order.
    ///
    /// - Parameter tick: The one that the picture is for.
    mutating func take(_ picture: SourcePicture, dueOn tick: Int) {
        if let stretch, stretch != picture.stretch { queue.beginAnew() }
        stretch = picture.stretch
        guard !picture.captions.isEmpty else { return }
        queue.offer(picture.captions, due: tick)
        let status = ClosedCaptionStatus(channels: queue.channels.sorted(), lostPairs: queue.lost)
        guard status != told else { return }
        told = status
        tell(status)
    }

    /// What goes out with a tick's picture.
    ///
    /// - Parameter isShown: Whether the tick shows the source. Otherwise nothing of it is to be read either, and screens are cleared.
    mutating func triplets(forTick tick: Int, isShown: Bool = true) -> [UInt8] {
        if !isShown {
            if self.isShown { queue.beginAnew() } else { queue.forget() }
        }
        self.isShown = isShown
        guard !queue.isEmpty else { return [] }
        let triplets = queue.take(tick)
        return isKept ? triplets : []
    }
}

/// What there is of closed captions in a source.
public struct ClosedCaptionStatus: Hashable, Sendable {
    /// Those that have said something, in their order.
    public var channels: [ClosedCaptionChannel] = []
    /// Pairs of characters that were left out, as the source sent them faster than CEA-608 has room for.
    public var lostPairs = 0
}

extension ClosedCaptionStatus {
    /// E.g. `CC1, CC3`.
    var names: String { channels.map(\.rawValue).joined(separator: ", ") }

    var keptWords: String { "the source has closed captions: \(names)" }

    var omittedWords: String { "the source has closed captions (\(names)), which the preset leaves out" }

    static let lossWarning =
        "the source sends closed captions faster than its pictures have room for (CEA-608: sixty pairs of characters a second); what "
        + "waited for more than \(ClosedCaptionQueue.longestWait) s is left out"
}
