import Access
import ArgumentParser
import Broadcast
import Logging
import Service

/// Who may watch, where not everybody may.
struct ViewerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Let in only viewers with a token that is signed with one of these keys: a JWK Set of HS256 and ES256 keys, a file.",
            discussion: """
                A viewer comes in at /master.m3u8?token=… or /t/<token>/master.m3u8 and is sent on to a session. The file may change \
                meanwhile: sessions of a key that is no longer in it end. With TATECAST_VIEWER_SECRET, or …_FILE, sessions \
                outlast a restart. See docs/viewers.md.
                """,
            valueName: "file"),
        completion: .file(extensions: ["json"]))
    var viewerKey: String?

    @Option(help: "How long a viewer's session lasts, in seconds: 60 to 604800.")
    var viewerSession = 43_200

    func validate() throws {
        guard 60...604_800 ~= viewerSession else {
            throw ValidationError("--viewer-session \(viewerSession): expected 60 to 604800 seconds")
        }
    }

    /// - Parameter proxies: Ours, whose word on who asks is believed.
    /// - Returns: `nil` for a show for everybody.
    /// - Throws: ``JobError`` for keys that can't be read or used.
    func admission(proxies: [NetworkAddress.Block], _ logger: Logger) async throws(JobError) -> ViewerAdmission? {
        guard let viewerKey else { return nil }
        return try await ViewerAdmission.open(
            keyFile: viewerKey, secret: try Secret.read("TATECAST_VIEWER_SECRET"), duration: viewerSession,
            proxies: proxies, logger: logger)
    }
}
