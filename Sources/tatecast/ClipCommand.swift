import AfterShow
import ArgumentParser
import Broadcast
import Captions
import Delivery
import FFmpegKit
import Foundation
import Logging
import MediaModel
import Show

struct ClipCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clip",
        abstract:
            "Cut clips out of a show's folder: a range, the moments that people liked most, or one for each product.",
        discussion: """
            Each clip is an MP4 file, exact to the picture, with a JPEG picture beside it; clips.json beside them says what each is. The \
            show may be finished, cut off, or still going on. What is between the first and the last key picture is copied; \
            only a clip's edges, and its sound, are encoded anew. See docs/clips.md; exit statuses: docs/exit-statuses.md.
            """
    )

    @Argument(help: "The show's folder, as render or live wrote it.", completion: .directory)
    var folder: String

    @Option(
        help: "Where the clip begins, in the show's own time: 12:30, 1:02:03.5, or seconds.", transform: Self.time)
    var from: MediaTime?

    @Option(help: "Where it ends: the first picture that it doesn't have any more.", transform: Self.time)
    var to: MediaTime?

    @Option(help: "Cut so many moments, at most, in which hearts, comments or votes peak: 1 to 100.")
    var highlights: Int?

    @Option(help: "How long a highlight may be, in seconds: 5..300.", transform: Self.lengths)
    var length: ClosedRange<MediaTime> = .seconds(15)...(.seconds(45))

    @Flag(help: "Cut a clip for each product: from its price to the next.")
    var products = false

    @Option(
        name: .shortAndLong, help: "The clip's file, clips/cup.mp4; with --highlights and --products a folder.",
        completion: .file())
    var output: String

    @Flag(
        help:
            "Cut without overlays: the source's pictures, which live --record-source kept, turned and cut as they were on air."
    )
    var clean = false

    @Option(help: "Which rung to cut, as 540x960. Default: the largest.")
    var rung: String?

    @Option(help: "What a clip is called in its file. Default: its products, or its times.")
    var title: String?

    @Option(
        help: ArgumentHelp(
            "The language of titles, where the show names things in several: en, zh-Hant. Default: \(Preset().locale).",
            valueName: "tag"), transform: Self.language)
    var language: LanguageTag?

    @Option(
        help: "What happened in the show, instead of the folder's own events.ndjson: of a show that was rendered.",
        completion: .file())
    var events: String?

    @Option(
        help: ArgumentHelp(
            "Also store the clips, their pictures and clips.json in a bucket, or at a web server that takes PUT: s3://bucket/prefix?region=…&endpoint=…, https://host/path.",
            discussion: "Credentials come as for `render --upload`. See docs/uploads.md.", valueName: "url"))
    var upload: String?

    @Flag(help: "Replace clips of the same names.")
    var overwrite = false

    @Flag(help: "Print what was cut as one JSON object, as in clips.json.")
    var json = false

    @OptionGroup
    var log: LogOptions

    private static func time(_ text: String) throws -> MediaTime {
        guard let time = ClipTime.time(text) else {
            throw ValidationError("\(text): expected a time of the show, as 12:30, 1:02:03.5, or 95 for seconds")
        }
        return time
    }

    private static func language(_ text: String) throws -> LanguageTag {
        do throws(LanguageTagFault) {
            return try LanguageTag(text)
        } catch {
            throw ValidationError("\(text): \(error)")
        }
    }

    private static func lengths(_ text: String) throws -> ClosedRange<MediaTime> {
        let ends = text.components(separatedBy: "..").map { ClipTime.time($0) }
        guard ends.count == 2, let least = ends[0], let most = ends[1], least <= most, .seconds(5) <= least,
            most <= .seconds(300)
        else {
            throw ValidationError("\(text): expected the shortest and the longest in seconds, within 5..300, as 15..45")
        }
        return least...most
    }

    func validate() throws {
        _ = try selection()
        do throws(JobError) {
            if let upload { _ = try UploadAddress(upload) }
        } catch {
            throw ValidationError("--upload: \(error.message)")
        }
    }

    private func selection() throws -> ClipJob.Selection {
        switch (from, to, highlights, products) {
        case (let from?, let to?, nil, false):
            guard from < to else { throw ValidationError("--to \(ClipTime.text(to)): expected a time after --from") }
            guard output.lowercased().hasSuffix(".mp4") else {
                throw ValidationError("-o \(output): a clip is an MP4 file: expected a name that ends in .mp4")
            }
            return .range(from: from, to: to)
        case (nil, nil, let count?, false):
            guard 1...100 ~= count else { throw ValidationError("--highlights \(count): expected 1 to 100") }
            return .highlights(count: count, length: length)
        case (nil, nil, nil, true): return .products
        default:
            throw ValidationError(
                "expected what to cut, one of: --from with --to, --highlights, --products")
        }
    }

    func run() async throws {
        let logger = log.bootstrap(isService: false)
        try await ExitStatus.reporting(to: logger) { try await cut(logger) }
    }

    private func cut(_ logger: Logger) async throws {
        var options = ClipJob.Options(folder: folder, selection: try selection(), output: output)
        (options.title, options.rung, options.timeline, options.overwrites) = (title, rung, events, overwrite)
        options.language = language.map { "\($0)" }
        options.isClean = clean
        let signals = StopSignals.shared
        signals.prepare { $0.patience = .seconds(10) }
        let job = ClipJob(options) { logger.warning("\($0)") }
        let uploader = try upload.map { url in
            try UploadOptions.uploader(to: url, Uploader.Options(folder: job.outputFolder), logger)
        }
        // Before anything is cut: keys that are wrong are noticed at once.
        try await uploader?.check(until: signals.stop)
        let clips = try await runOnThread(named: "clip") { [stop = signals.stop] in try job.run(stop: stop) }
        if json {
            Console.shared.result(ClipCatalogue.json(clips))
        } else if !log.quiet {
            for clip in clips { Console.shared.result(clip.line(in: job.outputFolder)) }
        }
        if let uploader, !clips.isEmpty { try await store(clips, job.outputFolder, uploader, logger) }
        if let signal = signals.received { throw ExitCode(128 + signal) }
    }
}

