import Foundation
import MediaModel
import Show
import Testing

@testable import Broadcast

/// What a source map says, written and read.
@Suite struct RecordedSourceTests {
    private static let second: Int64 = 1_000_000_000

    private static func framing(isShown: Bool = true, turned: Orientation = .upright) -> SourceFraming {
        SourceFraming(
            isShown: isShown, orientation: turned,
            ReframePreset(mode: .follow, horizontalAnchor: 0.25, verticalAnchor: 0.5))
    }

    private static let lines: [SourceMapLine] = [
        .run("k3x9"), .framing(media: 0, framing(isShown: false), center: nil),
        .piece(file: "kept.mkv", source: 5 * second, media: 2 * second),
        .framing(media: 2 * second, framing(turned: .rotated(clockwise: 90)), center: 0.5),
        .center(media: 2_033_333_000, 0.50125),
        // The network has become longer by a tenth of a second.
        .piece(file: "kept.mkv", source: 9 * second, media: 6_100_000_000),
        .piece(file: "kept.mkv", source: 10 * second, media: nil), .loss(media: 8 * second),
        // A takeover.
        .piece(file: "/rec/kept \"2\".mkv", source: 0, media: 12 * second),
    ]

    private static func read(_ text: String) -> RecordedSource {
        RecordedSource(folder: "/show", text: Data(text.utf8))
    }

    @Test func readsWhatItWrites() {
        for line in Self.lines { #expect(SourceMapLine(Data(line.text.utf8)) == line, "\(line.text)") }
        #expect(SourceMapLine.center(media: 1_500_000_000, 0.25).text == #"{"center":0.25,"media":1.5}"# + "\n")
        #expect(
            SourceMapLine.piece(file: "a.mkv", source: 1, media: nil).text == #"{"file":"a.mkv","source":0}"# + "\n")
    }

    @Test(arguments: [
        "", "{", "[]", "null", #"{"center":0.5,"media":}"#, #"{"center":"x","media":1}"#,
        #"{"center":0.5,"media":1e300}"#,
        #"{"run":"a","version":2}"#, #"{"run":"a"}"#, #"{"file":"a.mkv"}"#, #"{"media":1}"#,
        #"{"media":1,"shown":true}"#,
        #"{"media":1,"shown":true,"mode":"spin","anchor":[0,0],"turned":[]}"#,
        #"{"media":1,"shown":true,"mode":"fit","anchor":[0],"turned":[]}"#,
        #"{"media":1,"shown":true,"mode":"fit","anchor":[0,0],"turned":["inside out"]}"#,
    ]) func passesOverWhatIsNoLine(text: String) {
        #expect(SourceMapLine(Data(text.utf8)) == nil)
    }

    @Test func knowsWhatWasShownWhen() throws {
        let source = Self.read(Self.lines.map(\.text).joined())
        let run = try #require(source.run("k3x9"))
        #expect(source.run("other") == nil)
        #expect(run.stretches.map(\.file) == ["kept.mkv", "/rec/kept \"2\".mkv"])
        let first = run.stretches[0]
        #expect(first.offset(at: 6 * Self.second) == -3 * Self.second)
        #expect(first.offset(at: 9 * Self.second) == -2_900_000_000)
        #expect(first.offset(at: 11 * Self.second) == nil)
        #expect(run.stretches.map(\.start) == [2 * Self.second, 12 * Self.second])

        #expect(run.framing(at: 0)?.0.isShown == false)
        let (framing, center) = try #require(run.framing(at: 2 * Self.second))
        #expect(framing == Self.framing(turned: .rotated(clockwise: 90)) && center == 0.5)
        #expect(run.framing(at: 3 * Self.second)?.center == 0.50125)
    }

    @Test func saysWhatTheDiskLost() throws {
        let source = Self.read(Self.lines.map(\.text).joined())
        func check(_ from: Int64, _ to: Int64, run: String = "k3x9") throws {
            try source.check(run, .seconds(from)..<(.seconds(to))) { "\($0.seconds)" }
        }
        try check(2, 6)
        try check(10, 14)
        let lost = try #require(throws: JobError.self) { try check(6, 9) }
        #expect(lost.code == .inputUnusable && lost.message.contains("lacks something at 8.0"), "\(lost.message)")
        let unknown = try #require(throws: JobError.self) { try check(2, 6, run: "other") }
        #expect(unknown.message.contains("source.ndjson knows nothing of 2.0 to 6.0"), "\(unknown.message)")
    }

    /// A process may be killed amid a line, and the next begins another.
    @Test func readsWhatACrashLeft() throws {
        let torn = Self.lines[0...3].map(\.text).joined() + #"{"center":0.5,"med"# + "\n"
        let second: [SourceMapLine] = [.run("b"), .piece(file: "kept-2.mkv", source: 0, media: 0)]
        let source = Self.read(torn + second.map(\.text).joined() + #"{"file":"kept-"#)
        #expect(source.run("k3x9")?.framings.count == 2)
        #expect(source.run("b")?.stretches.map(\.file) == ["kept-2.mkv"])
    }

    @Test func looksInTheFolderForWhatWasMoved() throws {
        let error = try #require(throws: JobError.self) { try Self.read("").path(of: "/nowhere/kept.mkv") }
        #expect(error.code == .inputNotFound && error.message.contains("put it back, or into /show"))
        #expect(SourceMap.name(of: "/a/show/kept.mkv", in: "/a/show/") == "kept.mkv")
        #expect(SourceMap.name(of: "/a/kept.mkv", in: "/a/show") == "/a/kept.mkv")
    }
}
