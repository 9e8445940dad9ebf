/// One treatment of the programme's sound: today its gain; loudness, a limiter and clean-up would be others.
///
/// ``SoundTrack`` has a list of them, in their order, behind all that puts a source's sound on the programme's clock (decoding,
/// resampling and ``SoundAligner``) and before the encoders, which all get the same. Belongs to the sound's thread.
protocol SoundProcessor: Sendable {
    /// Changes a block in place: 1,024 samples of each channel at 48 kHz, where ±1 is full scale. Comes once for each block, without a
    /// gap, and neither waits nor allocates.
    mutating func process(_ left: inout MutableSpan<Float>, _ right: inout MutableSpan<Float>)
}
