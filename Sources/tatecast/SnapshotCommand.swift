import ArgumentParser
import Broadcast
import Foundation
import HLS
import Logging
import MediaModel
import Presets
import Show
import Stills

struct SnapshotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot",
        abstract: "Make a picture of a show at an instant, exactly as a render composes it; or several, on one sheet.",
        discussion: """
            Over a clip, or over a colour. After a clip's end its last picture stays. With several instants or clips \
            the output is a contact sheet, clip after clip; where it ends with '/', it is a folder, and gets a PNG \
            for each instant, named after its tick. What is there is replaced. All exit statuses: \
            docs/exit-statuses.md.
            """
    )

    @Argument(help: "How the show looks: a YAML file.", completion: .file())
    var preset: String

    @Option(help: "What happens when: one JSON event a line, each with its 'at'.", completion: .file())
    var events: String?

    @Option(help: "The media file below the overlays. May be given more than once.", completion: .file())
    var input: [String] = []

    @Option(help: "A colour below the overlays, as #rrggbb. Default, where there is no input: \(Self.grey).")
    var color: String?

    @Option(help: "When, in seconds of the show; several with commas, e.g. 1,3,5.5. May be given more than once.")
    var at: [String]

    @Option(name: .shortAndLong, help: "The PNG file to write, or a folder, with '/' at its end.", completion: .file())
    var output: String

    @Option(help: "The canvas' size instead of the preset's, e.g. 360x640.")
    var canvas: String?

    @Option(help: "Cells in a row of a sheet. Default: all instants of a clip, 4 where there is one clip.")
    var columns: Int?

    @Option(help: "The width of a sheet's cells, in pixels.")
    var cellWidth = 270

    @Flag(help: "Write 256 colours: a third of the size, for pictures to look at and keep.")
    var palette = false

    @Option(help: "The wall-clock time of the first picture, e.g. 2026-11-22T20:00:00.000Z. Default: now.")
    var startTime: String?

    @Flag(name: .shortAndLong, help: "Say nothing but warnings and errors.")
    var quiet = false

    @Option(help: "How log lines look: \(LogFormat.allCases.map(\.rawValue).joined(separator: " or ")).")
    var logFormat: LogFormat = .text

    @Flag(name: .shortAndLong, help: "Log everything, FFmpeg's own messages too.")
    var verbose = false

    private static let grey = "#787878"
    /// Instants times clips: more make a sheet that nobody can look at.
    private static let mostPictures = 256

    func validate() throws {
        let instants = try instants
        if input.count > 1 && color != nil || !input.isEmpty && color != nil {
            throw ValidationError("--color and --input: expected one of the two")
        }
        if instants.count * max(1, input.count) > Self.mostPictures {
            throw ValidationError("--at: \(instants.count * max(1, input.count)) pictures; at most 256 are made")
        }
        if isFolder, input.count > 1 { throw ValidationError("--output \(output): a folder takes one --input only") }
        if !isFolder, (output as NSString).pathExtension.lowercased() != "png" {
            throw ValidationError("--output \(output): expected a name that ends with .png, or with / for a folder")
        }
        if let columns, !(1...64 ~= columns) { throw ValidationError("--columns \(columns): expected 1 to 64") }
        if !(32...2160 ~= cellWidth) { throw ValidationError("--cell-width \(cellWidth): expected 32 to 2160") }
        if let startTime, ProgramDateTime(parsing: startTime) == nil {
            throw ValidationError("--start-time \(startTime): expected a time such as 2026-11-22T20:00:00.000Z")
        }
        _ = try canvasSize
        _ = try backdropColor
    }

    func run() async throws {
        let logger = ConsoleLogHandler.bootstrap(
            format: logFormat, level: verbose ? .debug : quiet ? .warning : .info)
        do {
            for file in try await album(logger).run() { logger.info("\(file)") }
        } catch {
            let (status, message) = ExitStatus.explain(error)
            logger.critical("\(message)")
            throw status.code
        }
    }

    private func album(_ logger: Logger) throws -> SnapshotAlbum {
        var look = try PresetFile.load(path: preset)
        if let size = try canvasSize {
            // The preset's rungs belong to its own canvas, and nothing is encoded here.
            (look.canvas.size, look.ladder) = (size, .automatic)
        }
        let start =
            startTime.flatMap { ProgramDateTime(parsing: $0) }
            ?? ProgramDateTime(millisecondsSince1970: Int64(Date().timeIntervalSince1970 * 1000))
        let timeline = try events.map { try RenderCommand.loadTimeline($0, start: start) } ?? EventTimeline()
        let folder = events.map { ($0 as NSString).deletingLastPathComponent }.map { $0.isEmpty ? "." : $0 }
        let backdrops: [SnapshotOptions.Backdrop] =
            input.isEmpty ? [.color(try backdropColor)] : input.map { .file($0) }
        let instants = try instants
        let shows = backdrops.map { backdrop in
            SnapshotAlbum.Entry(
                SnapshotOptions(
                    backdrop: backdrop, preset: look, timeline: timeline, pictureFolder: folder, instants: instants,
                    start: start),
                name: Self.name(backdrop, among: backdrops.count))
        }
        return SnapshotAlbum(
            shows, form: form(instants.count), output: isFolder ? String(output.dropLast()) : output,
            hasPalette: palette, logger: logger)
    }

    private func form(_ count: Int) -> SnapshotAlbum.Form {
        if isFolder { return .folder }
        if count == 1 && input.count <= 1 { return .picture }
        return .sheet(
            ContactSheet.Layout(columns: columns ?? (input.count > 1 ? count : min(4, count)), cellWidth: cellWidth))
    }

    private static func name(_ backdrop: SnapshotOptions.Backdrop, among count: Int) -> String {
        if count > 1, case .file(let path) = backdrop { (path as NSString).lastPathComponent } else { "" }
    }

    private var isFolder: Bool { output.hasSuffix("/") && output.count > 1 }

    private var instants: [MediaTime] {
        get throws {
            let words = at.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
            return try words.map { word in
                let seconds = Double(word.trimmingCharacters(in: .whitespaces))
                guard let seconds, seconds >= 0, seconds <= Double(SnapshotOptions.latestInstant) else {
                    throw ValidationError("--at \(word): expected seconds from 0 to 86400")
                }
                return .microseconds(Int64((seconds * 1_000_000).rounded()))
            }
        }
    }

    private var canvasSize: PixelSize? {
        get throws {
            guard let canvas else { return nil }
            let sides = canvas.split(separator: "x", omittingEmptySubsequences: false).compactMap { Int($0) }
            guard sides.count == 2, sides.allSatisfy({ 16...4096 ~= $0 && $0 % 2 == 0 }) else {
                throw ValidationError("--canvas \(canvas): expected two even numbers from 16 to 4096, e.g. 360x640")
            }
            return PixelSize(width: sides[0], height: sides[1])
        }
    }

    private var backdropColor: Color {
        get throws {
            guard let color = Color(hex: color ?? Self.grey) else {
                throw ValidationError("--color \(color ?? ""): expected a colour such as #ff8800")
            }
            return color
        }
    }
}
