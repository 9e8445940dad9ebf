import ArgumentParser
import Broadcast
import Foundation
import Logging
import Presets

struct SnapshotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot",
        abstract: "Make a picture of a show at an instant, exactly as a render composes it; or several, on one sheet.",
        discussion: """
            Over a clip, or over a colour. After a clip's end its last picture stays. With several instants or clips \
            the output is a contact sheet, clip after clip; where it ends with '/', it is a folder, and gets a PNG \
            for each instant, named after its tick. What is there is replaced.

            With --golden the pictures are compared with those of a folder, and only those that differ are written, \
            each with a picture of where: then the status is 1. All exit statuses: docs/exit-statuses.md.
            """
    )

    @Argument(help: "How the show looks: a YAML file.", completion: .file())
    var preset: String

    @Option(help: "What happens when: one JSON event a line, each with its 'at'.", completion: .file())
    var events: String?

    @Option(help: "The media file below the overlays. May be given more than once.", completion: .file())
    var input: [String] = []

    @Option(
        help: """
            Who is in the input, as 'tatecast follow --json' wrote it, for a crop that follows. Of several inputs each has \
            its own.
            """, completion: .file())
    var subjects: [String] = []

    @Option(help: "A colour below the overlays, as #rrggbb. Default, where there is no input: \(Self.defaultColor).")
    var color: String?

    @Option(help: "When, in seconds of the show; several with commas, e.g. 1,3,5.5. May be given more than once.")
    var at: [String]

    @Option(name: .shortAndLong, help: "The PNG file to write, or a folder, with '/' at its end.", completion: .file())
    var output: String?

    @Option(
        help: """
            Hatch what an app draws over the picture: \(AppScreens.names.joined(separator: ", ")). An app's own name \
            stands for its live screen.
            """)
    var safeArea: String?

    @Option(help: "A folder of pictures to compare with, which --renew-golden made.", completion: .directory)
    var golden: String?

    @Flag(help: "Make the pictures of --golden anew. Nothing else is written.")
    var renewGolden = false

    @Option(help: "The canvas' size instead of the preset's, e.g. 360x640.")
    var canvas: String?

    @Option(help: "Cells in a row of a sheet. Default: all instants of a clip, 4 where there is one clip.")
    var columns: Int?

    @Option(help: "The width of a sheet's cells, in pixels.")
    var cellWidth = 270

    @Flag(help: "Write 256 colours: a third of the size, for pictures to look at and keep.")
    var palette = false

    @OptionGroup
    var beginning: StartTimeOption

    @OptionGroup
    var log: LogOptions

    func validate() throws {
        _ = try request()
    }

    func run() async throws {
        let logger = log.bootstrap(isService: false)
        try await ExitStatus.reporting(to: logger) { try await run(try request(), logger) }
    }

    private func run(_ request: SnapshotRequest, _ logger: Logger) async throws {
        let shows = try request.shows()
        switch request.purpose {
        case .album(let form, let output):
            let album = SnapshotAlbum(
                shows, form: form, output: output, hasPalette: palette, screen: request.screen, logger: logger)
            for file in try await album.run(willWrite: Self.finishWriting) { logger.info("\(file)") }
        case .renewal(let goldens):
            let check = GoldenCheck(shows[0].options, goldens: goldens, logger: logger)
            for file in try await check.renew(willWrite: Self.finishWriting) { logger.info("\(file)") }
        case .comparison(let goldens, let failures):
            let check = GoldenCheck(shows[0].options, goldens: goldens, logger: logger)
            let results = try await check.run(failures: failures)
            for result in results {
                logger.log(level: result.isAccepted ? .info : .error, "\(result)")
            }
            guard results.allSatisfy(\.isAccepted) else { throw ExitStatus.different.code }
        }
        if let signal = StopSignals.shared.received { throw ExitCode(128 + signal) }
    }

    /// Before, a stop ends the command at once; now all files are written, or none.
    private static let finishWriting: @Sendable () -> Void = {
        StopSignals.shared.prepare { $0.patience = .seconds(2) }
    }
}
