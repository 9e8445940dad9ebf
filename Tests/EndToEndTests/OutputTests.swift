import Foundation
import HLS
import MediaTesting
import Testing

/// What a render does to the disk, and what it does when the disk won't have it.
@Suite(.timeLimit(.minutes(10))) struct OutputTests {
    @Test func aFileInThePlaceOfTheFolderIsRefused() async throws {
        let file = try Tatecast.file("out", "mine")
        let run = try await Tatecast.render(.silent, arguments: ["--overwrite"], output: file)
        #expect(run.status == 73)
        #expect(run.result.firstErrorLine == "error: \(file) is a file; name a folder to write the show to")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
    }

    @Test func anOldShowIsReplacedOnlyWhenAsked() async throws {
        let first = try await Tatecast.render(.silent)
        let old = try #require(first.files)
        let mine = first.output + "/v360x640/poster.png"
        try "mine".write(toFile: mine, atomically: true, encoding: .utf8)

        let refused = try await Tatecast.render(.silent, output: first.output)
        #expect(refused.status == 73)
        #expect(
            refused.result.firstErrorLine
                == "error: \(first.output) isn't empty; use --overwrite to replace the show in it")
        #expect(Set(refused.files ?? []) == Set(old + ["v360x640/poster.png"]))

        let replaced = try await Tatecast.render(
            .plain, arguments: ["--overwrite", "--no-audio-only"], output: first.output)
        #expect(replaced.status == 0)
        #expect(PresentationChecker.findings(options: .init(needsCellularVariant: false)) { replaced.read($0) } == [])
        let files = try #require(replaced.files)
        #expect(files.contains("v360x640/poster.png"))
        // Nothing of the old show: not its segments, not the rendition that the new one doesn't have.
        #expect(Set(files).intersection(old.filter { $0.contains(#/-(init|\d)/#) && !$0.hasSuffix("64") }) == [])
        #expect(!files.contains { $0.hasPrefix("audio-64") })
    }

    @Test func aFailedReplacementLeavesTheOldShow() async throws {
        let first = try await Tatecast.render(.silent)
        let files = try #require(first.files)
        let contents = files.map { first.read($0) }
        let failed = try await Tatecast.render(.cutWithoutIndex, arguments: ["--overwrite"], output: first.output)
        #expect(failed.status == 65)
        #expect(failed.files == files)
        #expect(files.map { failed.read($0) } == contents)
    }

    @Test(arguments: ["a b", "a:b", "日本 ü 'q'", "file:x", "%03d", "deep/er/still"])
    func foldersMayHaveAnyName(_ name: String) async throws {
        let output = Tatecast.newPath() + "/" + name
        let run = try await Tatecast.render(.silent, arguments: ["--mp4", output + "/movie:1.mp4"], output: output)
        #expect(run.status == 0, "\(run.result.errors)")
        #expect(PresentationChecker.findings { run.read($0) } == [])
        #expect(run.read("movie:1.mp4")?.isEmpty == false)
    }

    @Test func aFailedJobTakesItsRecordingAndItsFoldersAway() async throws {
        let output = Tatecast.newPath()
        // Fails when everything runs: the movie's folder isn't there.
        let run = try await Tatecast.render(
            .plain, arguments: ["--raw-canvas", output + "/a.y4m", "--mp4", "/nonexistent/b.mp4"], output: output)
        #expect(run.status == 73, "\(run.result.errors)")
        #expect(run.result.firstErrorLine == "error: /nonexistent/b.mp4 can't be written: No such file or directory")
        #expect(run.files == nil)
        let name = String(repeating: "n", count: 300)
        let tooLong = try await Tatecast.render(.plain, output: output + "/" + name)
        #expect(tooLong.status == 73)
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    // MARK: - A disk that fills

    /// Runs a command with a small disk of its own mounted at a folder, and lists at the end what is on it.
    private static let smallDisk = #"""
        size=$1 folder=$2 list=$3; shift 3
        mount -t tmpfs -o size=$size none "$folder" || exit 99
        "$@"; status=$?
        find "$folder" -mindepth 1 > "$list"
        exit $status
        """#

    private static let canMount =
        (try? Process.run(
            URL(fileURLWithPath: "/usr/bin/env"),
            arguments: ["unshare"] + (getuid() == 0 ? ["-m"] : ["-rm"]) + ["mount", "-t", "tmpfs", "none", "/mnt"]
        )).map {
            $0.waitUntilExit()
            return $0.terminationStatus == 0
        } ?? false

    struct FullDisk: Sendable, CustomTestStringConvertible {
        var name: String
        var clip: Clip
        /// `{disk}` is the small disk.
        var arguments: [String] = []
        var output: String? = nil
        var testDescription: String { name }
    }

    @Test(
        .enabled(if: canMount, "no user namespace to mount a small disk in; aFileThatMayNotGrow covers the rest"),
        arguments: [
            FullDisk(name: "the show", clip: .long, output: "{disk}/a/show"),
            // Without sound, the sound's thread waits for the pictures' end all along.
            FullDisk(name: "the show of a silent clip", clip: .longSilent, output: "{disk}/show"),
            FullDisk(name: "the movie", clip: .long, arguments: ["--mp4", "{disk}/movie.mp4"]),
            FullDisk(name: "the movie of a silent clip", clip: .longSilent, arguments: ["--mp4", "{disk}/movie.mp4"]),
            FullDisk(name: "the canvas", clip: .long, arguments: ["--raw-canvas", "{disk}/canvas.y4m"]),
        ])
    func aFullDiskLeavesNothing(_ full: FullDisk) async throws {
        let disk = Tatecast.newPath("disk")
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        let list = Tatecast.newPath("list")
        let place = { (word: String) in word.replacingOccurrences(of: "{disk}", with: disk) }
        let run = try await Tatecast.render(
            path: try await ClipLibrary.shared.path(full.clip), arguments: full.arguments.map(place) + ["--quiet"],
            output: full.output.map(place),
            wrapper: ["unshare", getuid() == 0 ? "-m" : "-rm", "sh", "-c", Self.smallDisk, "sh", "300k", disk, list])
        #expect(!run.result.isOverdue, "hangs")
        #expect(run.status == 73, "\(run.result.errors)")
        #expect(run.result.firstErrorLine.contains("No space left on device"), "\(run.result.errors)")
        #expect(try String(contentsOfFile: list, encoding: .utf8) == "")
        if full.output == nil { #expect(run.files == nil) }
    }

    /// A limit on the size of files stands in for a disk quota: no privilege needed.
    @Test func aFileThatMayNotGrowLeavesNothing() async throws {
        let run = try await Tatecast.render(
            path: try await ClipLibrary.shared.path(.long), arguments: ["--quiet"],
            wrapper: ["sh", "-c", #"ulimit -f 200; exec "$@""#, "sh"])
        #expect(run.status == 73, "\(run.result.errors)")
        #expect(run.result.firstErrorLine.contains("File too large"), "\(run.result.errors)")
        #expect(run.files == nil)
    }

    // MARK: - Permissions

    /// As root nothing is forbidden, so those tests run as nobody.
    private static let asNobody =
        getuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []

    private static let canRunAsNobody: Bool = {
        let words = asNobody + [Tatecast.executable, "--version"]
        guard let process = try? Process.run(URL(fileURLWithPath: "/usr/bin/env"), arguments: words) else {
            return false
        }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    @Test(
        .enabled(if: canRunAsNobody, "root may do anything, and nobody can't run the build (setpriv, folders' rights)"))
    func whatMayNotBeReadIsRefused() async throws {
        let input = Tatecast.newPath("secret.mp4")
        try FileManager.default.copyItem(atPath: try await ClipLibrary.shared.path(.silent), toPath: input)
        chmod(input, 0o000)
        let run = try await Tatecast.render(path: input, wrapper: Self.asNobody)
        #expect(run.status == 66)
        #expect(run.result.firstErrorLine == "error: \(input) can't be read: permission denied")
        #expect(run.files == nil)
    }

    @Test(
        .enabled(if: canRunAsNobody, "root may do anything, and nobody can't run the build (setpriv, folders' rights)"))
    func whereNothingMayBeWrittenIsRefused() async throws {
        let clip = try await ClipLibrary.shared.path(.silent)
        let folder = Tatecast.newPath("closed")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        chmod(folder, 0o555)
        for output in [folder, folder + "/new"] {
            let run = try await Tatecast.render(path: clip, output: output, wrapper: Self.asNobody)
            #expect(run.status == 73)
            #expect(run.result.firstErrorLine == "error: \(output) can't be written: Permission denied")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
}
