import Foundation
import MediaModel
import MediaTesting
import Testing

/// `tatecast clip --clean`: from what a publisher sent, by the recorded source, to a clip without overlays.
///
/// The clip's pictures are compared with those of the ordinary one: they must be like those of their own ticks, not like others.
@Suite(.serialized, .timeLimit(.minutes(5))) struct CleanClipTests {
    private static let preset = Tatecast.preset(
        latency: "low", more: "layers:\n  - slate: {}\n  - price: {anchor: bottom-left}\n")
    private static let size = PixelSize(width: 360, height: 640)
    private static let price =
        #"{"type":"price","product":{"id":"cup","name":"Cup","price":3980,"currency":"JPY"}}"#

    /// A publisher whose pictures are all different everywhere.
    private static func source(_ seconds: String, _ pattern: String = "testsrc2") -> [String] {
        [
            "-t", seconds, "-f", "lavfi", "-i", "\(pattern)=s=640x360:r=30,scroll=h=0.02:v=0.03", "-f", "lavfi", "-i",
            "sine=f=300",
        ]
            + ["-t", seconds] + Broadcast.encoding
    }

    /// When the programme began to show each piece of the source, in seconds of its run, and the file that has it; by run.
    private static func pieces(_ output: String) throws -> [[(file: String, media: Double)]] {
        var runs: [[(file: String, media: Double)]] = []
        for line in try String(contentsOfFile: "\(output)/source.ndjson", encoding: .utf8).split(separator: "\n") {
            let members = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            if members["run"] != nil { runs.append([]) }
            guard let file = members["file"] as? String, let media = members["media"] as? Double else { continue }
            if runs[runs.count - 1].last?.file != file { runs[runs.count - 1].append((file, media)) }
        }
        return runs
    }

    private func cut(_ output: String, from: Double, _ words: [String] = []) async throws -> [Picture] {
        let path = Tatecast.newPath("clips") + "/clip.mp4"
        let range = ["--from", String(format: "%.3f", from), "--to", String(format: "%.3f", from + 0.6)]
        let result = try await Tatecast.command(["clip", output, "-o", path] + range + words).run()
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        return try await Decoded.pictures(path, size: Self.size)
    }

    /// How much the upper halves of two pictures differ, where no price is.
    private static func difference(_ one: Picture, _ other: Picture, rows: Range<Int> = 0..<320) -> Double {
        let places = stride(from: rows.lowerBound * 360, to: rows.upperBound * 360, by: 7)
        let sum = places.reduce(0) { $0 + abs(Int(one.bytes[$1]) - Int(other.bytes[$1])) }
        return Double(sum) / Double(places.underestimatedCount)
    }

    private func expectSamePictures(_ output: String, from: Double) async throws {
        let (clean, usual) = (try await cut(output, from: from, ["--clean"]), try await cut(output, from: from))
        try #require(clean.count == 18 && usual.count == 18)
        // From three ticks before its own to three after.
        let differences = (-3...3).map { shift in
            (3..<15).reduce(0) { $0 + Self.difference(clean[$1], usual[$1 + shift]) }
        }
        let best = try #require(differences.indices.min { differences[$0] < differences[$1] }) - 3
        // A machine that is too slow at that moment shows a picture a tick later.
        #expect(
            abs(best) <= 1 && differences[best + 3] * 2 < min(differences[0], differences[6]),
            "from \(from): \(differences)")
    }

    @Test(arguments: ["mkv", "mp4"]) func showsTheSameWithoutPricesAlsoAfterATakeover(container: String) async throws {
        let folder = Tatecast.newPath("show")
        let recording = Tatecast.newPath("kept") + ".\(container)"
        let run = try await Broadcast.run(
            ["--listen", "rtmp://127.0.0.1:0/live", "--record", "--record-source", recording], preset: Self.preset,
            to: folder
        ) { broadcast in
            _ = try await broadcast.send(Self.price)
            try await broadcast.publish(Self.source("1.5"))
            try await broadcast.publish(Self.source("1.5", "mandelbrot"))
            try await broadcast.finish()
        }
        #expect(run.status == 0)
        let pieces = try #require(try Self.pieces(folder).first)
        let name = URL(filePath: recording).lastPathComponent
        #expect(
            pieces.map { URL(filePath: $0.file).lastPathComponent } == [
                name, name.replacing(".\(container)", with: "-2.\(container)"),
            ])
        for piece in pieces { try await expectSamePictures(folder, from: piece.media + 0.4) }
        // And the price is in one of the two alone.
        let from = pieces[0].media + 0.4
        let (clean, usual) = (try await cut(folder, from: from, ["--clean"]), try await cut(folder, from: from))
        #expect(Self.difference(clean[9], usual[9], rows: 400..<640) > 8)
    }

    /// Also where the first process was killed, and its file has neither an index nor an end.
    @Test func knowsWhichRunItWas() async throws {
        let folder = Tatecast.newPath("show")
        let recording = "\(folder)/kept.mkv"
        let words = ["--listen", "rtmp://127.0.0.1:0/live", "--record", "--record-source", recording]
        let killed = try await Broadcast.run(words, preset: Self.preset, to: folder) { broadcast in
            async let publisher = broadcast.publish(Self.source("4"))
            try await broadcast.untilSource(is: "live")
            try await broadcast.untilSegments(2)
            broadcast.process.send(SIGKILL)
            _ = try await publisher
        }
        #expect(killed.status == 128 + SIGKILL)
        let run = try await Broadcast.run(words, preset: Self.preset, to: folder) { broadcast in
            try await broadcast.publish(Self.source("1.5", "mandelbrot"))
            try await broadcast.finish()
        }
        #expect(run.status == 0)
        let pieces = try Self.pieces(folder)
        #expect(pieces.map { $0.map(\.file) } == [["kept.mkv"], ["kept-2.mkv"]])
        try await expectSamePictures(folder, from: pieces[0][0].media + 0.3)
        // The second run begins in the recording where its segments do.
        let playlist = try String(contentsOfFile: "\(folder)/v360x640/playlist.m3u8", encoding: .utf8)
        var (time, start) = (0.0, 0.0)
        for line in playlist.split(separator: "\n") {
            if line == "#EXT-X-DISCONTINUITY" { start = time }
            if line.hasPrefix("#EXTINF:") { time += Double(line.dropFirst(8).prefix { $0 != "," }) ?? 0 }
        }
        try await expectSamePictures(folder, from: start + pieces[1][0].media + 0.4)
    }

    @Test func saysWhatIsMissing() async throws {
        let show = try await Tatecast.render(.plain)
        let words = ["clip", show.output, "--from", "0", "--to", "1", "-o", Tatecast.newPath("clips") + "/a.mp4"]
        let result = try await Tatecast.command(words + ["--clean"]).run()
        #expect(result.status == 65, "\(result.errors)")
        #expect(result.firstErrorLine.contains("has no source.ndjson") && result.errors.contains("--record-source"))
    }
}
