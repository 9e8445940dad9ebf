import HTTPTypes
import NIOCore

/// The preview's page: its files are part of the program, which works wherever it lies.
enum PreviewPage {
    struct File {
        let fields: HTTPFields
        let bytes: ByteBuffer

        init(_ type: String, _ bytes: [UInt8]) {
            var fields = PreviewPage.fields(type: type)
            fields[.contentSecurityPolicy] = policy
            (self.fields, self.bytes) = (fields, ByteBuffer(bytes: bytes))
        }
    }

    /// By their paths.
    static let files = [
        "/": File("text/html; charset=utf-8", PackageResources.index_html),
        "/preview/page.css": File("text/css; charset=utf-8", PackageResources.page_css),
        "/preview/icon.svg": File("image/svg+xml", PackageResources.icon_svg),
        "/preview/main.js": File(script, PackageResources.main_js),
        "/preview/controls.js": File(script, PackageResources.controls_js),
        "/preview/feed.js": File(script, PackageResources.feed_js),
        "/preview/keys.js": File(script, PackageResources.keys_js),
        "/preview/log.js": File(script, PackageResources.log_js),
        "/preview/phone.js": File(script, PackageResources.phone_js),
        "/preview/player.js": File(script, PackageResources.player_js),
        "/preview/problems.js": File(script, PackageResources.problems_js),
        "/preview/source.js": File(script, PackageResources.source_js),
        "/preview/timeline.js": File(script, PackageResources.timeline_js),
    ]

    private static let script = "text/javascript; charset=utf-8"

    /// What the page may do: play what we send, and nothing of anybody else's.
    private static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; \
        connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
        """

    /// What all answers of a preview say of themselves.
    static func fields(type: String) -> HTTPFields {
        var fields: HTTPFields = [
            .contentType: type,
            // The next start of the program may be of another version.
            .cacheControl: "no-store",
            .xContentTypeOptions: "nosniff",
        ]
        fields[HTTPField.Name("referrer-policy")!] = "no-referrer"
        fields[HTTPField.Name("cross-origin-resource-policy")!] = "same-origin"
        fields[HTTPField.Name("cross-origin-opener-policy")!] = "same-origin"
        return fields
    }
}
