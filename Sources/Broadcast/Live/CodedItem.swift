import FFmpegKit
import MediaModel

/// What a live source hands to a decoder.
enum CodedItem: ~Copyable, Sendable {
    /// What follows is coded so. Pictures start at a key picture.
    case configuration(CodecParameters, orientation: Orientation)
    /// Its times are on the programme's clock, in nanoseconds.
    case packet(Packet)
    /// What came before lies too far ahead of what follows, and is to be forgotten.
    case restart
}
