import FFmpegKit
import MediaModel

/// What a live source hands to a decoder.
enum DecoderInput: ~Copyable, Sendable {
    /// What follows is coded so. Pictures start at a key picture.
    case configuration(CodecParameters, orientation: Orientation)
    /// What to tell whoever sends what follows, if it can't be shown: any thread, returns at once. `nil` for sources that nobody hears.
    case sender((@Sendable (String) -> Void)?)
    /// How to read the colours of pictures that say nothing themselves, by the protocol that brings them.
    case colors(ColorCodePoints?)
    /// Its times are on the programme's clock, in nanoseconds.
    case packet(Packet)
    /// The next picture is shown before one that was decoded before it, and after another that is still to come.
    case reordered
    /// Nothing follows of what came before: its last pictures are due. What does follow is configured anew.
    case end
    /// Somebody else is heard in what follows.
    case speaker
    /// What came before lies too far ahead of what follows, and is to be forgotten.
    case restart
}
