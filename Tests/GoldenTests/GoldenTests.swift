import Broadcast
import Foundation
import Logging
import MediaModel
import MediaTesting
import Show
import Stills
import Testing

/// The sample shows look as they did when somebody last looked. `make goldens` makes the pictures anew; look at them
/// before you commit them.
@Suite(.timeLimit(.minutes(5)), .serialized) struct GoldenTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test func haveSixShowsOfSeveralPictures() throws {
        let shows = try SampleShow.all()
        #expect(shows.count >= 6)
        for show in shows { #expect((show.goldens ?? []).count >= 3, "\(show.name)") }
        let folders = try FileManager.default.contentsOfDirectory(atPath: "\(SampleShow.repository)/samples/golden")
        #expect(folders.sorted() == shows.map(\.name).sorted())
    }

    @Test(arguments: try SampleShow.all().map(\.name))
    func everyShowLooksAsItShould(name: String) async throws {
        let show = try #require(try SampleShow.all().first { $0.name == name })
        let check = GoldenCheck(try show.options(), goldens: show.goldenFolder, logger: Self.logger)
        // In the repository, so that somebody finds them; a picture that has come right again goes.
        let results = try await check.run(failures: "\(SampleShow.repository)/out/golden-failures/\(name)")
        #expect(results.count == show.goldens?.count)
        for result in results { #expect(result.isAccepted, "\(result)") }
    }

    // MARK: - What must not go unseen

    /// Compares a show with a changed preset, and returns what was found and which files it left.
    private static func results(
        of name: String = "cup-flash-sale", change: (inout Preset) -> Void
    ) async throws -> (results: [GoldenResult], files: [String], folder: String) {
        let folder = try TemporaryFolder()
        let show = try #require(try SampleShow.all().first { $0.name == name })
        let check = GoldenCheck(
            try show.options(change: change), goldens: show.goldenFolder, logger: logger)
        let results = try await check.run(failures: "\(folder.path)/failures/\(name)")
        return (results, folder.contents(), folder.path)
    }

    @Test func nothingIsWrittenWhereNothingIsChanged() async throws {
        let (results, files, _) = try await Self.results { _ in }
        #expect(results.allSatisfy { $0.isAccepted })
        #expect(files == [])
    }

    @Test func aMissingPriceFails() async throws {
        let (results, files, folder) = try await Self.results { preset in
            preset.layers.removeAll { $0.type == .price }
        }
        let failed = results.filter { !$0.isAccepted }
        #expect(!failed.isEmpty)
        for result in failed {
            guard case .different(let comparison, let picture, let difference) = result.verdict else {
                Issue.record("\(result)")
                continue
            }
            #expect(comparison.differentBlocks.count > 20)
            #expect(result.description.contains(picture) && result.description.contains(difference))
            #expect([picture, difference].allSatisfy { $0.hasPrefix(folder) })
            #expect(files.contains("failures/cup-flash-sale/\(result.tick).png"))
            #expect(files.contains("failures/cup-flash-sale/\(result.tick).difference.png"))
        }
    }

    /// A green as light as the plate's red, to a weighting of luma: what a comparison of luma alone lets pass.
    @Test func aWrongColourOfTheSameLightFails() async throws {
        let (results, _, _) = try await Self.results { preset in
            preset.layers = preset.layers.map { layer in
                guard case .price(var price) = layer else { return layer }
                price.box.style.plate = Self.green(asLightAs: price.box.style.plate)
                price.box.style.gradient = nil
                price.box.style.border = nil
                return .price(price)
            }
        }
        #expect(results.contains { !$0.isAccepted })
    }

    private static func green(asLightAs color: Color) -> Color {
        let light = 0.2126 * Double(color.red) + 0.7152 * Double(color.green) + 0.0722 * Double(color.blue)
        return Color(red: 0, green: UInt8(min(255, light / 0.7152)), blue: 0, alpha: color.alpha)
    }

    /// Some four pixels of 360.
    @Test func aPriceInAnotherPlaceFails() async throws {
        let (results, _, _) = try await Self.results { preset in
            preset.layers = preset.layers.map { layer in
                guard case .price(var price) = layer else { return layer }
                price.box.inset.horizontal += 1
                return .price(price)
            }
        }
        #expect(results.contains { !$0.isAccepted })
    }

    @Test func aPictureWithoutItsGoldenOneFails() async throws {
        let folder = try TemporaryFolder()
        let show = try #require(try SampleShow.all().first)
        let check = GoldenCheck(try show.options(), goldens: "\(folder.path)/none", logger: Self.logger)
        let results = try await check.run(failures: "\(folder.path)/failures")
        #expect(results.count == show.goldens?.count)
        for result in results {
            guard case .missing(let picture) = result.verdict else {
                Issue.record("\(result)")
                continue
            }
            #expect(FileManager.default.fileExists(atPath: picture))
        }
    }

    @Test func renewingMakesThemRightAndRemovesThoseOfNoInstant() async throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: "\(folder.path)/golden", withIntermediateDirectories: true)
        try folder.write("old", to: "golden/9999.png")
        try folder.write("kept", to: "golden/notes.txt")
        var options = try #require(try SampleShow.all().first).options()
        options.instants = [.seconds(1)]
        let check = GoldenCheck(options, goldens: "\(folder.path)/golden", logger: Self.logger)
        #expect(try await check.run(failures: "\(folder.path)/failures").last?.verdict == .unused)
        #expect(try await check.renew() == ["\(folder.path)/golden/30.png"])
        #expect(try await check.run(failures: "\(folder.path)/failures").map(\.verdict) == [.exact])
        #expect(folder.contents() == ["golden", "golden/30.png", "golden/notes.txt"])
    }
}
