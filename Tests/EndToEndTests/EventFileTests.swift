import MediaTesting
import Testing

/// What `--events` and `--preset` answer to files with faults, as the command says it.
@Suite(.timeLimit(.minutes(10))) struct EventFileTests {
    @Test func namesFileLineAndKeyOfABadEvent() async throws {
        let events = try Tatecast.file(
            "events.ndjson",
            #"{"at": 0.2, "type": "hearts", "count": 3}"# + "\n" + #"{"at": 0.3, "type": "hearts", "cuont": 3}"#)
        let run = try await Tatecast.render(.silent, arguments: ["--events", events])
        #expect(run.status == 65)
        #expect(run.result.firstErrorLine.hasPrefix("error: \(events):2"), "\(run.result.errors)")
        #expect(run.result.firstErrorLine.contains("cuont"))
        #expect(run.files == nil)
    }

    @Test func namesFileLineAndColumnOfABadPreset() async throws {
        let run = try await Tatecast.render(.silent, preset: "name: x\ncanvas: {width: 361, height: 640}\n")
        #expect(run.status == 64)
        #expect(run.result.firstErrorLine.contains(#/preset\.yaml:2:\d+: /#), "\(run.result.errors)")
    }

    @Test func aMissingPresetIsAMissingFile() async throws {
        let clip = try await ClipLibrary.shared.path(.silent)
        let result = try await ToolProcess(
            Tatecast.executable, ["render", clip, "--preset", "/nonexistent.yaml", "--output", Tatecast.newPath()]
        ).run()
        #expect(result.status == 66)
        #expect(result.firstErrorLine.hasPrefix("error: /nonexistent.yaml"), "\(result.errors)")
    }

    @Test func eventsAfterTheEndAreCounted() async throws {
        let events = try Tatecast.file(
            "late.ndjson",
            #"{"at": 7, "type": "hearts", "count": 3}"# + "\n" + #"{"at": 8, "type": "hearts", "count": 3}"#)
        let run = try await Tatecast.render(
            .silent, preset: Tatecast.preset(more: "layers: [{hearts: {}}]"), arguments: ["--events", events])
        #expect(run.status == 0)
        #expect(run.warnings == ["\(events): 2 events come after the end and aren't shown"])
    }
}
