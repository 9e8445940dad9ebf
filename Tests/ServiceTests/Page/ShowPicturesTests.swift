import Foundation
import HLS
import HLSTesting
import Logging
import NIOHTTP1
import MediaTesting
import Testing

@testable import Origin
@testable import Service

/// Poster and storyboard, as viewers and networks get them.
@Suite(.timeLimit(.minutes(1))) struct ShowPicturesTests {
    @Test func onAirThePosterIsTheLastOneAndThePageTellsOfIt() async throws {
        try await TestOrigin.with(publicURL: "https://shop.example/live") { test in
            test.addParts(3)
            #expect(try await test.request("/poster.jpg").status == 404)
            #expect(try await !test.text("/").contains("poster.jpg"))
            test.origin.setPoster([0xFF, 0xD8, 1])
            let first = try await test.request("/poster.jpg")
            #expect(first.status == 200 && first.body == [0xFF, 0xD8, 1])
            #expect(
                first.fields["content-type"] == ["image/jpeg"]
                    && first.fields["cache-control"] == ["public, max-age=10"])
            test.origin.setPoster([0xFF, 0xD8, 2])
            let tag = first.fields["etag"].first ?? ""
            let second = try await test.request("/poster.jpg", [("if-none-match", tag)])
            #expect(second.status == 200 && second.body == [0xFF, 0xD8, 2], "another picture has another tag")
            let page = try await test.text("/")
            #expect(page.contains("<video id=\"video\" playsinline autoplay muted poster=\"poster.jpg\">"))
            #expect(page.contains("<meta property=\"og:image\" content=\"https://shop.example/live/poster.jpg\">"))
            // A storyboard is of a show that is over.
            #expect(!page.contains("data-storyboard"))
            for path in ["/storyboard.vtt", "/storyboard/a-0.jpg", "/storyboard/playlist.m3u8"] {
                #expect(try await test.request(path).status == 404, "\(path)")
            }
        }
    }

    @Test func aFinishedShowHasBoth() async throws {
        let folder = try TemporaryFolder()
        var show = SyntheticShow()
        show.hasStoryboard = true
        var files = show.files()
        files["poster.jpg"] = [0xFF, 0xD8, 3]
        files["chapters.json"] = Array("[]".utf8)
        files["chapters.en.vtt"] = Array("WEBVTT\n".utf8)
        for (name, bytes) in files {
            let url = URL(filePath: "\(folder.path)/\(name)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: url)
        }
        try Data("secret".utf8).write(to: URL(filePath: "\(folder.path)/storyboard/notes.txt"))
        try await TestOrigin.with(begins: false) { test in
            try test.origin.open(recording: folder.path)
            let page = try await test.text("/")
            #expect(page.contains("data-storyboard=\"storyboard.vtt\"") && page.contains("poster=\"poster.jpg\""))
            let poster = try await test.request("/poster.jpg")
            #expect(poster.body == [0xFF, 0xD8, 3] && poster.fields["cache-control"] == ["public, max-age=10"])
            let list = try await test.request("/storyboard.vtt")
            #expect(list.body == files["storyboard.vtt"] && list.fields["content-type"] == ["text/vtt"])
            let chapters = try await test.request("/chapters.json")
            #expect(chapters.body == files["chapters.json"])
            #expect(
                chapters.fields["content-type"] == ["application/json"]
                    && chapters.fields["cache-control"] == ["public, max-age=10"])
            let words = try await test.request("/chapters.en.vtt")
            #expect(words.body == files["chapters.en.vtt"] && words.fields["content-type"] == ["text/vtt"])
            let sheet = try await test.request("/storyboard/a-1.jpg")
            #expect(sheet.body == files["storyboard/a-1.jpg"] && sheet.fields["content-type"] == ["image/jpeg"])
            #expect(sheet.fields["cache-control"] == ["public, max-age=31536000, immutable"])
            let images = try await test.request("/storyboard/playlist.m3u8")
            #expect(images.body == files["storyboard/playlist.m3u8"])
            #expect(images.fields["content-type"] == ["application/vnd.apple.mpegurl"])
            for path in [
                "/chapters.vtt", "/chapters.de.vtt", "/storyboard/a-9.jpg", "/storyboard/notes.txt",
                "/storyboard/..%2fmaster.m3u8", "/storyboard/",
            ] {
                #expect(try await test.request(path).status == 404, "\(path)")
            }
            // A sheet that is lost: `serve` says so before anybody looks.
            try FileManager.default.removeItem(atPath: "\(folder.path)/storyboard/a-0.jpg")
            #expect(throws: (any Error).self) { try Origin().open(recording: folder.path) }
        }
    }
}
