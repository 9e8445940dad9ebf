import Captions
import Synchronization

/// Decoded pictures that wait for their tick. Any thread; never waits.
final class PictureBuffer: Sendable {
    struct Entry: Sendable {
        var picture: SourcePicture
        /// When it had been decoded, on the programme's clock.
        let decoded: Int64
    }

    private struct Contents {
        var pictures: [Entry] = []
        var dropped = 0
    }

    private let capacity: Int
    private let contents = Mutex(Contents())

    /// - Parameter jitterBuffer: How long pictures may have to wait, in nanoseconds: so many of them, and those of a third of a
    ///   second, have room, at sixty a second. At least 40: a second and a third at thirty.
    init(jitterBuffer: Int64) {
        capacity = max(40, Int((jitterBuffer + 333_000_000) * 60 / 1_000_000_000))
    }

    /// Adds a picture after all others. If there are too many, the oldest goes, and leaves its closed captions to the next.
    ///
    /// - Parameter now: On the programme's clock.
    func push(_ picture: SourcePicture, at now: Int64) {
        contents.withLock { contents in
            if contents.pictures.count >= capacity {
                let captions = contents.pictures.removeFirst().picture.captions
                contents.dropped += 1
                if !captions.isEmpty, let next = contents.pictures.first?.picture.captions {
                    contents.pictures[0].picture.captions = (captions + next).suffix(ClosedCaptionPair.mostInPicture)
                }
            }
            contents.pictures.append(Entry(picture: picture, decoded: now))
        }
    }

    /// Takes the oldest picture.
    func pop() -> Entry? {
        contents.withLock { $0.pictures.isEmpty ? nil : $0.pictures.removeFirst() }
    }

    func removeAll() {
        contents.withLock { $0.pictures.removeAll() }
    }

    var count: Int { contents.withLock { $0.pictures.count } }

    /// Pictures that there was no room for.
    var dropped: Int { contents.withLock { $0.dropped } }
}
