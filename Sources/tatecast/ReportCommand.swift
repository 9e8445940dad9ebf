import AfterShow
public import ArgumentParser
import Broadcast
import Foundation
import Logging
public import Reporting
import Show

extension ReportLanguage: ExpressibleByArgument {}

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Tell how a show went: a page for people, and the same for programs.",
        discussion: """
            Reads a show's folder: its events, and the record that live --record keeps beside the recording. Writes \
            index.html, one file that needs no network and prints, report.json, and chapters by product for players. A broadcast that still runs, or was \
            cut off, is reported as far as it went, and a warning says so. All exit statuses: docs/exit-statuses.md.
            """
    )

    @Argument(help: "The show's folder, as live or render wrote it.", completion: .directory)
    var folder: String

    @Option(name: .shortAndLong, help: "The folder to write the report to.", completion: .directory)
    var output: String

    @Option(help: "The language of the page: en or ja.")
    var language: ReportLanguage = .english

    @Option(help: "What the show is called. Default: its folder's name.")
    var title: String?

    @Option(
        help: "The show's events, for one that render made. Default: events.ndjson in its folder.", completion: .file())
    var events: String?

    @Flag(help: "Also write comments.csv and events.csv, for spreadsheets.")
    var export = false

    @OptionGroup
    var log: LogOptions

    func validate() throws {
        guard FilePath.place(of: folder) != FilePath.place(of: output) else {
            throw ValidationError("--output \(output): the show is there; name another folder for the report")
        }
    }

    func run() async throws {
        let logger = log.bootstrap(isService: false)
        try await ExitStatus.reporting(to: logger) {
            try await runOnThread(named: "report") {
                do throws(ReportError) {
                    try report(logger)
                } catch {
                    throw JobError(Self.codes[error.code] ?? .internal, error.message)
                }
            }
        }
    }

    private static let codes: [ReportError.Code: JobError.Code] = [
        .notFound: .inputNotFound, .unusable: .inputUnusable, .unwritable: .outputNotWritable,
    ]

    private func report(_ logger: Logger) throws(ReportError) {
        let reader = ShowReader(folder: folder, events: events)
        var result = try reader.read()
        let (peaks, hiddenCount) = ReportMoments(result, folder: folder).find()
        result.account.peaks = peaks
        if hiddenCount > 0 { result.account.remarks.append(.hiddenPictures(hiddenCount)) }
        for remark in result.account.remarks { logger.warning("\(remark.sentence(.english))") }
        let name = title ?? URL(filePath: folder).standardizedFileURL.lastPathComponent
        let files = try ReportFiles(folder: output)
        try files.write(ReportPage(result.account, title: name, language: language).html, to: "index.html")
        try files.write(ReportJSON(result.account, title: name, language: language).text, to: "report.json")
        let chapters = Chapters(result.account, language: language)
        if !chapters.isEmpty {
            try files.write(chapters.webVTT, to: "chapters.vtt")
            for tag in chapters.languages {
                try files.write(chapters.webVTT(in: "\(tag)"), to: "chapters.\(tag).vtt")
            }
            try files.write(chapters.json, to: "chapters.json")
        }
        if export {
            let tables = EventTables(reader, result, language: language)
            try files.write("comments.csv") { comments throws(ReportError) in
                try files.write("events.csv") { events throws(ReportError) in
                    try tables.write(comments: comments, events: events)
                }
            }
        }
        try files.finish()
        guard !log.quiet else { return }
        Console.shared.result("\(output)/index.html")
    }
}
