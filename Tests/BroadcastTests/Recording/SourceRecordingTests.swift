import FFmpegKit
import Logging
import MediaTesting
import Testing

@testable import Broadcast

/// A source's packets through the recorder, and what is in the files then.
@Suite(.timeLimit(.minutes(2))) struct SourceRecordingTests {
    /// One packet, by what must not change: its bytes. And when it is shown, in milliseconds.
    private struct Coded: Equatable {
        var track: Int
        var time: Int64
        var bytes: [UInt8]
    }

    private final class Bench {
        let folder: TemporaryFolder
        let status = LiveStatus()
        let diagnostics = Diagnostics(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let recorder: SourceRecorder
        let file: SourceRecordingFile

        init(_ name: String) throws {
            folder = try TemporaryFolder()
            recorder = SourceRecorder(context: .test(status: status, diagnostics: diagnostics))
            file = try SourceRecordingFile(path: "\(folder.path)/\(name)")
        }

        /// Sends a media file's packets as a publisher that has just come.
        ///
        /// - Parameters:
        ///   - early: By track: how much earlier than in the file its packets come, in nanoseconds.
        ///   - change: Of each packet's time, in nanoseconds.
        func send(
            _ path: String, begins: Bool = true, tracks: Int = 2, early: [Int64] = [0, 0],
            change: (Int64) -> Int64 = { $0 }
        ) throws {
            var container = try InputContainer(file: path, interrupt: Interrupt())
            if begins { recorder.begin() }
            for (index, track) in container.tracks.prefix(tracks).enumerated() {
                recorder.configure(
                    index == 0 ? .video : .audio, try container.makeParameters(of: track), timeBase: track.timeBase)
            }
            while case .packet(var packet) = try container.read() {
                guard packet.trackIndex < tracks else { continue }
                let lead = early[packet.trackIndex]
                packet.decodingTime = packet.decodingTime.map { change($0) - lead }
                packet.presentationTime = packet.presentationTime.map { change($0) - lead }
                try recorder.keep(packet.trackIndex == 0 ? .video : .audio, packet)
            }
        }

        /// Records all that was sent, and returns the names of the files.
        func record() -> [String] {
            recorder.finish()
            SourceRecording(
                file, recorder: recorder, clock: MonotonicClock(),
                context: .test(status: status, diagnostics: diagnostics)
            )
            .run()
            return folder.contents().filter { $0.hasPrefix("show") }
        }

        func read(_ name: String) throws -> [Coded] { try SourceRecordingTests.read("\(folder.path)/\(name)") }
    }

    private static func read(_ path: String) throws -> [Coded] {
        var container = try InputContainer(file: path, interrupt: Interrupt())
        var packets: [Coded] = []
        while case .packet(let packet) = try container.read() {
            packets.append(
                Coded(
                    track: packet.trackIndex, time: ((packet.presentationTime ?? -1) + 500_000) / 1_000_000,
                    bytes: packet.withBytes { bytes in bytes.indices.map { bytes[$0] } }))
        }
        return packets.sorted { ($0.track, $0.time) < ($1.track, $1.time) }
    }

    private static func makeClip(
        _ folder: TemporaryFolder, _ name: String = "clip.flv", codec: String = "libx264 -bf 2", size: String = "64x36"
    ) throws -> String {
        try folder.makeMedia(
            name, "-f lavfi -i testsrc2=size=\(size):rate=25:duration=3 -f lavfi -i sine=duration=3:sample_rate=48000",
            "-c:v \(codec) -pix_fmt yuv420p -g 25 -c:a aac")
    }

    @Test(
        arguments: ["show.mkv", "show.mp4"],
        [
            ("libx264 -bf 2", "clip.flv"),
            // Some FFmpegs have sound in Matroska begin before 0; here nothing does.
            ("libx265 -x265-params log-level=none:bframes=0 -output_ts_offset 1", "clip.mkv"),
        ])
    func keepsEveryByteAndTime(name: String, clip: (codec: String, name: String)) throws {
        let bench = try Bench(name)
        let path = try Self.makeClip(bench.folder, clip.name, codec: clip.codec)
        try bench.send(path)
        #expect(bench.record() == [name])
        let (sent, kept) = (try Self.read(path), try bench.read(name))
        #expect(sent.map(\.bytes) == kept.map(\.bytes))
        #expect(sent.count > 75 + 140)
        #expect(zip(sent, kept).allSatisfy { abs($0.time - $1.time) <= 1 })
        let state = bench.status.snapshot
        #expect(state.unrecordedPackets == 0 && state.recordedFiles == 1)
        #expect(state.recordedBytes == sent.reduce(0) { $0 + $1.bytes.count })
        #expect(bench.diagnostics.warnings == [])
    }

    /// Neither container holds what lies before 0, so that all comes later: by one and the same time, whichever track is early.
    @Test(arguments: ["show.mkv", "show.mp4"], [[0, 150], [120, 0], [120, 170], [300, 20]] as [[Int64]])
    func keepsDistancesWhereATrackBeginsBeforeZero(name: String, early: [Int64]) throws {
        let bench = try Bench(name)
        let path = try Self.makeClip(bench.folder)
        try bench.send(path, early: early.map { $0 * 1_000_000 })
        #expect(bench.record() == [name])
        let (sent, kept) = (try Self.read(path), try bench.read(name))
        #expect(sent.map(\.bytes) == kept.map(\.bytes))
        let delays = zip(sent, kept).map { $1.time - ($0.time - early[$0.track]) }
        let (least, most) = (try #require(delays.min()), try #require(delays.max()))
        #expect(most - least <= 2 && least >= 20, "\(least) to \(most) ms later")
        #expect(bench.diagnostics.warnings == [])
    }

    @Test func keepsTimesThatBeginAnywhere() throws {
        for name in ["show.mkv", "show.mp4"] {
            let bench = try Bench(name)
            let path = try Self.makeClip(bench.folder)
            try bench.send(path) { $0 + 4_294_967_000_000_000 }
            #expect(bench.record() == [name])
            let (sent, kept) = (try Self.read(path), try bench.read(name))
            #expect(kept.map { $0.time - 4_294_967_000 } == sent.map(\.time))
        }
    }

    /// MPEG-TS has start codes and a head on each frame of sound, which neither container takes.
    @Test(arguments: ["show.mkv", "show.mp4"]) func takesMPEGTransportStreams(name: String) throws {
        let bench = try Bench(name)
        let path = try Self.makeClip(bench.folder, "clip.ts")
        try bench.send(path)
        #expect(bench.record() == [name])
        #expect(bench.diagnostics.warnings == [])
        let (sent, kept) = (try ReadClip(path), try ReadClip("\(bench.folder.path)/\(name)"))
        #expect(sent.pictures == 75 && sent.samples > 140_000)
        #expect(kept == sent)
    }

    /// What comes out of the decoders.
    private struct ReadClip: Equatable {
        var pictures = 0
        var samples = 0

        init(_ path: String) throws {
            var container = try InputContainer(file: path, interrupt: Interrupt())
            var video = try VideoDecoder(container.makeParameters(of: container.tracks[0]))
            var audio = try AudioDecoder(container.makeParameters(of: container.tracks[1]))
            while case .packet(let packet) = try container.read() {
                if packet.trackIndex == 0 {
                    try video.send(packet)
                    while case .frame = try video.receive() { pictures += 1 }
                } else {
                    try audio.send(packet)
                    while case .frame(let frame) = try audio.receive() { samples += frame.sampleCount }
                }
            }
            try video.sendEnd()
            while case .frame = try video.receive() { pictures += 1 }
        }
    }

    @Test func beginsAFileForEachPublisherAndEachFormat() throws {
        let bench = try Bench("show.mkv")
        let first = try Self.makeClip(bench.folder)
        let second = try Self.makeClip(bench.folder, "other.flv", size: "36x64")
        try bench.send(first)
        try bench.send(second)
        // The same publisher, with new sequence headers.
        try bench.send(first, begins: false) { $0 + 4_000_000_000 }
        #expect(bench.record() == ["show-2.mkv", "show-3.mkv", "show.mkv"])
        for (name, path) in [("show.mkv", first), ("show-2.mkv", second), ("show-3.mkv", first)] {
            #expect(try bench.read(name).map(\.bytes) == Self.read(path).map(\.bytes))
        }
        #expect(bench.status.snapshot.unrecordedPackets == 0)
    }

    @Test func beginsAFileWhereTheClockJumps() throws {
        let bench = try Bench("show.mkv")
        let path = try Self.makeClip(bench.folder)
        try bench.send(path) { $0 < 2_000_000_000 ? $0 + 10_000_000_000 : $0 }
        #expect(bench.record() == ["show-2.mkv", "show.mkv"])
        let kept = try bench.read("show.mkv") + bench.read("show-2.mkv")
        #expect(kept.count == (try Self.read(path)).count)
    }

    @Test func waitsForATrackThatComesLate() throws {
        let bench = try Bench("show.mkv")
        let path = try Self.makeClip(bench.folder)
        try bench.send(path, tracks: 1)
        #expect(bench.record() == ["show.mkv"])
        #expect(try bench.read("show.mkv").map(\.bytes) == Self.read(path).filter { $0.track == 0 }.map(\.bytes))
    }

    @Test func losesTheRestAndNotTheBeginningOnASlowDisk() throws {
        let bench = try Bench("show.mkv")
        let path = try Self.makeClip(bench.folder)
        // Nobody writes meanwhile: far more than fits.
        for round in 0..<80 { try bench.send(path, begins: round == 0) { $0 + Int64(round) * 4_000_000_000 } }
        let lost = bench.status.snapshot.unrecordedPackets
        #expect(lost > 0)
        #expect(bench.recorder.items.depth <= SourceRecorder.packetLimit + 300)
        _ = bench.record()
        #expect(try bench.read("show.mkv").map(\.bytes) == Self.read(path).map(\.bytes))
        #expect(bench.diagnostics.warnings.count == 1)
        #expect(bench.diagnostics.warnings[0].contains("a gap, and the show goes on: the disk is too slow"))
    }

    @Test func saysOnceThatTheDiskDoesNotTakeIt() throws {
        let bench = try Bench("show.mkv")
        let path = try Self.makeClip(bench.folder)
        let lost = try SourceRecordingFile(path: bench.folder.path + "/gone/show.mkv")
        try bench.send(path)
        bench.recorder.finish()
        SourceRecording(
            lost, recorder: bench.recorder, clock: MonotonicClock(),
            context: .test(status: bench.status, diagnostics: bench.diagnostics)
        ).run()
        let state = bench.status.snapshot
        #expect(state.recordedBytes == 0 && state.recordedFiles == 0 && state.failedWrites == 1)
        #expect(state.unrecordedPackets == (try Self.read(path)).count)
        #expect(bench.diagnostics.warnings.count == 2, "\(bench.diagnostics.warnings)")
    }
}
