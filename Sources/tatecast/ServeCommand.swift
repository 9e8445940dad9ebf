import ArgumentParser
import Broadcast
import FFmpegKit
import Logging
import Origin
import Service

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Show a finished show again: a render's folder, or that of a broadcast that is over.",
        discussion: """
            Serves playlists, media and the viewer's page until Ctrl-C, as `live --serve` and `render --serve` do. Every file \
            that the playlists name is looked for first: what isn't a whole show is refused in a sentence. Nothing is written.

            Exit statuses: 65 for a show that was cut off or lacks files, 66 for a folder without one, 75 for one that is still being \
            written. All of them: docs/exit-statuses.md.
            """
    )

    @Argument(help: "The folder of the show: the one with master.m3u8 in it.", completion: .directory)
    var folder: String

    @Option(
        help: ArgumentHelp(
            "Where viewers fetch it: 0.0.0.0:8080. Port 0 is any free one. With --tls-cert and --tls-key over HTTPS.",
            valueName: "host:port"))
    var serve = "127.0.0.1:0"

    @Option(help: "The certificate for https, a PEM file.", completion: .file())
    var tlsCert: String?

    @Option(help: "The certificate's private key, a PEM file.", completion: .file())
    var tlsKey: String?

    @Option(help: PublicURLOption.help)
    var publicUrl: PublicURLOption?

    @OptionGroup
    var audience: ViewerOptions

    @OptionGroup
    var proxies: ProxyOption

    @OptionGroup
    var page: PageOptions

    @Option(
        help: ArgumentHelp(
            "Where the pictures of the products are that the folder's events name. Default: they are left out.",
            valueName: "folder"),
        completion: .directory)
    var pictures: String?

    @Flag(help: "Print the ready line as JSON.")
    var json = false

    @OptionGroup
    var log: LogOptions

    func validate() throws {
        guard proxies.trustedProxy.isEmpty || audience.viewerKey != nil else {
            throw ValidationError("--trusted-proxy is for --viewer-key, which counts wrong tokens by addresses")
        }
    }

    func run() async throws {
        let logger = log.bootstrap(isService: true)
        try await ExitStatus.reporting(to: logger) { try await show(logger) }
    }

    private func show(_ logger: Logger) async throws {
        let stop = StopSignals.shared.stop
        StopSignals.shared.prepare { $0.patience = .seconds(3) }
        var configuration = try ServeAddressOption(serve, certificate: tlsCert, key: tlsKey).configuration
        configuration.publicAddress = try publicUrl?.address()
        configuration.admission = try await audience.admission(proxies: proxies.blocks(), logger)
        configuration.page = try page.content()
        configuration.products = try RecordedProducts.read(folder: folder, pictures: pictures)
        let origin = Origin()
        try origin.open(recording: folder)
        let server = try await OriginServer.start(
            configuration, origin: origin, readiness: Readiness(isStopping: { stop.isRequested }), logger: logger)
        Console.shared.answer(
            json ? "{\"ready\":true,\"play\":\"\(server.playURL)\"}" : "play \(server.playURL); Ctrl-C ends")
        await stop.wait()
        await server.close(patience: .seconds(1))
    }
}
