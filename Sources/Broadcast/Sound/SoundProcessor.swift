/// One treatment of the programme's sound: its loudness, its gain.
///
/// ``SoundTrack`` has a list of them, in their order, behind all that puts a source's sound on the programme's clock (decoding,
/// resampling and ``SoundAligner``) and before the encoders, which all get the same. Belongs to the sound's thread.
protocol SoundProcessor: Sendable {
    /// How many samples it must have heard behind the one that it gives out: what comes out is that much later than what went in.
    /// ``SoundTrack`` reads so far ahead, so that pictures and sound stay together.
    var lookAhead: Int { get }

    /// Changes a block in place: 1,024 samples of each channel at 48 kHz, where ±1 is full scale. Comes once for each block, without a
    /// gap, and neither waits nor allocates. Where sound is read ahead, the first block has only so much, and nobody hears what comes
    /// out of it.
    mutating func process(_ left: inout MutableSpan<Float>, _ right: inout MutableSpan<Float>)
}

extension SoundProcessor {
    var lookAhead: Int { 0 }
}
