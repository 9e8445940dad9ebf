import FFmpegKit

/// Decodes a source's sound and puts it on the programme's sample clock.
///
/// Without a track it is silence from beginning to end. Belongs to one thread.
struct AudioSource: ~Copyable {
    private var decoder: AudioDecoder
    private var resampler = Resampler()
    private var aligner = AudioAligner()
    private let packets: BoundedQueue<Packet>
    private let report: SourceReport

    /// - Throws: ``FFmpegError`` if there is no decoder.
    init(parameters: borrowing CodecParameters, packets: BoundedQueue<Packet>, report: SourceReport) throws {
        decoder = try AudioDecoder(parameters)
        self.packets = packets
        self.report = report
    }

    /// The position after the last sample that was put on the clock.
    var position: Int64 { aligner.position }

    /// Adds the next packet's sound to `buffer`. Returns `false` after the last.
    mutating func read(into buffer: inout SoundBuffer) throws -> Bool {
        guard let packet = packets.pop() else {
            try finish(into: &buffer)
            return false
        }
        do throws(FFmpegError) {
            try decoder.send(packet)
        } catch {
            report.countDamagedSound()
            return true
        }
        try drain(into: &buffer)
        return true
    }

    /// Reads no further.
    mutating func stop() {
        packets.abandon()
    }

    private mutating func finish(into buffer: inout SoundBuffer) throws {
        do throws(FFmpegError) {
            try decoder.sendEnd()
        } catch {
            // A decoder that refuses to end has nothing more to give.
            return
        }
        try drain(into: &buffer)
        try flushResampler(into: &buffer)
    }

    private mutating func drain(into buffer: inout SoundBuffer) throws {
        while true {
            do {
                switch try decoder.receive() {
                case .needsInput: return
                case .finished: return
                case .frame(let frame): try convert(frame, into: &buffer)
                }
            } catch let error as FFmpegError where error.code == .invalidData {
                report.countDamagedSound()
            } catch let error as FFmpegError where error.code != .outOfMemory {
                report.countDamagedSound()
                return
            }
        }
    }

    private mutating func convert(_ frame: consuming AudioFrame, into buffer: inout SoundBuffer) throws {
        if resampler.changesFormat(frame) { try flushResampler(into: &buffer) }
        // What comes out next was taken in `delay` ago.
        let start = frame.presentationTime.map { Self.samples($0) - resampler.delay }
        try place(into: &buffer, start: start) { resampler, body throws(FFmpegError) in
            try resampler.convert(frame, body)
        }
    }

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
