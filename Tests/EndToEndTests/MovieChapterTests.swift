import Foundation
import MediaTesting
import Testing

/// The one-file MP4 of a render, as players list its chapters.
@Suite(.timeLimit(.minutes(2))) struct MovieChapterTests {
    private static func price(_ second: Double, _ id: String, _ name: String) -> String {
        #"{"at":\#(second),"type":"price","product":{"id":"\#(id)","name":"\#(name)","price":980,"currency":"JPY"}}"#
    }

    private func chapters(_ lines: [String]) async throws -> [[String]] {
        let movie = Tatecast.newPath("movie") + ".mp4"
        let timeline = try Tatecast.file("show.ndjson", lines.joined(separator: "\n") + "\n")
        let run = try await Tatecast.render(.plain, arguments: ["--mp4", movie, "--events", timeline])
        try #require(run.status == 0, "\(run.result.errors)")
        let listed = try await ToolProcess(
            "ffprobe",
            ["-v", "error", "-show_entries", "chapter=start,end:chapter_tags=title", "-of", "csv=p=0", movie]
        ).run()
        return listed.text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    }

    @Test func hasAChapterForEachProduct() async throws {
        let found = try await chapters([Self.price(0.5, "cup", "Cup"), Self.price(1, "bag", "Bag")])
        #expect(found.map { $0.last } == ["Cup", "Bag"])
        // The first begins with the file, as a track of chapters has no hole.
        #expect(found.map { $0.first } == ["0", "1000"])
        #expect(found.first?[1] == "1000")
    }

    /// With one product there is nothing to choose from, and without any there is nothing.
    @Test func hasNoneForOne() async throws {
        #expect(try await chapters([Self.price(0.5, "cup", "Cup")]).isEmpty)
        #expect(try await chapters([]).isEmpty)
    }
}
