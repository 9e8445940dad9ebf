import AfterShow
import Broadcast
import FFmpegKit
import Foundation
import HLS
import Logging
import MediaModel
import MediaTesting
import Show
import Testing

/// Clips of a small show that was rendered for it: no two pictures of it are alike, nor any two moments of its sound.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ClipCutterTests {
    private static let size = PixelSize(width: 180, height: 320)

    /// Six seconds, in segments of 1.6 s.
    private actor Shows {
        static let shared = Shows()
        private var made: [LatencyMode: Task<TemporaryFolder, any Error>] = [:]

        func show(_ latency: LatencyMode) async throws -> TemporaryFolder {
            let task = made[latency] ?? Task { try await Self.render(latency) }
            made[latency] = task
            return try await task.value
        }

        private static func render(_ latency: LatencyMode) async throws -> TemporaryFolder {
            let folder = try TemporaryFolder()
            let source = try folder.makeMedia(
                "source.mkv",
                "-f lavfi -i testsrc2=s=180x320:r=30:d=6 -f lavfi -i anoisesrc=r=48000:a=0.3:seed=5:d=6",
                "-c:v libx264 -preset ultrafast -c:a pcm_s16le")
            var preset = Preset(canvas: .init(size: size))
            preset.latency = latency
            preset.layers = []
            let options = RenderOptions(
                input: source, preset: preset, output: "\(folder.path)/show",
                start: ProgramDateTime(millisecondsSince1970: 1_795_348_800_000))
            let job = RenderJob(options, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            _ = try #require(try await job.run(stop: Interrupt()))
            return folder
        }
    }

    private static func cut(
        _ folder: TemporaryFolder, from: Double, to: Double, name: String = "clips/clip.mp4"
    ) throws -> ClipRecord {
        func time(_ value: Double) -> MediaTime { .microseconds(Int64((value * 1_000_000).rounded())) }
        var options = ClipJob.Options(
            folder: "\(folder.path)/show", selection: .range(from: time(from), to: time(to)),
            output: "\(folder.path)/\(name)")
        options.overwrites = true
        return try #require(try ClipJob(options).run(stop: Interrupt()).first)
    }

    private static func difference(_ one: Picture, _ other: Picture) -> Double {
        let places = stride(from: 0, to: size.area, by: 31)
        return Double(places.reduce(0) { $0 + abs(Int(one.bytes[$1]) - Int(other.bytes[$1])) })
    }

    /// Within one segment, across several, and on their edges; for all ways in which shows are encoded.
    @Test(arguments: [LatencyMode.normal, .low, .ultra], [(7, 41), (40, 131), (48, 96)])
    func isExactToThePicture(latency: LatencyMode, ticks: (Int, Int)) async throws {
        let folder = try await Shows.shared.show(latency)
        let name = "clips/\(latency.rawValue)-\(ticks.0).mp4"
        let record = try Self.cut(folder, from: Double(ticks.0) / 30, to: Double(ticks.1) / 30, name: name)
        #expect(!record.isEncodedWhole)
        let path = "\(folder.path)/\(name)"
        let made = try await Decoded.pictures(path, size: Self.size)
        let shown = try await Decoded.pictures("\(folder.path)/show/v\(Self.size)/playlist.m3u8", size: Self.size)
        try #require(made.count == ticks.1 - ticks.0)
        for (index, picture) in made.enumerated() {
            let differences = [-1, 0, 1].map { step -> Double in
                let tick = ticks.0 + index + step
                return shown.indices.contains(tick) ? Self.difference(picture, shown[tick]) : .infinity
            }
            #expect(
                differences[1] < differences[0] && differences[1] < differences[2], "picture \(index): \(differences)")
        }
        // Times begin at 0 and go on evenly, with nothing that says otherwise.
        let times = try await Decoded.list("packet", ["pts_time"], stream: "v:0", of: path)
            .compactMap { Double($0[0]) }.sorted()
        #expect(times.first == 0 && abs((times.last ?? 0) - Double(made.count - 1) / 30) < 0.001)
        let bytes = try folder.read(name)
        #expect(Data(bytes).range(of: Data("elst".utf8)) == nil)
        let index = try #require(MovieSurgery.range(of: "moov", in: bytes))
        let media = try #require(MovieSurgery.range(of: "mdat", in: bytes))
        #expect(index.lowerBound < media.lowerBound)
        #expect(try folder.read("clips/\(record.poster ?? "")").starts(with: [0xFF, 0xD8]))
    }

    @Test func isExactToTheSample() async throws {
        let folder = try await Shows.shared.show(.normal)
        _ = try Self.cut(folder, from: 1, to: 5)
        let heard = try await Decoded.sound("\(folder.path)/clips/clip.mp4").samples
        let whole = try await Decoded.sound("\(folder.path)/show/audio/playlist.m3u8").samples
        #expect(abs(heard.count - 192_000) < 2_048)
        // Where the two are most alike, of a hundred samples before and after.
        let place = 96_000
        func product(_ shift: Int) -> Float {
            (0..<4_000).reduce(0) { $0 + heard[place + $1] * whole[48_000 + place + $1 + shift] }
        }
        #expect((-100...100).max { product($0) < product($1) } == 0)
        // It fades in and out: a click there would be as loud as the noise.
        #expect(abs(heard[0]) < 0.02 && abs(heard[191_999]) < 0.02)
    }

    /// Without the encoder's own settings nothing can be copied, and it is said.
    @Test func encodesAllOfWhatItCanNotMeet() async throws {
        let folder = try TemporaryFolder()
        let show = try await Shows.shared.show(.low)
        try FileManager.default.copyItem(atPath: "\(show.path)/show", toPath: "\(folder.path)/show")
        // Another level in the parameter set of the best rung: still H.264, and none of ours.
        let rendition = "show/v\(Self.size)"
        let name = try #require(folder.contents().first { $0.hasPrefix(rendition) && $0.hasSuffix("-init.mp4") })
        var bytes = try folder.read(name)
        let record = try #require(Data(bytes).range(of: Data("avcC".utf8))).upperBound
        // Six bytes and a length, then the unit's head, its profile and constraints.
        bytes[record + 8 + 3] = 52
        try folder.write(bytes, to: name)
        let clip = try Self.cut(folder, from: 1, to: 3)
        #expect(clip.isEncodedWhole)
        let made = try await Decoded.pictures("\(folder.path)/clips/clip.mp4", size: Self.size)
        let shown = try await Decoded.pictures("\(show.path)/show/v\(Self.size)/playlist.m3u8", size: Self.size)
        #expect(made.count == 60)
        #expect(Self.difference(made[0], shown[30]) < Self.difference(made[0], shown[31]))
        #expect(Self.difference(made[59], shown[89]) < Self.difference(made[59], shown[88]))
    }

    @Test func leavesNothingBehindThatIsNotWhole() async throws {
        let folder = try TemporaryFolder()
        let show = try await Shows.shared.show(.low)
        try FileManager.default.copyItem(atPath: "\(show.path)/show", toPath: "\(folder.path)/show")
        let torn = try #require(
            folder.contents().first { $0.hasPrefix("show/v\(Self.size)/") && $0.hasSuffix("-2.m4s") })
        try folder.write(Array(try folder.read(torn).prefix(900)), to: torn)
        let error = try #require(throws: JobError.self) { try Self.cut(folder, from: 1, to: 5) }
        #expect(error.code == .inputUnusable && error.message.contains("-2.m4s is torn"), "\(error.message)")
        #expect(
            !folder.contents().contains { $0.hasPrefix("clips/clip") || $0.hasSuffix(".tmp") || $0.hasSuffix(".lock") })
        // What lies before that is as good as ever.
        #expect(try Self.cut(folder, from: 0, to: 2).duration == 2)
    }

    @Test func refusesWhatIsNotThere() async throws {
        let folder = try await Shows.shared.show(.low)
        let error = try #require(throws: JobError.self) { try Self.cut(folder, from: 4, to: 60) }
        #expect(error.code == .usage && error.message.contains("which has 0:00 to 0:06"), "\(error.message)")
    }
}
