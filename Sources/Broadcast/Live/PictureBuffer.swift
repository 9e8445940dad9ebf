import Synchronization

/// Decoded pictures that wait for their tick. Any thread; never waits.
final class PictureBuffer: Sendable {
    struct Entry: Sendable {
        let picture: SourcePicture
        /// When it had been decoded, on the programme's clock.
        let decoded: Int64
    }

    private struct Contents {
        var pictures: [Entry] = []
        var dropped = 0
    }

    /// A second and a third of 1080p at 30 a second: more than any jitter buffer holds.
    private static let capacity = 40
    private let contents = Mutex(Contents())

    /// Adds a picture after all others. If there are too many, the oldest goes.
    ///
    /// - Parameter now: On the programme's clock.
    func push(_ picture: SourcePicture, at now: Int64) {
        contents.withLock { contents in
            if contents.pictures.count >= Self.capacity {
                contents.pictures.removeFirst()
                contents.dropped += 1
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
