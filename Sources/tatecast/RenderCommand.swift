import ArgumentParser

struct RenderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Turn a media file into a vertical show: HLS for phones, with prices and hearts burnt in.",
        discussion: """
            Writes master.m3u8 and its renditions into the output folder. Ctrl-C completes the segment in \
            progress, writes valid playlists and exits with 130; once a show is served, with 0. What a render left that was \
            killed is replaced by the next. All exit statuses: docs/exit-statuses.md.
            """
    )

    @Argument(help: "The media file to show.", completion: .file())
    var input: String

    @OptionGroup
    var show: ShowOptions

    @Option(help: "What happens when: one JSON event a line, each with its 'at'.", completion: .file())
    var events: String?

    @OptionGroup
    var said: CaptionOptions

    @Option(
        help: "Who is in the file, as 'tatecast follow --json' wrote it, for a crop that follows.", completion: .file())
    var subjects: String?

    @Option(name: .shortAndLong, help: "The folder to write the show to.", completion: .directory)
    var output: String

    @Option(
        help: ArgumentHelp(
            "When the show is rendered, serve it over HTTP until Ctrl-C: 0.0.0.0:8080. Port 0 is any free one.",
            valueName: "host:port"))
    var serve: String?

    @Option(help: PublicURLOption.help)
    var publicUrl: PublicURLOption?

    @OptionGroup
    var uploading: UploadOptions

    @OptionGroup
    var told: WebhookOptions

    @OptionGroup
    var ending: DrainOption

    @OptionGroup
    var page: PageOptions

    @Option(help: "Also write the top rung and its sound to one MP4 file.", completion: .file())
    var mp4: String?

    @Option(help: "Also write the canvas, uncompressed, as YUV4MPEG2 (44 MB a second).", completion: .file())
    var rawCanvas: String?

    @Flag(help: "Replace what is in the output folder and the files.")
    var overwrite = false

    @Option(help: "Render this much at most, in seconds.")
    var duration: Double?

    @OptionGroup
    var beginning: StartTimeOption

    @Flag(help: "Print the summary as one JSON object.")
    var json = false

    @OptionGroup
    var log: LogOptions

    func validate() throws {
        guard serve != nil || publicUrl == nil else {
            throw ValidationError("--public-url is for --serve: nothing else of render tells viewers where to go")
        }
        guard serve != nil || page.page == nil && page.playerScript == nil else {
            throw ValidationError("--page and --player-script are for --serve: it has the page")
        }
        if let duration, !(duration > 0 && duration <= 86_400) {
            throw ValidationError("--duration \(duration): expected more than 0 and at most 86400 seconds")
        }
    }

    func run() async throws {
        let logger = log.bootstrap(isService: false)
        try await ExitStatus.reporting(to: logger) { try await render(logger) }
    }
}
