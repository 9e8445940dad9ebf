import FFmpegKit
import Foundation
import Logging
import Loudness
import MediaTesting
import Show
import Testing

@testable import Broadcast

@Suite(.timeLimit(.minutes(1))) struct BedFileTests {
    private static let tone = "aevalsrc=0.1*sin(2764*t):s="
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func load(_ files: String...) -> (music: BedMusic?, said: [String]) {
        let diagnostics = Diagnostics.silent
        let music = BedFile(interrupt: Interrupt(), diagnostics: diagnostics).load(BedPreset(files: files))
        return (music, diagnostics.warnings.map { $0.replacing(folder.path + "/", with: "") })
    }

    private func sound(_ name: String, _ source: String, _ more: String = "") throws -> String {
        try folder.makeMedia(name, "-f lavfi -i \(source) \(more)")
    }

    /// Whatever the file has, the programme gets stereo at 48 kHz.
    @Test(arguments: [
        ("mono.wav", "8000 -t 3 -ac 1"), ("many.wav", "44100 -t 3 -ac 6"), ("coded.ogg", "48000 -t 3 -c:a flac"),
    ])
    func takesAnySound(name: String, how: String) throws {
        let parts = how.split(separator: " ", maxSplits: 1)
        let (music, said) = load(try sound(name, Self.tone + parts[0], String(parts[1])))
        let piece = try #require(music?.pieces.first)
        #expect(abs(piece.length - 3 * 48_000) < 480 && said.isEmpty, "\(piece.length) \(said)")
        #expect(-40 ... -15 ~= piece.loudness)
    }

    @Test func takesTheSoundOfAVideo() throws {
        let video = try folder.makeMedia(
            "clip.mkv", "-f lavfi -i color=s=64x64:r=5 -f lavfi -i \(Self.tone)48000 -t 2 -c:v mpeg4 -c:a pcm_s16le")
        #expect(load(video).music != nil)
    }

    @Test func saysWhyAFileIsNotPlayed() throws {
        try Data("la la la".utf8).write(to: URL(filePath: "\(folder.path)/words.ogg"))
        try Data().write(to: URL(filePath: "\(folder.path)/empty.ogg"))
        let short = try sound("short.wav", Self.tone + "48000", "-t 0.5")
        let silent = try sound("silent.wav", "anullsrc", "-t 2")
        let mute = try folder.makeMedia("mute.mkv", "-f lavfi -i color=s=64x64:r=5 -t 1 -c:v mpeg4")
        let good = try sound("good.wav", Self.tone + "48000", "-t 2")
        let (music, said) = load(
            "\(folder.path)/words.ogg", "\(folder.path)/empty.ogg", "\(folder.path)/gone.ogg", short, silent, mute, good
        )
        #expect(music?.pieces.count == 1)
        #expect(
            said == [
                "the bed's file words.ogg isn't played: it isn't media that can be decoded: Invalid data found when "
                    + "processing input; it is text",
                "the bed's file empty.ogg isn't played: it is empty",
                "the bed's file gone.ogg isn't played: no such file",
                "the bed's file short.wav isn't played: it has less than a second of sound",
                "the bed's file silent.wav isn't played: nothing in it is heard",
                "the bed's file mute.mkv isn't played: there is no sound in it",
            ])
    }

    @Test func nothingToPlayIsNoBed() {
        let (music, said) = load("\(folder.path)/gone.ogg")
        #expect(music == nil && said.count == 1)
    }
}
