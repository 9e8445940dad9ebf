import Foundation

/// Plays music under a voice, quieter while somebody is heard.
///
/// Where it is in its music follows from the programme's clock alone: a bed that was silent for a while is where it would be had it
/// played on, and two renders of one show have the same bed. It decides in steps of 10 ms, counted from the programme's first sample.
struct BedMixer: Sendable {
    /// In samples: 10 ms.
    static let stepLength = 480
    /// How long one piece fades into the next, in steps: 0.5 s.
    static let crossFade = 50
    /// How long all of it fades in and out, in steps: 1 s.
    private static let fade = 100

    /// A piece that is heard.
    private struct Voice: Sendable {
        var place: BedPlace
        /// What its samples are multiplied by, at the step's beginning and at its end.
        var gain: (from: Float, to: Float) = (0, 0)
    }

    private var music: BedMusic?
    private var now = Voice(place: BedPlace(piece: 0, step: 0))
    /// The piece that fades out, and for how many more steps.
    private var before: (voice: Voice, steps: Int)?
    /// Of ``fade``: how much of it is heard.
    private var volume = 0
    private var ducking = Ducking()
    /// What `now` follows: the piece that the bed began with, and when.
    private var run = (first: 0, begin: 0)

    /// Whether nothing of it is heard, or kept.
    var isIdle: Bool { music == nil }

    /// `nil` while there is no music.
    var report: BedReport? {
        guard music != nil, let level = ducking.level else { return nil }
        return BedReport(isPlaying: volume > 0, piece: now.place.piece, level: level)
    }

    /// Begins a step.
    ///
    /// - Parameters:
    ///   - order: `nil` for no bed: the one that plays fades out.
    ///   - step: Its number.
    mutating func beginStep(_ order: BedOrder?, _ step: Int) {
        if let order { ducking.beginStep(order) }
        if volume == 0, music !== order?.music { music = order?.music }
        let isWanted = music != nil && order?.isPlaying == true && order?.music === music
        if volume == 0, isWanted, let order {
            begin(order, step)
        } else if volume > 0 {
            advance()
            if isWanted, let order, before == nil { follow(order, step) }
        }
        volume = max(0, min(Self.fade, volume + (isWanted ? 1 : -1)))
        decideGains()
    }

    private mutating func begin(_ order: BedOrder, _ step: Int) {
        guard let music else { return }
        now = Voice(place: music.place(after: max(0, step - order.begin), from: order.first))
        before = nil
        run = (order.first, order.begin)
    }

    private mutating func advance() {
        now.place.step += 1
        guard var fading = before else { return }
        fading.voice.place.step += 1
        fading.steps -= 1
        before = fading.steps > 0 ? fading : nil
    }

    /// Goes over to the next piece where this one ends, or another is asked for.
    private mutating func follow(_ order: BedOrder, _ step: Int) {
        guard let music else { return }
        if run != (order.first, order.begin) {
            run = (order.first, order.begin)
            fade(to: music.place(after: max(0, step - order.begin), from: order.first))
        } else if now.place.step >= music.pieces[now.place.piece].stepCount {
            fade(to: BedPlace(piece: (now.place.piece + 1) % music.pieces.count, step: 0))
        }
    }

    private mutating func fade(to place: BedPlace) {
        before = (now, Self.crossFade)
        now = Voice(place: place)
    }

    private mutating func decideGains() {
        guard let music, let level = ducking.level else { return }
        let all = Double(volume) / Double(Self.fade)
        func gain(_ voice: Voice, share: Double) -> (from: Float, to: Float) {
            let own = amplitude(ofDecibels: level - music.pieces[voice.place.piece].loudness)
            return (voice.gain.to, Float(own * all * share / 32_768))
        }
        // Two pieces have nothing to do with each other: their energies add up, not their amplitudes.
        let left = Double(before.map { $0.steps - 1 } ?? 0) / Double(Self.crossFade)
        now.gain = gain(now, share: cos(left * .pi / 2))
        if let fading = before { before?.voice.gain = gain(fading.voice, share: sin(left * .pi / 2)) }
    }

    /// Hears the voice, and adds the bed to it; some samples of one step.
    ///
    /// - Parameter position: Of the first, in its step.
    mutating func process(_ left: inout MutableSpan<Float>, _ right: inout MutableSpan<Float>, at position: Int) {
        ducking.listen(left.span, right.span)
        guard let music else { return }
        Self.add(now, of: music, to: &left, &right, at: position)
        if let before { Self.add(before.voice, of: music, to: &left, &right, at: position) }
    }

    private static func add(
        _ voice: Voice, of music: BedMusic, to left: inout MutableSpan<Float>, _ right: inout MutableSpan<Float>,
        at position: Int
    ) {
        guard voice.gain.from > 0 || voice.gain.to > 0 else { return }
        let start = voice.place.step * stepLength + position
        let piece = music.pieces[voice.place.piece]
        // Of a piece that was entered at its very end, and is left at once.
        guard start + left.count <= piece.left.count else { return }
        add(piece.left.span.extracting(start..<start + left.count), to: &left, voice.gain, at: position)
        add(piece.right.span.extracting(start..<start + right.count), to: &right, voice.gain, at: position)
    }

    private static func add(
        _ music: Span<Int16>, to samples: inout MutableSpan<Float>, _ gain: (from: Float, to: Float), at position: Int
    ) {
        let slope = (gain.to - gain.from) / Float(stepLength)
        for index in samples.indices {
            // By the place in the step, so that it is the same however that is cut.
            samples[index] += Float(music[index]) * (gain.from + slope * Float(position + index + 1))
        }
    }
}
