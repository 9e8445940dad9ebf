import ArgumentParser
import Broadcast
import Ingest

struct LiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "live",
        abstract: "Broadcast: keep a steady vertical programme going, whatever the source does.",
        discussion: """
            Every option is also a key of the --config file and an environment variable: --jitter-buffer is \
            jitter-buffer: there and TATECAST_JITTER_BUFFER here. An option wins over a variable, a variable over the file.

            Ctrl-C, SIGTERM or SIGHUP completes the segment in progress, ends the playlists and exits with 0, within two \
            seconds; a second one ends the process at once. A process that was killed goes on where its folder ends when the \
            same command is given again. All exit statuses: docs/exit-statuses.md.
            """
    )

    @Option(
        help: ArgumentHelp(
            "What to broadcast: rtmp://, rtmps://, srt://, http(s):// or a media file, which is played at its own speed.",
            valueName: "url"),
        completion: .file())
    var input: String?

    @Option(
        help: ArgumentHelp(
            "Where publishers come in: rtmp://0.0.0.0:1935/live, or rtmps:// with --tls-cert and --tls-key. Port 0 is any free one.",
            discussion: """
                Who may publish is told by TATECAST_STREAM_KEY, and TATECAST_STREAM_KEY_BACKUP for a second key; or by \
                the name of a file that holds it, in TATECAST_STREAM_KEY_FILE and TATECAST_STREAM_KEY_BACKUP_FILE.
                """,
            valueName: "url"))
    var listen: String?

    @Option(help: "The certificate for rtmps:// and --serve, a PEM file.", completion: .file())
    var tlsCert: String?

    @Option(help: "The certificate's private key, a PEM file.", completion: .file())
    var tlsKey: String?

    @Option(help: "When a second publisher comes with a right key: replace the first, or reject the second.")
    var takeover: PublishServer.Takeover = .replace

    @Flag(help: "Play a file again and again.")
    var loop = false

    @OptionGroup
    var show: ShowOptions

    @Option(
        help: """
            What happens when: one JSON event a line, each with its 'at'. With -, events are read from standard input \
            as they come; those without 'at' happen at once.
            """,
        completion: .file())
    var events: String?

    @OptionGroup
    var said: CaptionOptions

    @Option(name: .shortAndLong, help: "The folder to write the show to.", completion: .directory)
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Serve the show to viewers over HTTP, with low latency: 0.0.0.0:8080. Port 0 is any free one.",
            discussion:
                "With --tls-cert and --tls-key over HTTPS and HTTP/2; http://0.0.0.0:8080 is without all the same.",
            valueName: "host:port"))
    var serve: String?

    @Option(help: PublicURLOption.help)
    var publicUrl: PublicURLOption?

    @OptionGroup
    var uploading: UploadOptions

    @Option(
        help: ArgumentHelp(
            "Where the programme is controlled over HTTP, apart from viewers: 127.0.0.1:8081. Port 0 is any free one.",
            discussion: """
                Without it, at the address of --serve if TATECAST_CONTROL_TOKEN is set or that is this machine's alone. Who may \
                send no more than hearts, comments and votes is told by TATECAST_AUDIENCE_TOKEN. Either may be the name of a file \
                that holds it, in …_FILE. See docs/control-api.md.
                """,
            valueName: "host:port"))
    var control: String?

    @Option(
        help: ArgumentHelp(
            "The web page that may control the programme from a browser: https://console.example.", valueName: "origin")
    )
    var controlCors: String?

    @Flag(name: .customLong("no-disk"), help: "Keep nothing on the disk; only with --serve or --upload.")
    var hasNoDisk = false

    @Option(
        help: ArgumentHelp(
            "Put clips that are cut on air into this folder, instead of clips/ in the show's own; with --no-disk they are cut from what viewers can go back to.",
            valueName: "folder"),
        completion: .directory)
    var clips: String?

    @Flag(help: "Keep the whole show, and make it a video on demand at the end.")
    var record = false

    @Option(
        help: ArgumentHelp(
            "Also keep what the source sends, as it is: a .mkv or .mp4 file.",
            discussion: """
                Another publisher, codec or size begins another file: show.mkv, then show-2.mkv. No file is overwritten.
                """,
            valueName: "file"),
        completion: .file(extensions: ["mkv", "mp4"]))
    var recordSource: String?

    @Option(help: "How much of the show viewers can go back, in seconds: 15 to 86400.")
    var window = 60.0

    @Option(help: "Broadcast this much at most, in seconds.")
    var duration: Double?

    @Flag(help: "End when the source does.")
    var endWhenSourceEnds = false

    @Option(help: "When the programme begins: at-once, on the slate, or with-source, with its first picture.")
    var start: LiveStart?

    @Option(
        help: """
            How late a packet may come and still be shown in time, in milliseconds: 0 to 2000; default 100 for RTMP, 450 for \
            SRT and files, and 1000 for HLS, which comes in segments.
            """)
    var jitterBuffer: Int?

    @Option(
        parsing: .unconditional,
        help: """
            Milliseconds to delay the sound by, for a camera that sends pictures late; negative to delay the pictures: -500 to 500.
            """)
    var audioDelay = 0

    @Option(
        help: """
            How long pictures alone may pause while sound comes, in seconds, before the slate covers the last one: 1 to 86400; \
            default: as long as they like.
            """)
    var maxPicturePause: Double?

    @Flag(help: "Broadcast no sound.")
    var mute = false

    @Option(help: "Read options from a YAML file; see above.", completion: .file())
    var config: String?

    @OptionGroup
    var audience: ViewerOptions

    @OptionGroup
    var page: PageOptions

    @OptionGroup
    var visitors: AudienceOptions

    @OptionGroup
    var proxies: ProxyOption

    @OptionGroup
    var told: WebhookOptions

    @OptionGroup
    var pushed: PushOptions

    @OptionGroup
    var ending: DrainOption

    @OptionGroup
    var limits: IngestLimitOptions

    @Flag(help: "Print the ready line and the status as JSON.")
    var json = false

    @OptionGroup
    var log: LogOptions

    func validate() throws {
        if let duration, !(duration > 0 && duration <= 864_000) {
            throw ValidationError("--duration \(duration): expected more than 0 and at most 864000 seconds")
        }
        guard window >= 15, window <= 86_400 else {
            throw ValidationError("--window \(window): expected 15 to 86400 seconds")
        }
        if hasNoDisk {
            guard serve != nil || uploading.upload != nil else {
                throw ValidationError("--no-disk is for --serve: nobody would see the show")
            }
            guard !record else { throw ValidationError("--record keeps the show on the disk; leave out --no-disk") }
            guard window <= 600 else {
                throw ValidationError("--window \(window): expected 600 seconds at most with --no-disk, in memory")
            }
        } else if output == nil {
            throw ValidationError("expected --output, the folder to write the show to, or --serve with --no-disk")
        }
        guard audience.viewerKey == nil || serve != nil else {
            throw ValidationError("--viewer-key is for --serve: whoever serves the folder says who may watch")
        }
        guard visitors.audience == .token && page.page == nil && page.playerScript == nil || serve != nil else {
            throw ValidationError("--audience open, --page and --player-script are for --serve: it has the page")
        }
        guard proxies.trustedProxy.isEmpty || visitors.audience == .open || audience.viewerKey != nil else {
            throw ValidationError("--trusted-proxy is for --audience open and --viewer-key, which count by addresses")
        }
        if let jitterBuffer, !(0...2_000 ~= jitterBuffer) {
            throw ValidationError("--jitter-buffer \(jitterBuffer): expected 0 to 2000 milliseconds")
        }
        if let maxPicturePause, !(1...86_400 ~= maxPicturePause) {
            throw ValidationError("--max-picture-pause \(maxPicturePause): expected 1 to 86400 seconds")
        }
        guard SourceControls.audioDelays ~= audioDelay else {
            throw ValidationError("--audio-delay \(audioDelay): expected -500 to 500 milliseconds")
        }
        guard (input == nil) != (listen == nil) else {
            throw ValidationError("expected either --input or --listen, to say where the pictures come from")
        }
        if recordSource != nil, let input, !input.contains("://") {
            throw ValidationError("--record-source keeps what comes over a network; \(input) is a file already")
        }
        if loop, input?.contains("://") ?? true {
            throw ValidationError("--loop is for files; \(listen ?? input ?? "") is a stream")
        }
    }

    func run() async throws {
        let logger = log.bootstrap(isService: true)
        try await ExitStatus.reporting(to: logger) { try await broadcast(logger) }
    }
}

/// When a programme begins.
enum LiveStart: String, CaseIterable, ExpressibleByArgument {
    case atOnce = "at-once"
    case withSource = "with-source"
}
