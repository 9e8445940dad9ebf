import Foundation
import HLS
import MediaTesting
import Testing

/// What a render must survive, and what it must refuse: status, words, and what is left on the disk.
@Suite(.timeLimit(.minutes(10))) struct SurvivalTests {
    struct Refusal: Sendable, CustomTestStringConvertible {
        var name: String
        var clip: Clip? = nil
        /// Instead of a clip: what to do with an empty folder to have an input there.
        var path: (@Sendable (_ folder: String) throws -> String)? = nil
        var preset = Tatecast.smallPreset
        var arguments: [String] = []
        var status: Int32
        /// How the first line on stderr begins; `{input}` stands for the input's path.
        var says: String

        var testDescription: String { name }
    }

    static let refusals: [Refusal] = [
        Refusal(name: "no file", path: { $0 + "/none.mp4" }, status: 66, says: "error: {input}: no such file"),
        Refusal(name: "a folder", path: { $0 }, status: 66, says: "error: {input} is a folder; name a media file"),
        Refusal(name: "an empty file", path: { try write("", $0) }, status: 65, says: "error: {input} is empty"),
        Refusal(
            name: "text", path: { try write("Dear diary, nothing moved today.\n", $0) }, status: 65,
            says: "error: {input} isn't media that can be decoded: Invalid data found when processing input"),
        Refusal(
            name: "a playlist that names another file",
            path: { try write("#EXTM3U\n#EXTINF:1,\n/etc/passwd\n#EXT-X-ENDLIST\n", $0) }, status: 65,
            says: "error: {input} isn't media that can be decoded"),
        Refusal(
            name: "sound only", clip: .soundOnly, status: 65,
            says: "error: {input} has no video track; a show needs pictures"),
        Refusal(
            name: "a file cut off without its index", clip: .cutWithoutIndex, status: 65,
            says:
                "error: {input} is an MP4 whose index (moov) is missing or broken: the recording was cut off before it "
                + "was closed"),
        Refusal(
            name: "Dolby Vision profile 5", clip: .dolbyVision(profile: 5, compatibility: 0), status: 65,
            says:
                "error: {input} is Dolby Vision profile 5, whose colours only Dolby Vision can show; set the encoder to SDR"
        ),
        Refusal(name: "a preset that isn't one", clip: .silent, preset: "layers: [", status: 64, says: "error: "),
        Refusal(
            name: "a preset with an unknown key", clip: .silent, preset: "name: x\ncanvvas: auto\n", status: 64,
            says: "error: "),
        Refusal(
            name: "a duration of nothing", clip: .silent, arguments: ["--duration", "0"], status: 64,
            says: "Error: --duration 0.0: expected more than 0 and at most 86400 seconds"),
        Refusal(
            name: "a duration in words", clip: .silent, arguments: ["--duration", "long"], status: 64, says: "Error: "),
        Refusal(
            name: "a start time that isn't one", clip: .silent, arguments: ["--start-time", "soon"], status: 64,
            says: "Error: --start-time soon: expected a time such as"),
        Refusal(
            name: "no events file", clip: .silent, arguments: ["--events", "/nonexistent/events.ndjson"], status: 66,
            says: "error: /nonexistent/events.ndjson can't be read"),
        Refusal(
            name: "a movie over the input", clip: .silent, arguments: ["--mp4", "{input}", "--overwrite"], status: 64,
            says: "error: {input} is the input too; name a file of its own"),
        Refusal(
            name: "a movie where a folder is", clip: .silent, arguments: ["--mp4", "/tmp", "--overwrite"], status: 73,
            says: "error: /tmp is a folder; name a file"),
    ]

    @Test(arguments: refusals)
    func refusesInWordsAndLeavesNothing(_ refusal: Refusal) async throws {
        let folder = Tatecast.newPath("input")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var input = ""
        if let clip = refusal.clip { input = try await ClipLibrary.shared.path(clip) }
        if let path = refusal.path { input = try path(folder) }
        let run = try await Tatecast.render(
            path: input, preset: refusal.preset,
            arguments: refusal.arguments.map { $0.replacingOccurrences(of: "{input}", with: input) })
        #expect(run.status == refusal.status, "\(run.result.errors)")
        let words = refusal.says.replacingOccurrences(of: "{input}", with: input)
        #expect(run.result.firstErrorLine.hasPrefix(words), "\(run.result.errors)")
        #expect(run.result.output.isEmpty)
        #expect(run.files == nil)
    }

    private static func write(_ text: String, _ folder: String) throws -> String {
        try text.write(toFile: folder + "/input.mp4", atomically: true, encoding: .utf8)
        return folder + "/input.mp4"
    }

    struct Survival: Sendable, CustomTestStringConvertible {
        var clip: Clip
        /// The ticks of the show.
        var ticks: ClosedRange<Int>
        /// How each warning begins, in order; none if there are none.
        var warnings: [String] = []

        init(_ clip: Clip, _ ticks: ClosedRange<Int>, _ warnings: String...) {
            (self.clip, self.ticks, self.warnings) = (clip, ticks, warnings)
        }

        init(_ clip: Clip, _ ticks: Int, _ warnings: String...) {
            (self.clip, self.ticks, self.warnings) = (clip, ticks...ticks, warnings)
        }

        var testDescription: String { clip.name }
    }

    private static let isInterlaced = "the source is interlaced; one field of each picture is used"
    private static let isDamaged = "the source is damaged in places; going on with what can be decoded"
    private static let sum = "the source is damaged: "

    static let survivals: [Survival] = [
        Survival(.plain, 45), Survival(.silent, 30),
        Survival(.cutWithIndex, 60...90, "{input} ends early: ", isDamaged, sum),
        Survival(.damaged, 60, isDamaged, sum),
        Survival(.jumps, 105...111, "the source's timestamps jump 2 times; mended"),
        Survival(.changesSize, 70...74, "the source's timestamps jump once; mended"),
        // FFmpeg's own demuxer takes the second codec's packets for the first's: what counts is to go on, and to say so.
        Survival(.changesCodec, 36...75, isDamaged, "the source's timestamps jump", sum),
        Survival(.variableRate, 58...60), Survival(.oddRate, 58...61),
        Survival(.size("853x479", layout: "yuv444p"), 15), Survival(.size("720x405", layout: "yuv444p"), 15),
        Survival(.oddSize, 15), Survival(.size("16x16"), 15), Survival(.size("2x2"), 15),
        Survival(.size("4096x2160"), 15), Survival(.size("1080x1920"), 15), Survival(.size("480x1280"), 15),
        Survival(.monoSound, 45), Survival(.surround, 45), Survival(.mp3, 45...46), Survival(.longPackets, 90),
        Survival(.highDynamicRange("arib-std-b67"), 12), Survival(.highDynamicRange("smpte2084"), 12),
        Survival(.dolbyVision(profile: 8, compatibility: 4), 12),
        Survival(.soundLate, 45), Survival(.soundShort, 45), Survival(.soundLong, 45),
        Survival(.interlaced("interlaced", "mp4", Clip.h264), 29...30, isInterlaced),
        Survival(
            .interlaced("interlaced-late", "mp4", isTopFirst: false, Clip.h264 + ["-x264-params", "bff=1"]), 29...30,
            isInterlaced),
        Survival(
            .interlaced("interlaced-422", "mpg", ["-c:v", "mpeg2video", "-q:v", "2", "-pix_fmt", "yuv422p"]), 29...30,
            isInterlaced),
    ]

    @Test(arguments: survivals)
    func makesAShowByAllRules(_ survival: Survival) async throws {
        let run = try await Tatecast.render(survival.clip)
        #expect(run.status == 0, "\(run.result.errors)")
        #expect(PresentationChecker.findings { run.read($0) } == [])
        #expect(run.files?.filter { $0.hasSuffix(".tmp") } == [])
        let input = try await ClipLibrary.shared.path(survival.clip)
        let expected = survival.warnings.map { $0.replacingOccurrences(of: "{input}", with: input) }
        #expect(run.warnings.count == expected.count, "\(run.warnings)")
        for (warning, beginning) in zip(run.warnings, expected) { #expect(warning.hasPrefix(beginning)) }
        let packets = try await Decoded.list(
            "packet", ["pts"], stream: "v:0", of: run.output + "/v360x640/playlist.m3u8")
        #expect(survival.ticks.contains(packets.count), "\(packets.count) ticks")
    }

    @Test func saysHowMuchOfACutFileIsMissing() async throws {
        let run = try await Tatecast.render(.cutWithIndex)
        let input = try await ClipLibrary.shared.path(.cutWithIndex)
        let warning = try #require(run.warnings.first)
        #expect(warning.contains(#/: 1\.\d s of 4\.0 s are missing; what is there is used/#), "\(warning)")
        #expect(warning.hasPrefix(input))
    }

    @Test func missingArgumentsAreAUsageError() async throws {
        for arguments in [[], ["render"], ["render", "in.mp4"], ["rendre"]] {
            let result = try await ToolProcess(Tatecast.executable, arguments).run()
            #expect(result.status == 64, "\(arguments): \(result.errors)")
            #expect(result.firstErrorLine.hasPrefix("Error: "))
        }
    }
}
