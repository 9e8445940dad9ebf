/// The music of a bed, decoded: its pieces follow one another, and the first one follows the last.
///
/// A class, so that who plays it notices another one at once, and nobody ever copies it.
public final class BedMusic: Sendable {
    /// At least one.
    public let pieces: [BedPiece]

    /// - Precondition: There is a piece.
    public init(_ pieces: [BedPiece]) {
        precondition(!pieces.isEmpty, "a bed without music")
        self.pieces = pieces
    }

    /// Where a bed is that has played for so long.
    ///
    /// - Parameters:
    ///   - first: The piece that it began with.
    ///   - steps: So many steps ago; at least 0.
    func place(after steps: Int, from first: Int) -> BedPlace {
        let whole = pieces.reduce(0) { $0 + $1.stepCount }
        var place = BedPlace(piece: first % pieces.count, step: steps % whole)
        while place.step >= pieces[place.piece].stepCount {
            place.step -= pieces[place.piece].stepCount
            place.piece = (place.piece + 1) % pieces.count
        }
        return place
    }
}

/// An instant in a bed's music.
struct BedPlace: Hashable, Sendable {
    var piece: Int
    /// From the piece's beginning.
    var step: Int
}

/// One file of a bed: stereo at 48 kHz, in 16 bits, which is all that a lossy file has and half of the memory.
public struct BedPiece: Sendable {
    /// Shorter ones have no room for a fade at either end, in samples: 1 s.
    public static let leastLength = 2 * BedMixer.crossFade * BedMixer.stepLength

    let left, right: [Int16]
    /// In LUFS, as ``LoudnessMeter`` measures all of it.
    public let loudness: Double

    fileprivate init(left: [Int16], right: [Int16], loudness: Double) {
        (self.left, self.right, self.loudness) = (left, right, loudness)
    }

    /// In samples.
    public var length: Int { left.count }

    /// After so many steps the next piece begins to fade in.
    var stepCount: Int { left.count / BedMixer.stepLength - BedMixer.crossFade }
}

/// Makes a piece of what a decoder hands over, and measures it meanwhile.
public struct BedPieceMaker: Sendable {
    /// What a recording was found to be.
    public enum Outcome: Sendable {
        case piece(BedPiece)
        /// Shorter than ``BedPiece/leastLength``.
        case tooShort
        /// Nothing in it is heard.
        case silent
    }

    private var left: [Int16] = []
    private var right: [Int16] = []
    private var meter = LoudnessMeter()

    public init() {}

    /// Samples of each channel so far.
    public var count: Int { left.count }

    public mutating func append(_ newLeft: Span<Float>, _ newRight: Span<Float>) {
        meter.measure(newLeft, newRight)
        for index in newLeft.indices {
            left.append(Self.rounded(newLeft[index]))
            right.append(Self.rounded(newRight[index]))
        }
    }

    private static func rounded(_ sample: Float) -> Int16 {
        // What isn't a number becomes silence: a damaged file may have it.
        sample.isFinite ? Int16(max(-32_768, min(32_767, (sample * 32_768).rounded()))) : 0
    }

    public consuming func finish() -> Outcome {
        guard left.count >= BedPiece.leastLength else { return .tooShort }
        guard let loudness = meter.integrated else { return .silent }
        return .piece(BedPiece(left: left, right: right, loudness: loudness))
    }
}
