/// Where the programme's sound comes from: a file's, or a live source's. Belongs to the sound's thread.
///
/// It puts what it has on the programme's sample clock, so what it adds follows on what it added before.
protocol SoundSupply: ~Copyable, Sendable {
    /// Adds sound until `buffer` has a whole block, and waits for it as long as its source may take.
    ///
    /// - Parameter block: The one that the buffer begins with, counted from the programme's start: a block is an AAC frame of
    ///   1,024 samples at 48 kHz.
    /// - Returns: `false` if no sound follows; what came before may still be in the buffer.
    /// - Throws: ``FFmpegError`` without memory.
    mutating func fill(_ buffer: inout SoundBuffer, block: Int) throws -> Bool

    /// Takes in nothing more, and lets go who waits for that.
    ///
    /// - Returns: How many samples there were, with the silence between them.
    mutating func stop() -> Int64
}
