import FFmpegKit

/// Decodes sound and puts it on the programme's sample clock: what it makes is stereo at 48 kHz without a gap.
///
/// A live source's codec may change at any packet, and its clock is followed by making the sound a little longer or shorter.
/// Belongs to one thread.
struct SoundDecoder: ~Copyable {
    private var decoder: AudioDecoder?
    private var resampler: Resampler
    private var aligner = SoundAligner()
    private let isElastic: Bool
    private var lastStretch: Int64 = 0
    private let diagnostics: Diagnostics

    /// - Parameter isElastic: Whether to follow the source's clock smoothly, rather than in steps.
    init(isElastic: Bool = false, diagnostics: Diagnostics) {
        resampler = Resampler(isElastic: isElastic)
        self.isElastic = isElastic
        self.diagnostics = diagnostics
    }

    /// The position after the last sample that was put on the clock.
    var position: Int64 { aligner.position }

    /// By how many samples the last sound would have been early (or late, if negative), had it not been pulled along.
    private(set) var lastError: Int64 = 0

    /// Starts to decode another codec, or the same with other parameters.
    ///
    /// - Throws: ``FFmpegError`` if there is no decoder; what was decoded so far is still.
    mutating func open(_ parameters: borrowing CodecParameters) throws(FFmpegError) {
        let opened = try AudioDecoder(parameters)
        decoder = consume opened
    }

    /// Fills up with silence.
    mutating func pad(_ count: Int, in buffer: inout SoundBuffer) {
        buffer.appendSilence(count)
        aligner.skip(count)
    }

    /// Forgets what was put on the clock at or after the end of what is left in the buffer.
    mutating func restart(at position: Int64) {
        aligner.restart(at: position)
    }

    /// Adds a packet's sound to `buffer`. What can't be decoded is counted and left out.
    ///
    /// - Throws: ``FFmpegError`` without memory.
    mutating func decode(_ packet: borrowing Packet, into buffer: inout SoundBuffer) throws {
        guard decoder != nil else { return }
        do throws(FFmpegError) {
            try decoder!.send(packet)
        } catch {
            diagnostics.countDamagedSound()
            return
        }
        try drain(into: &buffer)
    }

    /// Adds what the decoder and the resampler hold back: after the last packet.
    mutating func finish(into buffer: inout SoundBuffer) throws {
        do throws(FFmpegError) {
            try decoder?.sendEnd()
        } catch {
            // A decoder that refuses to end has nothing more to give.
            return
        }
        try drain(into: &buffer)
        try flushResampler(into: &buffer)
    }

    private mutating func drain(into buffer: inout SoundBuffer) throws {
        while decoder != nil {
            do {
                switch try decoder!.receive() {
                case .needsInput: return
                case .finished: return
                case .frame(let frame): try convert(frame, into: &buffer)
                }
            } catch let error as FFmpegError where error.code == .invalidData {
                diagnostics.countDamagedSound()
            } catch let error as FFmpegError where error.code != .outOfMemory {
                diagnostics.countDamagedSound()
                return
            }
        }
    }

    private mutating func convert(_ frame: consuming AudioFrame, into buffer: inout SoundBuffer) throws {
        if resampler.changesFormat(frame) { try flushResampler(into: &buffer) }
        // What comes out next was taken in `delay` ago.
        let start = frame.presentationTime.map { Self.samples($0) - resampler.delay }
        if isElastic, let start {
            lastError = start - aligner.position
            try follow(lastError)
        }
        try place(into: &buffer, start: start) { resampler, body throws(FFmpegError) in
            try resampler.convert(frame, body)
        }
    }

    /// Twice a second, by how much the source's clock has left the programme's.
    private mutating func follow(_ error: Int64) throws(FFmpegError) {
        guard abs(error) <= SoundAligner.tolerance, aligner.position - lastStretch >= Self.stretchInterval else {
            return
        }
        lastStretch = aligner.position
        // Half a per cent is less than anybody hears as a change of pitch.
        let most = Self.stretchInterval / 200
        try resampler.stretch(by: Int(min(most, max(-most, error / 2))), over: Int(Self.stretchInterval))
    }

    private static let stretchInterval: Int64 = 24_000

    private mutating func flushResampler(into buffer: inout SoundBuffer) throws {
        try place(into: &buffer, start: nil) { resampler, body throws(FFmpegError) in
            try resampler.flush(body)
        }
    }

    private mutating func place(
        into buffer: inout SoundBuffer, start: Int64?,
        _ convert: (inout Resampler, (Span<Float>, Span<Float>) -> Void) throws(FFmpegError) -> Void
    ) throws(FFmpegError) {
        try convert(&resampler) { left, right in
            let placement = aligner.place(start: start, count: left.count)
            buffer.appendSilence(placement.silence)
            buffer.append(
                left.extracting(placement.skipped..<left.count), right.extracting(placement.skipped..<right.count))
        }
    }

    /// Nanoseconds in samples, to the nearest: source times are bounded to three years, so nothing overflows here.
    private static func samples(_ nanoseconds: Int64) -> Int64 {
        // 48 000 / 10⁹ = 6 / 125 000
        let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 125_000)
        return quotient * 6 + (remainder * 6 + (remainder < 0 ? -62_500 : 62_500)) / 125_000
    }
}