extension ClipCommand {
    private func store(
        _ clips: [ClipRecord], _ folder: String, _ uploader: Uploader, _ logger: Logger
    ) async throws {
        let names = clips.flatMap { [$0.file] + [$0.poster].compactMap(\.self) }
        let left = await ClipUpload(uploader).run(
            names, catalogue: ClipCatalogue.name, in: folder, until: StopSignals.shared.stop)
        let counters = uploader.counters
        await uploader.close()
        guard left == 0 else {
            let cause = counters.failure.map { ": \($0)" } ?? ""
            throw JobError(
                .unfinished,
                "the clips are whole, and \(left) files aren't stored at \(uploader.address.location) yet\(cause); the same command with "
                    + "--overwrite goes on")
        }
        logger.info("\(counters.stored) files, \(counters.bytes) bytes, were stored at \(uploader.address.location)")
    }
}

extension ClipRecord {
    /// E.g. `clips/cup.mp4: 12:30 to 13:05, 35 s, 214 hearts, Vacuum tumbler`.
    fileprivate func line(in folder: String) -> String {
        func text(_ seconds: Double) -> String { ClipTime.text(.microseconds(Int64((seconds * 1_000_000).rounded()))) }
        var facts = ["\(text(from)) to \(text(to))"]
        if hearts > 0 { facts.append("\(hearts) hearts") }
        if comments > 0 { facts.append("\(comments) comments") }
        if votes > 0 { facts.append("\(votes) votes") }
        facts += reasons.isEmpty ? products.map(\.name) : reasons
        return "\(folder == "." ? "" : folder + "/")\(file): " + facts.joined(separator: "; ")
    }
}
