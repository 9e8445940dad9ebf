import FFmpegKit
import Follow
import Foundation
import Logging
import MediaModel
import MediaTesting
import Show
import Testing

@testable import Broadcast

/// Following a clip: the same windows every time, whatever finds the subjects.
@Suite(.timeLimit(.minutes(1)), .serialized) struct FollowJobTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private static let preset = Preset(canvas: CanvasPreset(size: PixelSize(width: 90, height: 160)))

    private static func follow(
        _ clip: String, _ subjects: SubjectTrack? = nil, film: String? = nil
    ) async throws -> FollowReport {
        let options = FollowJob.Options(
            input: clip, preset: preset, follow: FollowPreset(), subjects: subjects, film: film)
        return try await FollowJob(options, logger: logger) { MotionDetector() }.run(stop: Interrupt())
    }

    /// A white square on grey that goes to the right.
    private static func makeClip(_ folder: TemporaryFolder, rate: Int = 30) throws -> String {
        try folder.makeMedia(
            "clip.mkv",
            "-f lavfi -i color=gray:s=320x180:r=\(rate):d=3 -f lavfi -i color=white:s=40x60:r=\(rate):d=3 "
                + "-filter_complex overlay=x='40+60*t':y=60",
            "-c:v libx264 -preset ultrafast")
    }

    private static func face(_ time: Double, at place: Double) -> Finding {
        Finding(
            time: Int64(time * 1e9),
            subjects: [Subject(.face, SubjectBox(x: place - 0.05, y: 0.2, width: 0.1, height: 0.2), score: 1)])
    }

    @Test func followsASubjectFile() async throws {
        let folder = try TemporaryFolder()
        let clip = try Self.makeClip(folder)
        let track = SubjectTrack((0...14).map { Self.face(Double($0) / 5, at: $0 < 6 ? 0.3 : 0.7) })
        let report = try await Self.follow(clip, track)
        #expect(report.ticks.count == 90)
        #expect(abs(try #require(report.ticks.first).sight.window.center - 0.3) < 0.01, "it begins with the subject")
        #expect(abs(try #require(report.ticks.last).sight.window.center - 0.7) < 0.05)
        #expect(report.track == track, "what it was told is what it tells")
        #expect(try await Self.follow(clip, track).ticks == report.ticks)
    }

    @Test func findsWhatMoves() async throws {
        let folder = try TemporaryFolder()
        let report = try await Self.follow(try Self.makeClip(folder))
        let last = try #require(report.ticks.last).sight
        #expect(last.state.kind == .motion)
        #expect(abs(last.window.center - 0.66) < 0.15)
        #expect(report.ticks == (try await Self.follow(try Self.makeClip(folder))).ticks)
    }

    /// Those who read and decode end then too, and have nothing to say.
    @Test func saysWhyNobodyCanLook() async throws {
        let folder = try TemporaryFolder()
        let options = FollowJob.Options(
            input: try Self.makeClip(folder), preset: Self.preset, follow: FollowPreset(), subjects: nil, film: nil)
        let job = FollowJob(options, logger: Self.logger) { throw FollowError("no model") }
        for _ in 0..<5 {
            await #expect(throws: FollowError("no model")) { _ = try await job.run(stop: Interrupt()) }
        }
    }

    /// Ticks between two pictures have windows of their own.
    @Test func movesOnBetweenASlowSourcesPictures() async throws {
        let folder = try TemporaryFolder()
        let track = SubjectTrack((0...14).map { Self.face(Double($0) / 5, at: $0 < 6 ? 0.3 : 0.7) })
        let report = try await Self.follow(try Self.makeClip(folder, rate: 10), track)
        let moving = report.ticks.filter { $0.sight.state.motion == .moving }
        #expect(moving.count > 10)
        #expect(Set(moving.map(\.sight.window)).count == moving.count)
    }

    @Test func filmsBothPictures() async throws {
        let folder = try TemporaryFolder()
        let film = "\(folder.path)/film.mp4"
        let report = try await Self.follow(try Self.makeClip(folder), film: film)
        var container = try InputContainer(file: film, interrupt: Interrupt())
        let sizes = container.tracks.compactMap { track in
            if case .video(let video) = track.kind { video.size } else { nil }
        }
        #expect(sizes == [PixelSize(width: 960 + 8 + 304, height: 540)])
        var count = 0
        while case .packet = try container.read() { count += 1 }
        #expect(count == report.ticks.count)
        #expect(!FileManager.default.fileExists(atPath: film + ".tmp"))
    }

    @Test func saysWhatItCannotWrite() async throws {
        let folder = try TemporaryFolder()
        let clip = try Self.makeClip(folder)
        await #expect(throws: JobError.self) { try await Self.follow(clip, film: "\(folder.path)/none/film.mp4") }
    }
}
