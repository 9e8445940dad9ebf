/// Where the programme's sound comes from: a file's, or a live source's. Belongs to the sound's thread.
///
/// It puts what it has on the programme's sample clock, so what it adds follows on what it added before.
protocol SoundSupply: ~Copyable, Sendable {
    /// Adds sound until `buffer` has so much, and waits for it as long as its source may take.
    ///
    /// - Parameters:
    ///   - count: In samples at 48 kHz, mostly those of a block.
    ///   - position: Of the buffer's first sample, counted from the programme's start.
    /// - Returns: `false` if no sound follows; what came before may still be in the buffer.
    /// - Throws: ``FFmpegError`` without memory.
    mutating func fill(_ buffer: inout SoundBuffer, _ count: Int, at position: Int) throws -> Bool

    /// Takes in nothing more, and lets go who waits for that.
    ///
    /// - Returns: How many samples there were, with the silence between them.
    mutating func stop() -> Int64
}
