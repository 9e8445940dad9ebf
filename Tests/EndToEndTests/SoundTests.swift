import MediaTesting
import Testing

/// Where the sound is, and how loud.
@Suite(.timeLimit(.minutes(10))) struct SoundTests {
    struct Place: Sendable, CustomTestStringConvertible {
        var clip: Clip
        /// In seconds.
        var onset: Double
        var end: Double
        var show: Double
        var testDescription: String { clip.name }
    }

    @Test(arguments: [
        Place(clip: .plain, onset: 0, end: 1.5, show: 1.5), Place(clip: .monoSound, onset: 0, end: 1.5, show: 1.5),
        Place(clip: .surround, onset: 0, end: 1.5, show: 1.5), Place(clip: .mp3, onset: 0, end: 1.5, show: 1.5),
        Place(clip: .longPackets, onset: 0, end: 3, show: 3), Place(clip: .soundLate, onset: 0.5, end: 1.2, show: 1.5),
        Place(clip: .soundShort, onset: 0, end: 0.7, show: 1.5), Place(clip: .soundLong, onset: 0, end: 1.5, show: 1.5),
    ])
    func isWhereTheSourceHasIt(_ place: Place) async throws {
        let run = try await Tatecast.render(place.clip)
        for folder in ["audio", "audio-64"] {
            let sound = try await Decoded.sound("\(run.output)/\(folder)/playlist.m3u8")
            let (onset, end) = try (#require(sound.onset), #require(sound.end))
            #expect(abs(onset - place.onset) <= 0.015, "begins at \(onset)")
            // An encoder fades out over its last frame, and what it padded is sound to it.
            #expect(abs(end - place.end) <= 0.030, "ends at \(end)")
            #expect(abs(sound.duration - place.show) <= 0.045, "lasts \(sound.duration)")
        }
    }

    @Test func aSilentClipHasSilence() async throws {
        let run = try await Tatecast.render(.silent)
        let sound = try await Decoded.sound(run.output + "/audio/playlist.m3u8")
        #expect(sound.onset == nil)
        #expect(abs(sound.duration - 1) <= 0.022)
    }

    @Test func goesOnAfterAJump() async throws {
        let run = try await Tatecast.render(.jumps)
        let sound = try await Decoded.sound(run.output + "/audio/playlist.m3u8")
        let quiet = stride(from: 2400, to: Int(3.5 * 48_000), by: 240).filter { start in
            sound.samples[start..<start + 240].allSatisfy { abs($0) < 0.03 }
        }
        // Where streams are joined, an AAC frame may be missing; no more.
        #expect(quiet.count <= 20, "silent at \(quiet.map { Double($0) / 48_000 })")
    }
}
