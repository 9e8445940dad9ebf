import Foundation
import MediaModel
import MediaTesting
import ImageCodecs
import Testing
import Typeset

/// The command `tatecast snapshot`: what it writes, and what it says when it can't.
@Suite(.timeLimit(.minutes(5))) struct SnapshotTests {
    private static let clip = Clip("snapshot", "mp4", Clip.pattern("640x360", seconds: 1) + Clip.h264)
    private static let text = "layers:\n  - text: {text: 本日限り}\n"

    private static func preset() throws -> String {
        try Tatecast.file("preset.yaml", Tatecast.preset(width: 180, height: 320, more: text))
    }

    private static func run(_ words: [String]) async throws -> ToolProcess.Result {
        try await ToolProcess(Tatecast.executable, ["snapshot"] + words).run()
    }

    private static func bitmap(_ path: String) throws -> Bitmap {
        try Bitmap(png: [UInt8](Data(contentsOf: URL(fileURLWithPath: path))), name: path)
    }

    @Test func writesOnePicture() async throws {
        let folder = try TemporaryFolder()
        let result = try await Self.run([
            try Self.preset(), "--input", try await ClipLibrary.shared.path(Self.clip), "--at", "0.5", "--output",
            "\(folder.path)/deep/er/one.png",
        ])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors == "\(folder.path)/deep/er/one.png\n")
        #expect(result.text == "")
        let picture = try Self.bitmap("\(folder.path)/deep/er/one.png")
        #expect(picture.size == PixelSize(width: 180, height: 320))
        #expect(folder.contents() == ["deep", "deep/er", "deep/er/one.png"])
    }

    @Test func putsClipsAndInstantsOnOneSheet() async throws {
        let folder = try TemporaryFolder()
        let path = try await ClipLibrary.shared.path(Self.clip)
        let result = try await Self.run([
            try Self.preset(), "--input", path, "--input", path, "--at", "0,0.5", "--at", "0.9", "--cell-width", "90",
            "--palette", "--quiet", "--output", "\(folder.path)/sheet.png",
        ])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors == "")
        // Three columns and two rows of 90×160, 4 between them, and 19 for each label.
        #expect(
            try Self.bitmap("\(folder.path)/sheet.png").size == PixelSize(width: 3 * 94 + 4, height: 2 * 183 + 4))
    }

    @Test func fillsAFolderAndHoldsTheLastPicture() async throws {
        let folder = try TemporaryFolder()
        let path = try await ClipLibrary.shared.path(Self.clip)
        let result = try await Self.run([
            try Self.preset(), "--input", path, "--at", "0.5,1.5,2", "--canvas", "90x160", "--output",
            "\(folder.path)/shots/",
        ])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.firstErrorLine == "warning: \(path) ends at 1 s: its last picture stays at 1.5 s, 2 s")
        #expect(folder.contents() == ["shots", "shots/15.png", "shots/45.png", "shots/60.png"])
        #expect(try Self.bitmap("\(folder.path)/shots/45.png").size == PixelSize(width: 90, height: 160))
        #expect(try folder.read("shots/45.png") == folder.read("shots/60.png"))
        #expect(try folder.read("shots/45.png") != folder.read("shots/15.png"))
    }

    @Test func liesOverTheColourThatIsAskedFor() async throws {
        let folder = try TemporaryFolder()
        let output = "\(folder.path)/red.png"
        let preset = try Tatecast.file("empty.yaml", Tatecast.preset(width: 180, height: 320))
        #expect(try await Self.run([preset, "--color", "#ff0000", "--at", "1", "--output", output]).status == 0)
        let pixel = try Self.bitmap(output)[45, 80]
        #expect(pixel.red >= 253 && pixel.green <= 2 && pixel.blue <= 2)
    }

    @Test func hatchesWhatAnAppCovers() async throws {
        let folder = try TemporaryFolder()
        let words = [try Self.preset(), "--at", "1", "--quiet", "--output"]
        #expect(try await Self.run(words + ["\(folder.path)/plain.png"]).status == 0)
        #expect(try await Self.run(words + ["\(folder.path)/app.png", "--safe-area", "tiktok"]).status == 0)
        let (plain, app) = (try Self.bitmap("\(folder.path)/plain.png"), try Self.bitmap("\(folder.path)/app.png"))
        #expect(plain[90, 4] != app[90, 4])
        #expect(plain[90, 100] == app[90, 100])
        #expect(plain[90, 315] != app[90, 315])
    }

    @Test func comparesWithGoldenPictures() async throws {
        let folder = try TemporaryFolder()
        let (preset, goldens, output) = (try Self.preset(), "\(folder.path)/golden", "\(folder.path)/different")
        let words = [preset, "--at", "1,2", "--golden", goldens]
        #expect(try await Self.run(words + ["--renew-golden", "--quiet"]).status == 0)
        let same = try await Self.run(words + ["--output", output])
        #expect(same.status == 0, "\(same.errors)")
        #expect(same.errors == "\(goldens)/30.png: exact\n\(goldens)/60.png: exact\n")

        let empty = try Tatecast.file("empty.yaml", Tatecast.preset(width: 180, height: 320))
        let other = try await Self.run([empty, "--at", "1,2", "--golden", goldens, "--output", output])
        #expect(other.status == 1)
        #expect(other.firstErrorLine.hasPrefix("error: \(goldens)/30.png: the picture differs: similarity "))
        #expect(other.firstErrorLine.hasSuffix("It is \(output)/30.png, its difference \(output)/30.difference.png"))
        #expect(
            folder.contents() == [
                "different", "different/30.difference.png", "different/30.png", "different/60.difference.png",
                "different/60.png", "golden", "golden/30.png", "golden/60.png",
            ])
        // Right again: what was left goes.
        #expect(try await Self.run(words + ["--output", output]).status == 0)
        #expect(folder.contents() == ["golden", "golden/30.png", "golden/60.png"])
    }

    // MARK: - What can't be done

    struct Mistake: Sendable, CustomTestStringConvertible {
        /// Added to a preset's path; `{clip}`, `{folder}` and `{file}` stand for paths.
        let words: String
        let status: Int32
        /// Part of the first line.
        let message: String

        var testDescription: String { words }
    }

    @Test(arguments: [
        Mistake(words: "--at -1 --output {folder}/a.png", status: 64, message: "Missing value for '--at <at>'"),
        Mistake(words: "--at=-1 --output {folder}/a.png", status: 64, message: "expected seconds from 0 to 86400"),
        Mistake(words: "--at 1,,2 --output {folder}/a.png", status: 64, message: "expected seconds from 0 to 86400"),
        Mistake(words: "--at nan --output {folder}/a.png", status: 64, message: "expected seconds from 0 to 86400"),
        Mistake(words: "--at 86401 --output {folder}/a.png", status: 64, message: "expected seconds from 0 to 86400"),
        Mistake(words: "--at 1", status: 64, message: "--output"),
        Mistake(words: "--at 1 --output {folder}/a.jpg", status: 64, message: "expected a name that ends with .png"),
        Mistake(words: "--at 1 --canvas 361x640 --output a.png", status: 64, message: "expected two even numbers"),
        Mistake(words: "--at 1 --canvas 4098x16 --output a.png", status: 64, message: "expected two even numbers"),
        Mistake(words: "--at 1 --color red --output a.png", status: 64, message: "expected a colour such as #ff8800"),
        Mistake(words: "--at 1 --color #fff --input {clip} --output a.png", status: 64, message: "one of the two"),
        Mistake(words: "--at 1,2 --columns 0 --output {folder}/a.png", status: 64, message: "expected 1 to 64"),
        Mistake(words: "--at 1,2 --cell-width 9 --output {folder}/a.png", status: 64, message: "expected 32 to 2160"),
        Mistake(
            words: "--at 1,2,3,4 --cell-width 2160 --output {folder}/a.png", status: 64,
            message: "the sheet would be"),
        Mistake(words: "--at 1 --input {clip} --input {clip} --output {folder}/", status: 64, message: "one --input"),
        Mistake(
            words: "--at 1 --safe-area tictok --output {folder}/a.png", status: 64, message: "did you mean \"tiktok\"?"),
        Mistake(
            words: "--at 1 --safe-area tiktok --golden {folder} --output {folder}/a", status: 64,
            message: "--safe-area and --golden"),
        Mistake(words: "--at 1 --renew-golden", status: 64, message: "name the folder with --golden"),
        Mistake(words: "--at 1 --golden {folder}", status: 64, message: "name a folder for what differs"),
        Mistake(words: "--at 1 --input {folder}/no.mp4 --output {folder}/a.png", status: 66, message: "no such file"),
        Mistake(words: "--at 1 --input {file} --output {folder}/a.png", status: 65, message: "isn't media"),
        Mistake(
            words: "--at 1 --events {folder}/no.ndjson --output {folder}/a.png", status: 66, message: "no such file"),
        Mistake(words: "--at 1 --output {file}/a.png", status: 73, message: "is a file; name a folder"),
    ])
    func saysWhatIsWrong(mistake: Mistake) async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("This is no film, but some words about one.", to: "words")
        let clip = try await ClipLibrary.shared.path(Self.clip)
        let places = ["{folder}": folder.path, "{file}": file, "{clip}": clip]
        let words = mistake.words.split(separator: " ").map { word in
            places.reduce(String(word)) { $0.replacing($1.key, with: $1.value) }
        }
        let result = try await Self.run([try Self.preset()] + words)
        #expect(result.status == mistake.status, "\(result.errors)")
        #expect(result.firstErrorLine.contains(mistake.message), "\(result.errors)")
        #expect(folder.contents() == ["words"])
    }

    @Test func leavesAnOldPictureWhereItFails() async throws {
        let folder = try TemporaryFolder()
        let output = try folder.write("old", to: "old.png")
        let words = [try Self.preset(), "--input", "\(folder.path)/none.mp4", "--at", "1", "--output", output]
        #expect(try await Self.run(words).status == 66)
        #expect(try folder.read("old.png") == Array("old".utf8))
        #expect(folder.contents() == ["old.png"])
    }

    @Test func namesThePresetThatIsNotThere() async throws {
        let result = try await Self.run(["/nowhere/p.yaml", "--at", "1", "--output", "a.png"])
        #expect(result.status == 66)
        #expect(result.firstErrorLine.contains("/nowhere/p.yaml"))
    }
}
