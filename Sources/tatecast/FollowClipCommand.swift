import ArgumentParser
import Broadcast
import Follow
import Foundation
import Logging
import MediaModel
import Presets
import Show

struct FollowClipCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "follow",
        abstract: "Look at where a crop that follows would lie in a clip, and why.",
        discussion: """
            Looks at the clip as a render does, and says how the crop moved. Its path can be drawn, and filmed: the whole \
            picture with what was found, the zone and the crop's window, beside what viewers get. What was found can be \
            kept as a subject file, mended by hand, and taken instead of looking again. All exit statuses: \
            docs/exit-statuses.md.
            """
    )

    @Argument(help: "The media file.", completion: .file())
    var clip: String

    @Option(
        help: "How the show looks: a YAML file. Default: 720x1280, following whatever there is.", completion: .file())
    var preset: String?

    @Option(help: "What is in the clip, as --json wrote it, instead of looking.", completion: .file())
    var subjects: String?

    @Option(help: "Draw the path over time, as an SVG file.", completion: .file())
    var plot: String?

    @Option(help: "Film what was found and where the crop lay, as an MP4 file without sound.", completion: .file())
    var debug: String?

    @Option(help: "Write what was found: a subject file, which --subjects takes.", completion: .file())
    var json: String?

    @Option(help: "Write where the crop lay, one JSON object for each picture of the show.", completion: .file())
    var path: String?

    @OptionGroup
    var log: LogOptions

    func validate() throws {
        let files = [plot, debug, json, path].compactMap(\.self)
        guard Set(files + [clip]).count == files.count + 1 else {
            throw ValidationError("one file is named twice: give each output a name of its own")
        }
    }

    func run() async throws {
        let logger = log.bootstrap(isService: false)
        try await ExitStatus.reporting(to: logger) { try await follow(logger) }
    }

    private func follow(_ logger: Logger) async throws {
        var preset = try preset.map { try PresetFile.load(path: $0) } ?? Preset()
        preset.reframe.mode = .follow
        let options = FollowJob.Options(
            input: clip, preset: preset, follow: preset.reframe.follow, subjects: try subjects.map(SubjectFile.load),
            film: debug)
        let job = FollowJob(options, logger: logger) { try FollowDetectors.make(for: options.follow.subject) }
        let signals = StopSignals.shared
        signals.prepare { $0.patience = .seconds(5) }
        let reporter =
            log.quiet ? nil : ProgressReporter(job.progress, frameRate: preset.canvas.frameRate, logger: logger)
        let report = try await ProgressReporter.show(reporter) { try await job.run(stop: signals.stop) }
        for warning in report.warnings { logger.warning("\(warning)") }
        try write(report)
        if !log.quiet { Console.shared.result(report.text(of: clip)) }
        if let signal = signals.received { throw ExitCode(128 + signal) }
    }

    private func write(_ report: FollowReport) throws {
        let name = (clip as NSString).lastPathComponent
        if let plot, let path = report.path { try Self.write(FollowPlot(path, title: name).svg, to: plot) }
        if let json { try Self.write(report.track.ndjson, to: json) }
        if let file = path { try Self.write(report.path?.ndjson ?? "", to: file) }
    }

    private static func write(_ text: String, to path: String) throws(JobError) {
        try OutputFolder.replace(path, with: [Array(text.utf8)])
    }
}

/// Reads subject files.
enum SubjectFile {
    /// The file that a show takes its subjects from, if one is named.
    ///
    /// - Throws: ``JobError`` that names file and line, or if the preset's crop doesn't follow anybody.
    static func load(_ path: String?, for preset: Preset) throws -> SubjectTrack? {
        guard let path else { return nil }
        guard preset.reframe.mode == .follow else {
            throw JobError(
                .usage,
                "--subjects \(path): the preset's reframe.mode is \(preset.reframe.mode.rawValue); they are for follow")
        }
        return try load(path)
    }

    /// - Throws: ``JobError`` that names file and line.
    static func load(_ path: String) throws -> SubjectTrack {
        let data = try InputFile.read(path, upTo: SubjectTrack.maximumByteCount)
        do {
            return try SubjectTrack(ndjson: data)
        } catch {
            throw JobError(.inputUnusable, "\(path): \(error)")
        }
    }
}
