/// An array that is cheap to copy and then to change: a change copies the chunk that it is in, and not all elements.
///
/// A timeline is changed at each part, while a snapshot of it is still read; of a day's window, that would be 54,000 segments a
/// rendition each time.
struct ChunkedArray<Element: Sendable>: Sendable {
    private static var chunkCount: Int { 32 }

    /// All but the last are full.
    private var chunks: [[Element]] = []
    /// How many elements of the first chunk aren't there any more.
    private var dropped = 0

    mutating func append(_ element: Element) {
        if chunks.last?.count ?? Self.chunkCount == Self.chunkCount {
            chunks.append([])
            chunks[chunks.count - 1].reserveCapacity(Self.chunkCount)
        }
        chunks[chunks.count - 1].append(element)
    }

    /// Elements in a chunk of which others stay are kept until those go: nothing large may be left in them.
    mutating func removeFirst(_ count: Int) {
        precondition(count <= self.count, "\(count) of \(self.count)")
        dropped += count
        chunks.removeFirst(dropped / Self.chunkCount)
        dropped %= Self.chunkCount
    }
}

extension ChunkedArray: RandomAccessCollection, MutableCollection {
    var startIndex: Int { 0 }
    var endIndex: Int { (chunks.count - 1) * Self.chunkCount + (chunks.last?.count ?? Self.chunkCount) - dropped }

    subscript(index: Int) -> Element {
        get { chunks[(index + dropped) / Self.chunkCount][(index + dropped) % Self.chunkCount] }
        _modify { yield &chunks[(index + dropped) / Self.chunkCount][(index + dropped) % Self.chunkCount] }
    }
}
