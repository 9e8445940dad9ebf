import FFmpegKit
import Foundation
import HLS
import Loudness
import MediaModel
import MediaTesting
import Show
import Testing

@testable import Broadcast

@Suite(.timeLimit(.minutes(1))) struct BedNoteTests {
    private static let preset = SoundPreset(bed: BedPreset(files: ["a.ogg"]))

    /// The bed of a process, and the show that has it play.
    private struct Run: Sendable {
        let bed: LiveBed
        let bench: ShowBench

        /// - Parameter wall: When it begins, in milliseconds after the first.
        init(_ folder: String, wall: Int64, diagnostics: Diagnostics = .silent) throws {
            bed = LiveBed(BedNoteTests.preset.bed, frameRate: .fps30, folder: folder, diagnostics: diagnostics)
            bench = try ShowBench(
                [], bed: bed, wall: WallTime(microseconds: 1_800_000_000_000_000 + wall * 1_000))
        }

        func order(at step: Int) -> [Int] {
            guard let order = bed.order(BedNoteTests.preset, atStep: step) else { return [] }
            return [order.isPlaying ? 1 : 0, order.first, order.begin]
        }
    }

    private static func noted(in folder: String) -> String {
        (try? String(contentsOfFile: "\(folder)/bed.json", encoding: .utf8)) ?? ""
    }

    /// A process that is killed says nothing: what the next one knows is in the folder at any instant.
    @Test func theBedGoesOnAfterARestart() async throws {
        let folder = try TemporaryFolder()
        let first = try Run(folder.path, wall: 0)
        try await first.bench.run { () async throws in
            try await first.bench.settle()
            try await waitUntil("the beginning is noted") {
                Self.noted(in: folder.path).contains("0,\"begin\":1800000000000}")
            }
            first.bench.compose(through: 88)
            _ = try await first.bench.send(#"{"type": "bed", "action": "next"}"#)
            try await waitUntil("the next file is noted") {
                Self.noted(in: folder.path).contains("1,\"begin\":1800000003033}")
            }
        }
        #expect(first.order(at: 1_000) == [1, 1, 304])

        let second = try Run(folder.path, wall: 20_500)
        try await second.bench.run { () async throws in
            try await second.bench.settle()
            // 20.5 s later: the same music as the first run would have had.
            #expect(second.order(at: 0) == [1, 1, 304 - 2_050])
            _ = try await second.bench.send(#"{"type": "bed", "action": "next", "id": "n"}"#)
            _ = try await second.bench.send(#"{"type": "undo", "id": "n"}"#)
            #expect(second.order(at: 100) == [1, 1, 304 - 2_050], "undone, it is what the first run had it be")
            _ = try await second.bench.send(#"{"type": "bed", "action": "stop"}"#)
            try await waitUntil("the end is noted") { Self.noted(in: folder.path).contains("false") }
        }

        let third = try Run(folder.path, wall: 30_000)
        try await third.bench.run { () async throws in
            try await third.bench.settle()
            #expect(third.order(at: 0) == [0, 1, 304 - 3_000], "who stopped it wants no music after a restart")
            _ = try await third.bench.send(#"{"type": "bed", "action": "play"}"#)
            #expect(third.order(at: 100) == [1, 1, 304 - 3_000])
        }
    }

    @Test func nothingIsNotedWhereNoBedIsPlayed() async throws {
        let folder = try TemporaryFolder()
        let bed = LiveBed(nil, frameRate: .fps30, folder: folder.path, diagnostics: .silent)
        let start = ProgramDateTime(millisecondsSince1970: 1_800_000_000_000)
        #expect(bed.begin(at: start) == BedState())
        var stopped = BedState()
        stopped.isPlaying = false
        bed.put(stopped, atTick: 1)
        // A preset that is put on air brings one.
        bed.play(Self.preset.bed)
        try await waitUntil("it is noted") { Self.noted(in: folder.path).contains("false,\"skips\":0") }
    }

    @Test(arguments: [
        "", "{", "[]", #"{"isPlaying":true,"skips":-1,"begin":0}"#, #"{"isPlaying":true,"skips":0,"begin":-1}"#,
        #"{"isPlaying":true,"skips":0,"begin":9223372036854775807}"#, #"{"isPlaying":1,"skips":0,"begin":0}"#,
        #"{"isPlaying":true,"skips":9223372036854775807,"begin":0}"#,
    ])
    func aNoteThatCanNotBeUnderstoodIsNone(text: String) throws {
        let folder = try TemporaryFolder()
        try text.write(toFile: "\(folder.path)/bed.json", atomically: true, encoding: .utf8)
        #expect(BedNote.read(folder: folder.path) == nil)
    }

    @Test func aBedThatIsToComeHasNotPlayed() {
        let note = BedNote(BedState(), startedAt: ProgramDateTime(millisecondsSince1970: 5_000))
        #expect(note.state(startedAt: ProgramDateTime(millisecondsSince1970: 1_000)).begin == .zero)
        #expect(note.state(startedAt: ProgramDateTime(millisecondsSince1970: 7_000)).begin == .seconds(-2))
    }

    @Test func aDiskThatFailsIsSaidOnce() async throws {
        let diagnostics = Diagnostics.silent
        let run = try Run("/proc/no such folder", wall: 0, diagnostics: diagnostics)
        try await run.bench.run { () async throws in
            try await run.bench.settle()
            try await waitUntil("it is said") { diagnostics.warnings.count == 1 }
        }
        #expect(diagnostics.warnings[0].contains("bed.json") && run.order(at: 0) == [1, 0, 0])
    }
}
