import Captions
import Foundation
import HLS
import MediaModel
import MediaTesting
import Testing

/// Captions of files and of events, in a render and in a broadcast, by the built program.
@Suite(.serialized, .timeLimit(.minutes(3))) struct CaptionTests {
    private static let preset = Tatecast.preset(latency: "low", more: "captions: {languages: [ja], shown: ja}")

    private static let english = """
        WEBVTT

        00:01.000 --> 00:02.000
        in the first, and in the second

        00:00.500 --> 00:00.400
        backwards
        """

    private static let events = """
        {"at": 0.2, "type": "caption", "id": "c1", "language": "ja", "text": "今日", "from": 0.2}
        {"at": 0.6, "type": "caption", "id": "c1", "language": "ja", "text": "今日だけ <ruby>限定<rt>げんてい</rt></ruby>"}
        {"at": 1, "type": "caption", "id": "c1", "language": "ja", "text": "今日だけ <ruby>限定<rt>げんてい</rt></ruby>", "to": 1.4}
        """

    private func words() throws -> [String] {
        [
            "--preset", try Tatecast.file("p.yaml", Self.preset), "--events",
            try Tatecast.file("e.ndjson", Self.events),
            "--captions", "en=\(try Tatecast.file("show.en.vtt", Self.english))",
        ]
    }

    /// What all segments of a track say, each cue once.
    private func texts(_ run: Tatecast.Run, _ language: String) throws -> [String] {
        let folder = "captions-\(language)"
        let playlist = try MediaPlaylist(
            parsing: String(decoding: try #require(run.read("\(folder)/playlist.m3u8")), as: UTF8.self))
        var texts: [String] = []
        var ids: Set<String> = []
        for segment in playlist.segments {
            let document = try WebVTTDocument(parsing: try #require(run.read("\(folder)/\(segment.uri)")))
            #expect(document.timestampMap?.offset == .seconds(10))
            for cue in document.cues where ids.insert(cue.id).inserted {
                texts.append("\(cue.from.seconds)-\(cue.to.seconds) \(cue.text.plain)")
            }
        }
        return texts
    }

    @Test func areTracksOfARender() async throws {
        let output = Tatecast.newPath()
        let path = try await ClipLibrary.shared.path(.long)
        let result = try await Tatecast.command(
            ["render", path, "--output", output, "--duration", "4"] + (try words())
        ).run()
        let run = Tatecast.Run(result: result, output: output)
        #expect(run.status == 0, "\(run.result.errors)")
        #expect(run.result.errors.contains("show.en.vtt:6: the caption ends at 00:00:00.400, before it begins"))
        #expect(PresentationChecker.findings { run.read($0) } == [])
        #expect(try texts(run, "en") == ["1.0-2.0 in the first, and in the second"])
        #expect(try texts(run, "ja") == ["0.2-1.4 今日だけ 限定"])
        let master = try MultivariantPlaylist(
            parsing: String(decoding: try #require(run.read("master.m3u8")), as: UTF8.self))
        #expect(master.subtitleRenditions.map(\.name) == ["日本語", "English"])
        #expect(master.subtitleRenditions.map(\.isDefault) == [true, false])
        #expect(master.variants.allSatisfy { $0.subtitleGroupID == "captions" })
    }

    @Test func areTracksOfABroadcastAndOfItsRecording() async throws {
        let output = Tatecast.newPath()
        let path = try await ClipLibrary.shared.path(.long)
        let result = try await Tatecast.command(
            ["live", "--input", path, "--loop", "--output", output, "--record", "--duration", "4", "--json"]
                + (try words())
        ).run()
        let run = Tatecast.Run(result: result, output: output)
        #expect(run.status == 0, "\(run.result.errors)")
        #expect(PresentationChecker.findings { run.read($0) } == [])
        #expect(try texts(run, "en") == ["1.0-2.0 in the first, and in the second"])
        #expect(try texts(run, "ja") == ["0.2-1.4 今日だけ 限定"])
    }

    @Test(arguments: [
        (
            "xx=show.vtt", 64,
            "--captions xx=show.vtt: no language has the code xx (BCP 47): expected one such as ja or en-US"
        ),
        ("show.vtt", 64, "--captions show.vtt: expected a language and a file, such as ja=show.ja.vtt"),
        ("ja=/nowhere/show.vtt", 66, "/nowhere/show.vtt can't be read: no such file, or permission denied"),
        ("ja=/etc/passwd", 65, "/etc/passwd: expected WebVTT (its first line is WEBVTT) or SubRip (times with -->)"),
    ])
    func refusesWhatCantBeRead(word: String, status: Int32, sentence: String) async throws {
        let path = try await ClipLibrary.shared.path(.long)
        let result = try await Tatecast.command(
            ["render", path, "--output", Tatecast.newPath(), "--captions", word]
        ).run()
        #expect(result.status == status && result.errors.contains(sentence), "\(result.errors)")
    }
}
