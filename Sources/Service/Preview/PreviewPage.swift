import HTTPTypes
import NIOCore

/// The preview's page: its files are part of the program, which works wherever it lies.
enum PreviewPage {
    private static let files: [String: (type: String, bytes: [UInt8])] = [
        "/": ("text/html; charset=utf-8", PackageResources.index_html),
        "/preview/page.css": ("text/css; charset=utf-8", PackageResources.page_css),
        "/preview/icon.svg": ("image/svg+xml", PackageResources.icon_svg),
        "/preview/main.js": (script, PackageResources.main_js),
        "/preview/controls.js": (script, PackageResources.controls_js),
        "/preview/feed.js": (script, PackageResources.feed_js),
        "/preview/keys.js": (script, PackageResources.keys_js),
        "/preview/log.js": (script, PackageResources.log_js),
        "/preview/phone.js": (script, PackageResources.phone_js),
        "/preview/player.js": (script, PackageResources.player_js),
        "/preview/problems.js": (script, PackageResources.problems_js),
        "/preview/timeline.js": (script, PackageResources.timeline_js),
    ]

    private static let script = "text/javascript; charset=utf-8"

    /// What the page may do: play what we send, and nothing of anybody else's.
    private static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; \
        connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
        """

    /// The file at a path; `nil` if there is none.
    static func file(at path: String) -> (fields: HTTPFields, bytes: ByteBuffer)? {
        guard let file = files[path] else { return nil }
        var fields = fields(type: file.type)
        fields[.contentSecurityPolicy] = policy
        return (fields, ByteBuffer(bytes: file.bytes))
    }

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
