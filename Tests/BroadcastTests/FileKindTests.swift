import FFmpegKit
import Foundation
import MediaModel
import MediaTesting
import Testing

@testable import Broadcast

@Suite struct FileKindTests {
    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static func movie(_ brands: String...) -> [UInt8] {
        [0, 0, 0, UInt8(8 + 4 * (brands.count + 1))] + bytes("ftyp" + brands[0] + "\0\0\0\0")
            + brands.dropFirst().flatMap(bytes)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var head: [UInt8]
        var kind: FileKind?
        var ending = "mp4"
        var testDescription: String { "\(kind.map { "\($0)" } ?? "a clip"), \(head.count) bytes" }

        init(_ head: [UInt8], _ kind: FileKind?, ending: String = "mp4") {
            (self.head, self.kind, self.ending) = (head, kind, ending)
        }
    }

    static let cases: [Case] = [
        Case([0xFF, 0xD8, 0xFF, 0xE1], .photo("JPEG", isReadByFFmpeg: true)),
        Case([0x89, 0x50, 0x4E, 0x47] + bytes("\r\n....IHDR....IDAT"), .photo("PNG", isReadByFFmpeg: true)),
        Case([0x89, 0x50, 0x4E, 0x47] + bytes("\r\n....IHDR....acTL....IDAT"), nil),
        Case(bytes("RIFF....WEBPVP8 ........"), .photo("WebP", isReadByFFmpeg: true)),
        Case(bytes("RIFF....WEBPVP8X....\u{02}..."), .thing("an animated WebP; save it as MP4 or GIF")),
        Case(bytes("RIFF\0...AVI LIST"), nil),
        Case(movie("heic", "mif1", "heic"), .photo("HEIC", isReadByFFmpeg: false)),
        Case(movie("mif1", "miaf", "avif"), .photo("AVIF", isReadByFFmpeg: false)),
        Case(movie("avif", "mif1"), .photo("AVIF", isReadByFFmpeg: false)),
        Case(movie("isom", "avc1"), .movie),
        Case(movie("qt  "), .movie),
        Case([0, 0, 0, 8] + bytes("wide") + [0, 0, 0, 0], .movie),
        Case([0x49, 0x49, 0x2A, 0], .photo("TIFF or raw", isReadByFFmpeg: false)),
        Case(bytes("%PDF-1.7"), .thing("a PDF document")),
        Case([0x50, 0x4B, 3, 4] + bytes("....[Content_Types].xml....word/document.xml"), .thing("a Word document")),
        Case([0x50, 0x4B, 3, 4] + bytes("....clip.mp4"), .thing("a ZIP archive; unpack it")),
        Case([0x1F, 0x8B, 8], .thing("a compressed archive; unpack it")),
        Case(
            [UInt8](repeating: 0, count: 4_096),
            .thing("nothing but zeros; a download or a copy that was never finished leaves such a file")),
        Case(
            bytes("\n<!DOCTYPE html><html><title>404</title>"),
            .thing("a web page (HTML), perhaps an error page that was saved in the clip's place; fetch it again")),
        Case(bytes("<?xml version=\"1.0\"?><svg xmlns=\"x\"/>"), .thing("a drawing (SVG); a show needs a clip")),
        Case(
            bytes("#EXTM3U\n#EXTINF:1,\na.ts\n"),
            .thing(
                "a playlist (M3U8), which only names media; name a clip, or the playlist's address with live --input")),
        Case(
            bytes("1\r\n00:00:01,000 --> 00:00:02,000\r\nHi\r\n"),
            .thing("subtitles; name the clip that they belong to")),
        Case(bytes("WEBVTT\n"), .thing("subtitles; name the clip that they belong to")),
        Case(
            bytes("{\"error\": \"expired\"}"),
            .thing("a JSON file, perhaps a server's error that was saved in the clip's place")),
        Case(bytes("Dear diary, nothing moved today.\n"), .text),
        Case([0x47, 0x40, 0x11, 0x10, 0], nil), Case([0x1A, 0x45, 0xDF, 0xA3], nil),
        Case(bytes("FLV\u{01}\u{05}\0\0\0\t"), nil),
        Case([], nil),
    ]

    @Test(arguments: cases) func isToldByItsFirstBytes(_ one: Case) {
        #expect(FileKind(one.head, ending: one.ending) == one.kind)
    }

    @Test func anUnfinishedDownloadIsKnownByItsName() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Self.movie("isom"), to: "clip.mp4.crdownload")
        #expect(FileKind(path: path) == .unfinished("crdownload"))
        #expect(
            FileKind(path: path)?.sentence(path)
                == "\(path) is an unfinished download (.crdownload) that can't be decoded; let it finish")
    }

    @Test func aGIFOfOnePictureIsAPhoto() throws {
        let folder = try TemporaryFolder()
        for (count, kind) in [(1, FileKind.photo("GIF", isReadByFFmpeg: true)), (2, nil)] {
            let path = try folder.makeMedia(
                "\(count).gif", "-f lavfi -i testsrc2=size=64x64:rate=10:duration=1 -frames:v \(count)")
            #expect(FileKind(path: path) == kind)
        }
    }

    /// The command that is offered has to work, for any size and name.
    @Test(arguments: ["photo 1.jpg", "it's.png", "w.webp", "b.bmp"]) func theCommandForAPhotoMakesAClip(name: String)
        throws
    {
        let folder = try TemporaryFolder()
        // `makeMedia` takes words apart at their spaces.
        let plain = try folder.makeMedia(
            "plain." + (name as NSString).pathExtension, "-f lavfi -i testsrc2=size=63x47 -frames:v 1")
        let path = "\(folder.path)/\(name)"
        try FileManager.default.moveItem(atPath: plain, toPath: path)
        let sentence = try #require(FileKind(path: path)?.sentence(path))
        let command = try #require(sentence.components(separatedBy: "makes of it: ").last)
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "cd '\(folder.path)' && \(command.replacing("-t 10", with: "-t 0.2")) -v error"]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(command)")
        let source = try FileSource(path: folder.path + "/clip.mp4", interrupt: .init())
        let size = source.picture.size
        #expect(size == .init(width: 62, height: 46))
    }
}
