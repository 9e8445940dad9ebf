public import Captions

/// What lines of a caption stay where they are by, while its words come and are revised.
extension ShownCaption {
    /// How long a caption's text was from a tick on, in characters.
    public struct Growth: Hashable, Sendable {
        public let tick, length: Int
    }

    /// So many texts of ``earlier`` are kept; a recogniser changes its mind a few times in a sentence.
    public static let mostEarlier = 8
    /// So many steps of ``growth`` are kept: over a second of words, and no line rolls for longer.
    public static let mostGrowth = 24

    /// The tick from which on its text went beyond a character, by its place from the caption's start.
    public func tick(ofCharacter place: Int) -> Int {
        growth.first { $0.length > place }?.tick ?? growth.last?.tick ?? shownAt
    }

    /// Says other words, or has other times.
    mutating func say(_ caption: Caption, at tick: Int) {
        let (before, now) = (self.caption.text, caption.text)
        self.caption = caption
        guard before != now else { return }
        changedAt = tick
        if !now.letters.hasPrefix(before.letters) {
            if earlier.count == Self.mostEarlier { earlier.removeFirst() }
            earlier.append(before)
        }
        if growth.last?.tick == tick { growth.removeLast() }
        if growth.count == Self.mostGrowth { growth.removeFirst() }
        growth.append(Growth(tick: tick, length: now.letters.count))
    }
}

extension CaptionText {
    /// All that is to be read but ruby, without line ends.
    public var letters: String { lines.joined().map(\.base).joined() }
}
