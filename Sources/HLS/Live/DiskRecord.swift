/// What a disk has told of a rendition's segments: up to which number it has written or lost them, and which it has lost.
///
/// It writes in order, so a number and some exceptions say it all.
struct DiskRecord: Hashable, Sendable {
    /// It has told of all before this one.
    private var next: Int
    /// Those that it hasn't got; also such as are told of before their turn.
    private var lost: Set<Int> = []

    init(first: Int) { next = first }

    mutating func note(_ sequence: Int, isLost: Bool) {
        if isLost { lost.insert(sequence) } else { next = max(next, sequence + 1) }
    }

    /// Whether it is known what became of a segment.
    func knows(_ sequence: Int) -> Bool { sequence < next || lost.contains(sequence) }

    /// Whether a segment is lost. It isn't asked for again.
    mutating func takeLoss(of sequence: Int) -> Bool { lost.remove(sequence) != nil }
}
